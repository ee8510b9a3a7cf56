import { setTimeout as delay } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import type { Queryable } from './queryable.js'
import { isRetryable } from './sql-errors.js'

/** The connection that a transaction's work runs its statements on; unusable after the work has ended. */
export type Transaction = Queryable

const RETRIES_MAX = 5
const RETRY_DELAY_BASE_MS = 5

const followUps = new WeakMap<Transaction, Map<symbol | string, (pool: Pool) => void>>()

/**
 * Has `run` called once `tx` is committed, never when it is rolled back; once for each key, however often it
 * is asked for. It must not throw, and a process that dies in between does not call it: nothing may depend on
 * it but speed.
 * @returns false when `tx` is not a transaction of withTransaction; then nothing will be called.
 */
export function afterCommit(tx: Transaction, key: symbol | string, run: (pool: Pool) => void): boolean {
  const follow = followUps.get(tx)
  follow?.set(key, run)
  return follow !== undefined
}

/**
 * Runs `work` in one transaction (READ COMMITTED) and commits it; an error of `work` rolls back and is
 * rethrown. A serialization failure or a deadlock (SQLSTATE class 40) runs it again, at most five times, and so
 * does a connection that breaks before COMMIT was sent, as in a failover: `work` must keep its effects inside
 * the transaction. Once COMMIT was sent it may have arrived: that is never retried.
 */
export async function withTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await runOnce(pool, work)
    } catch (failure) {
      const error = failure instanceof CutShort ? failure.cause : failure
      if (retries === RETRIES_MAX || !(failure instanceof CutShort || isRetryable(error))) throw error
      // The jitter separates the conflicting transactions, so that their retries do not conflict again.
      await delay(RETRY_DELAY_BASE_MS * 2 ** retries * Math.random())
    }
  }
}

/** The connection broke before COMMIT was sent: nothing of the transaction is there. */
class CutShort extends Error {}

async function runOnce<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  let isCommitting = false
  const follow = new Map<symbol | string, (pool: Pool) => void>()
  followUps.set(client, follow)
  try {
    await client.query('BEGIN')
    const result = await work(client)
    isCommitting = true
    await commit(client)
    for (const run of follow.values()) run(pool)
    return result
  } catch (error) {
    broken = await rollback(client)
    throw broken !== undefined && !isCommitting ? new CutShort('The connection broke', { cause: error }) : error
  } finally {
    followUps.delete(client)
    client.release(broken)
  }
}

async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT')
  // Postgres answers COMMIT in a failed transaction with a rollback and no error.
  if (command === 'ROLLBACK') {
    throw new Error(
      'Expected a transaction that can be committed; a statement in it had failed and its error was swallowed.',
    )
  }
}

/** @returns why the connection is of no more use, if it is. */
async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
