import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.js'
import { isRetryable, violatedConstraint } from './sql-errors.js'

let database: TestDatabase
let pool: Pool
let adapter: Awaited<ReturnType<PrismaPg['connect']>>

beforeAll(async () => {
  database = await createTestDatabase({ migrations: null })
  pool = new Pool({ connectionString: database.url })
  adapter = await new PrismaPg(pool).connect()
  await pool.query(`
    CREATE TABLE player (id int PRIMARY KEY, name text NOT NULL, CONSTRAINT player_name_key UNIQUE (name));
    CREATE TABLE wallet (
      player_id int CONSTRAINT wallet_player_fk REFERENCES player (id),
      balance int CONSTRAINT wallet_balance_check CHECK (balance >= 0)
    );
    INSERT INTO player VALUES (1, 'aria');
    INSERT INTO wallet VALUES (1, 5)`)
})

afterAll(async () => {
  await pool.end()
  await database.close()
})

const byNodePg = async (sql: string): Promise<unknown> => await failureOf(pool.query(sql))

const byPrismasAdapter = async (sql: string): Promise<unknown> =>
  await failureOf(adapter.executeRaw({ sql, args: [], argTypes: [] }))

/** As Prisma's client hands on what its adapter threw. */
const byPrismasClient = async (sql: string): Promise<unknown> =>
  Object.assign(new Error('Invalid invocation'), {
    code: 'P2002',
    meta: { modelName: 'Player', driverAdapterError: await byPrismasAdapter(sql) },
  })

async function failureOf(statement: Promise<unknown>): Promise<unknown> {
  return await statement.then(
    () => expect.unreachable('the statement should have failed'),
    (error: unknown) => error,
  )
}

describe.each([
  ['node-pg', byNodePg],
  ['Prisma’s adapter', byPrismasAdapter],
  ['Prisma’s client', byPrismasClient],
])('an error of %s', (_driver, fail) => {
  test.each([
    ['a unique constraint', `INSERT INTO player VALUES (2, 'aria')`, 'player_name_key'],
    ['a primary key', `INSERT INTO player VALUES (1, 'bram')`, 'player_pkey'],
    ['a foreign key', `INSERT INTO wallet VALUES (9, 0)`, 'wallet_player_fk'],
    ['a foreign key, from the other side', `DELETE FROM player`, 'wallet_player_fk'],
    ['a check', `INSERT INTO wallet VALUES (1, -1)`, 'wallet_balance_check'],
  ])('names %s', async (_kind, sql, constraint) => {
    expect(violatedConstraint(await fail(sql))).toBe(constraint)
  })

  test('names no constraint where none was violated', async () => {
    expect(violatedConstraint(await fail(`INSERT INTO player VALUES (3, NULL)`))).toBeNull()
    expect(violatedConstraint(await fail(`SELECT 1 FROM "constraint ""x"""`))).toBeNull()
  })

  test.each(['40001', '40P01'])('may be tried again when Postgres says %s', async state => {
    const conflict = await fail(`DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '${state}'; END $$`)
    expect(isRetryable(conflict)).toBe(true)
    expect(violatedConstraint(conflict)).toBeNull()
  })

  test('is not worth another try when it is about the data', async () => {
    expect(isRetryable(await fail(`INSERT INTO player VALUES (2, 'aria')`))).toBe(false)
  })
})

test('what is no error of a database violates nothing and is not worth another try', () => {
  for (const error of [null, undefined, 'no', new Error('violates unique constraint "x"'), { code: 'ECONNRESET' }]) {
    expect(violatedConstraint(error)).toBeNull()
    expect(isRetryable(error)).toBe(false)
  }
})

test('a serialization failure that Prisma’s client reports may be tried again', () => {
  expect(isRetryable(Object.assign(new Error('write conflict'), { code: 'P2034' }))).toBe(true)
})
