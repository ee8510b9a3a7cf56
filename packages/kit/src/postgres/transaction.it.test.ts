import { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLogger } from '../logger/index.js'
import { countStatements, createTestDatabase, type TestDatabase } from '../testing/index.js'
import { createDatabase } from './database.js'
import { afterCommit, withTransaction, type Transaction } from './transaction.js'

let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase({ migrations: null })
  pool = new Pool({ connectionString: database.url, max: 8 })
  pool.on('error', () => {})
  await pool.query('CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL CHECK (balance >= 0))')
})

beforeEach(async () => {
  await pool.query('TRUNCATE account; INSERT INTO account VALUES (1, 100), (2, 100)')
})

afterAll(async () => {
  await pool.end()
  await database.close()
})

const balanceOf = async (id: number, on: Transaction = pool) =>
  (await on.query<{ balance: number }>({ text: 'SELECT balance FROM account WHERE id = $1', values: [id] })).rows[0]
    ?.balance ?? Number.NaN

/** A barrier: callers wait until `count` of them have arrived; later callers do not wait. */
function meetingOf(count: number): () => Promise<void> {
  let missing = count
  let begin: () => void = () => {}
  const begun = new Promise<void>(resolve => {
    begin = resolve
  })
  return async () => {
    missing -= 1
    if (missing === 0) begin()
    await begun
  }
}

const setBalance = async (tx: Transaction, id: number, balance: number) =>
  await tx.query({ text: 'UPDATE account SET balance = $2 WHERE id = $1', values: [id, balance] })

test('what the work did is there after it, and its answer is handed on', async () => {
  const answer = await withTransaction(pool, async tx => {
    await setBalance(tx, 1, 42)
    return 'done'
  })
  expect(answer).toBe('done')
  expect(await balanceOf(1)).toBe(42)
})

test('work that throws leaves nothing behind, and its error is the caller’s', async () => {
  const refused = withTransaction(pool, async tx => {
    await setBalance(tx, 1, 42)
    throw new Error('changed my mind')
  })
  await expect(refused).rejects.toThrow('changed my mind')
  expect(await balanceOf(1)).toBe(100)
})

test('what is to follow a commit runs when everybody can see it, once a key, and never after a rollback', async () => {
  const seen: Promise<number>[] = []
  const key = Symbol('follow-up')
  const look = () => seen.push(balanceOf(1))
  await withTransaction(pool, async tx => {
    expect([afterCommit(tx, key, look), afterCommit(tx, key, look)]).toEqual([true, true])
    await setBalance(tx, 1, 42)
  })
  const undone = withTransaction(pool, async tx => {
    afterCommit(tx, key, look)
    await setBalance(tx, 1, 43)
    throw new Error('changed my mind')
  })
  await expect(undone).rejects.toThrow('changed my mind')
  expect(await Promise.all(seen)).toEqual([42])
  expect(afterCommit(pool, key, look)).toBe(false)
})

test('a transaction whose failed statement was swallowed is not taken for committed', async () => {
  const swallowed = withTransaction(pool, async tx => {
    await setBalance(tx, 1, 42)
    await setBalance(tx, 2, -1).catch(() => {})
  })
  await expect(swallowed).rejects.toThrow('error was swallowed')
  expect(await balanceOf(1)).toBe(100)
})

test('serializable transactions that meet are run again until each has had its effect', async () => {
  let runs = 0
  const allHaveRead = meetingOf(4)
  const addOne = async () => {
    await withTransaction(pool, async tx => {
      runs += 1
      await tx.query({ text: 'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE' })
      const balance = await balanceOf(1, tx)
      await allHaveRead()
      await setBalance(tx, 1, balance + 1)
    })
  }
  await Promise.all([addOne(), addOne(), addOne(), addOne()])
  expect(await balanceOf(1)).toBe(104)
  expect(runs).toBeGreaterThan(4)
})

test('two transactions that lock the same rows in opposite order both succeed', async () => {
  const bothHaveLocked = meetingOf(2)
  const lockBoth = async (first: number, second: number) => {
    await withTransaction(pool, async tx => {
      await tx.query({ text: 'UPDATE account SET balance = balance + 1 WHERE id = $1', values: [first] })
      await bothHaveLocked()
      await tx.query({ text: 'UPDATE account SET balance = balance + 1 WHERE id = $1', values: [second] })
    })
  }
  await Promise.all([lockBoth(1, 2), lockBoth(2, 1)])
  expect([await balanceOf(1), await balanceOf(2)]).toEqual([102, 102])
})

test('a conflict that never ends is given up after five more runs', async () => {
  let runs = 0
  const hopeless = withTransaction(pool, async tx => {
    runs += 1
    await tx.query({ text: `DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$` })
  })
  await expect(hopeless).rejects.toMatchObject({ code: '40001' })
  expect(runs).toBe(6)
})

test('another error is not tried again', async () => {
  const counted = countStatements(pool)
  await expect(withTransaction(pool, async tx => await setBalance(tx, 1, -1))).rejects.toMatchObject({ code: '23514' })
  counted.stop()
  expect(counted.statements.filter(text => text === 'BEGIN')).toHaveLength(1)
  expect(counted.statements.at(-1)).toBe('ROLLBACK')
})

test('a connection that breaks under way is thrown away, and the next transaction gets a good one', async () => {
  const logger = createLogger({ name: 'transactions', level: 'silent' })
  const open = createDatabase({ url: database.url, maxConnections: 1, applicationName: 'transactions', logger })
  const single = open.primary
  const pidOf = async (tx: Transaction) =>
    (await tx.query<{ pid: number }>({ text: 'SELECT pg_backend_pid() AS pid' })).rows[0]?.pid
  let broken: number | undefined
  const cut = withTransaction(single, async tx => {
    broken = await pidOf(tx)
    await pool.query('SELECT pg_terminate_backend($1)', [broken])
    await pidOf(tx)
  })
  await expect(cut).rejects.toThrow(/terminat|EPIPE|ECONNRESET|connection error/i)
  const next = await withTransaction(single, pidOf)
  expect(next).toBeTypeOf('number')
  expect(next).not.toBe(broken)
  await open.close()
})
