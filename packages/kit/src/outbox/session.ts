import { createHash } from 'node:crypto'
import type { Client, Pool } from 'pg'
import { connectClient } from '../postgres/index.js'

/**
 * A dedicated connection outside the pool: advisory locks and LISTEN belong to a session. When it breaks,
 * Postgres releases the locks to other sessions, so the holder of a lock must stop as soon as `lost` is
 * aborted; statements on it fail from then on.
 */
export interface Session {
  readonly client: Client
  readonly lost: AbortSignal
  /** Tries to take the lock; false, at once, when another session holds it. */
  tryLock(lock: AdvisoryLock): Promise<boolean>
  unlock(lock: AdvisoryLock): Promise<void>
  end(): Promise<void>
}

export interface AdvisoryLock {
  readonly space: number
  readonly key: number
}

/** Postgres advisory locks are named by two 32-bit numbers. */
export const advisoryLock = (space: string, key: string): AdvisoryLock => ({ space: hash32(space), key: hash32(key) })

const hash32 = (text: string): number => createHash('sha1').update(text).digest().readInt32BE(0)

/** A dead host sends no FIN: Postgres shall find out within seconds and free the locks. */
const keepAliveStatements = 'set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3'

export async function openSession(
  pool: Pool,
  options: { applicationName: string; onNotification?: () => void },
): Promise<Session> {
  const lost = new AbortController()
  const config = { ...pool.options, password: pool.options.password, application_name: options.applicationName }
  const client = await connectClient(config, {
    // A replica takes advisory locks, too: two sessions would hold the same one.
    isPrimary: true,
    prepare: connecting => {
      connecting.on('error', error => lost.abort(error))
      connecting.on('end', () => lost.abort(new Error('The connection was closed')))
      if (options.onNotification !== undefined) connecting.on('notification', options.onNotification)
    },
  })
  await client.query(keepAliveStatements)
  return {
    client,
    lost: lost.signal,
    tryLock: async ({ space, key }) => {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', [
        space,
        key,
      ])
      return rows[0]?.held === true
    },
    unlock: async ({ space, key }) => {
      await client.query('select pg_advisory_unlock($1, $2)', [space, key])
    },
    // It may be broken already, and then there is nothing to end.
    end: () => client.end().catch(() => undefined),
  }
}
