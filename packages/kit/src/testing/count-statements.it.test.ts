import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withTransaction } from '../postgres/index.js'
import { countStatements } from './count-statements.js'
import { createTestDatabase, type TestDatabase } from './test-database.js'

let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase({ migrations: null })
  pool = new Pool({ connectionString: database.url })
})
afterAll(async () => {
  await pool.end()
  await database.close()
})

test('it sees plain statements, transactions, and what Prisma sends, on old and new connections', async () => {
  await pool.query('SELECT 0')
  const counted = countStatements(pool)
  await pool.query('SELECT 1')
  await pool.query({ name: 'named', text: 'SELECT 2' })
  await withTransaction(pool, async tx => await tx.query({ text: 'SELECT 3' }))
  const adapter = await new PrismaPg(pool).connect()
  await adapter.queryRaw({ sql: 'SELECT 4', args: [], argTypes: [] })
  expect(counted.statements).toEqual(['SELECT 1', 'SELECT 2', 'BEGIN', 'SELECT 3', 'COMMIT', 'SELECT 4'])
  counted.stop()
})

test('a reset forgets, and after a stop nothing is added', async () => {
  const counted = countStatements(pool)
  await pool.query('SELECT 1')
  counted.reset()
  expect(counted.statements).toEqual([])
  await pool.query('SELECT 2')
  counted.stop()
  await pool.query('SELECT 3')
  expect(counted.statements).toEqual(['SELECT 2'])
})
