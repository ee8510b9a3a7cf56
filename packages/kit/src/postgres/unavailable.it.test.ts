import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../process/index.js'
import { createTestDatabase, type TestDatabase } from '../testing/index.js'
import { faultOf, isDatabaseUnavailable } from './index.js'

let database: TestDatabase
const pools: Pool[] = []
beforeAll(async () => {
  database = await createTestDatabase({ migrations: null })
})
afterAll(async () => {
  await Promise.all(pools.map(pool => pool.end()))
  await database.close()
})

function open(url: string, settings: { connectionTimeoutMillis?: number } = {}): Pool {
  const pool = new Pool({ connectionString: url, max: 1, ...settings })
  pool.on('error', () => undefined)
  pools.push(pool)
  return pool
}

const nowhere = async () => `postgres://nobody:nothing@127.0.0.1:${await freePort()}/none`

async function byNodePg(pool: Pool): Promise<void> {
  await pool.query('SELECT pg_sleep(10)')
}
async function byPrisma(pool: Pool): Promise<void> {
  const adapter = await new PrismaPg(pool).connect()
  await adapter.queryRaw({ sql: 'SELECT pg_sleep(10)', args: [], argTypes: [] })
}

async function failureOf(statement: Promise<void>): Promise<unknown> {
  return await statement.then(
    () => expect.unreachable('the statement should have failed'),
    (error: unknown) => error,
  )
}

describe.each([
  ['node-pg', byNodePg],
  ['Prisma', byPrisma],
])('to %s the database is unavailable', (_name, ask) => {
  test('when no server listens', async () => {
    expect(isDatabaseUnavailable(await failureOf(ask(open(await nowhere()))))).toBe(true)
  })

  test('when the directory of its socket is gone', async () => {
    const url = 'postgres://nobody:nothing@localhost:5432/none?host=/nowhere/at-all'
    expect(isDatabaseUnavailable(await failureOf(ask(open(url))))).toBe(true)
  })

  test('when the server ends the connection under a statement', async () => {
    const pool = open(database.url)
    const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const failure = failureOf(ask(pool))
    const killer = open(database.url)
    // Only a statement that has begun can be cut off.
    await expect
      .poll(async () => {
        const found = await killer.query(`SELECT FROM pg_stat_activity WHERE pid = $1 AND query LIKE '%pg_sleep%'`, [
          rows[0]?.pid,
        ])
        return found.rowCount
      })
      .toBe(1)
    await killer.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
    expect(isDatabaseUnavailable(await failure)).toBe(true)
  })

  test('when all connections are in use for as long as the pool waits', async () => {
    const pool = open(database.url, { connectionTimeoutMillis: 500 })
    const client = await pool.connect()
    const failure = await failureOf(ask(pool))
    client.release()
    expect(isDatabaseUnavailable(failure)).toBe(true)
  })

  test('not when a statement is wrong', async () => {
    const pool = open(database.url)
    const adapter = await new PrismaPg(pool).connect()
    const sql = 'SELECT 1/0'
    const failing = ask === byNodePg ? pool.query(sql) : adapter.queryRaw({ sql, args: [], argTypes: [] })
    expect(isDatabaseUnavailable(await failureOf(Promise.resolve(failing).then(() => undefined)))).toBe(false)
  })
})

test('callers see that the database is away, and nothing of where it is', async () => {
  const fault = faultOf(await failureOf(byNodePg(open(await nowhere()))))
  expect(fault).toMatchObject({ code: 'SERVICE_UNAVAILABLE', message: expect.not.stringContaining('127.0.0.1') })
  expect(faultOf(new Error('bug'))).toBeNull()
})
