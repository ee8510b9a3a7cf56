import { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'
import { createTestDatabase, type TestDatabase } from '../testing/index.js'
import { announcingInvalidations, createEntityCache, followInvalidations, type EntityCache } from './index.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const SOON = { timeout: 10_000, interval: 20 }
let database: TestDatabase
let pool: Pool
let serving: EntityCache
let command: EntityCache
let following: { stop(): Promise<void> }
let version: number

const ownCache = () =>
  createEntityCache({ namespace: 'test', redis: null, logger, metrics: createMetrics({ service: 'test' }) })
const listening = async () =>
  await pool.query<{ pid: number }>(
    `select pid from pg_stat_activity where application_name = 'serving-cache' and query like 'listen%' and datname = current_database()`,
  )
const untilListening = async () => await vi.waitFor(async () => expect((await listening()).rows).toHaveLength(1), SOON)
const read = async (id = 'a') =>
  (await serving.getMany('row', [id], async ids => new Map(ids.map(each => [each, { version }]))))[0]

beforeAll(async () => {
  database = await createTestDatabase({ migrations: 'users' })
  pool = new Pool({ connectionString: database.url, max: 2 })
})
afterAll(async () => {
  await pool.end()
  await database.close()
})
const follow = () => followInvalidations({ pool, cache: serving, applicationName: 'serving', logger })
beforeEach(async () => {
  version = 1
  serving = ownCache()
  command = announcingInvalidations(ownCache(), { pool, logger })
  following = follow()
  await untilListening()
})
afterEach(async () => await following.stop())

test('what a command invalidates, the process that serves reads anew', async () => {
  expect(await read()).toEqual({ version: 1 })
  version = 2
  expect(await read()).toEqual({ version: 1 })
  await command.invalidate('row', ['a'])
  await vi.waitFor(async () => expect(await read()).toEqual({ version: 2 }), SOON)
})

test('more ids than a notification holds are announced in several', async () => {
  const ids = Array.from({ length: 950 }, (_, place) => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`)
  for (const id of ids) await read(id)
  version = 2
  await command.invalidate('row', ids)
  await vi.waitFor(async () => {
    for (const id of ids) expect(await read(id)).toEqual({ version: 2 })
  }, SOON)
})

test('what was announced while nobody listened is read anew once somebody does', async () => {
  await following.stop()
  await read()
  version = 2
  await command.invalidate('row', ['a'])
  expect(await read()).toEqual({ version: 1 })
  following = follow()
  await vi.waitFor(async () => expect(await read()).toEqual({ version: 2 }), SOON)
})

test('a connection that is cut is opened again, and listens again', async () => {
  await read()
  const cut = (await listening()).rows[0]?.pid
  await pool.query('select pg_terminate_backend($1)', [cut])
  // It is told to end, and does so a little later.
  await vi.waitFor(async () => {
    const pids = (await listening()).rows.map(({ pid }) => pid)
    expect(pids).toHaveLength(1)
    expect(pids).not.toContain(cut)
  }, SOON)
  version = 2
  await command.invalidate('row', ['a'])
  await vi.waitFor(async () => expect(await read()).toEqual({ version: 2 }), SOON)
})

test('a database that does not answer keeps a command from telling, not from going on', async () => {
  const away = new Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' })
  const error = vi.spyOn(logger, 'error')
  await announcingInvalidations(ownCache(), { pool: away, logger }).invalidate('row', ['a'])
  expect(error).toHaveBeenCalledTimes(1)
  await away.end()
})
