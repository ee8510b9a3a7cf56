import { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createMetrics, type Registry } from '../metrics/index.js'
import { createTestDatabase, type TestDatabase } from '../testing/index.js'
import { allSeries, countAfterCommit, showCommitCounters, type CommitCounter } from './count-after-commit.js'
import { withTransaction } from './transaction.js'

const moved = {
  name: 'moved_total',
  help: 'What was moved',
  labelNames: ['currency', 'direction'],
  series: allSeries({ currency: ['GOLD'], direction: ['in', 'out'] }),
} as const satisfies CommitCounter
const labels = { currency: 'GOLD', direction: 'in' }

let database: TestDatabase
let pool: Pool
let registry: Registry

beforeAll(async () => {
  database = await createTestDatabase({ migrations: null })
  pool = new Pool({ connectionString: database.url, max: 4 })
  pool.on('error', () => {})
  await pool.query('CREATE TABLE thing (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)')
})
beforeEach(() => {
  registry = createMetrics({ service: 'test' })
  showCommitCounters(pool, { registry, counters: [moved] })
})
afterAll(async () => {
  await pool.end()
  await database.close()
})

async function counted(): Promise<Readonly<Record<string, number>>> {
  const found = await registry.getSingleMetric(moved.name)?.get()
  return Object.fromEntries((found?.values ?? []).map(each => [String(each.labels['direction']), each.value]))
}

test('every series is shown from the start, at 0', async () => {
  expect(await counted()).toEqual({ in: 0, out: 0 })
})

test('counts add up with the commit, and none is there before it', async () => {
  await withTransaction(pool, async tx => {
    countAfterCommit(tx, { counter: moved, labels, by: 5 })
    countAfterCommit(tx, { counter: moved, labels })
    expect(await counted()).toEqual({ in: 0, out: 0 })
  })
  expect(await counted()).toEqual({ in: 6, out: 0 })
})

test('what is rolled back is not counted, by its own error or by that of the commit', async () => {
  const failing = withTransaction(pool, async tx => {
    countAfterCommit(tx, { counter: moved, labels })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  const refusedAtCommit = withTransaction(pool, async tx => {
    countAfterCommit(tx, { counter: moved, labels })
    await tx.query({ text: 'INSERT INTO thing VALUES (1), (1)' })
  })
  await expect(refusedAtCommit).rejects.toThrow('duplicate key')
  expect(await counted()).toEqual({ in: 0, out: 0 })
})

test('work that is tried again after a serialization failure counts once', async () => {
  let attempts = 0
  await withTransaction(pool, async tx => {
    attempts += 1
    countAfterCommit(tx, { counter: moved, labels })
    if (attempts === 1) await tx.query({ text: `DO $$ BEGIN RAISE SQLSTATE '40001'; END $$` })
  })
  expect(attempts).toBe(2)
  expect(await counted()).toEqual({ in: 1, out: 0 })
})

test('a statement on the pool is its own transaction, and is counted at once', async () => {
  await pool.query('SELECT 1')
  countAfterCommit(pool, { counter: moved, labels })
  expect(await counted()).toEqual({ in: 1, out: 0 })
})
