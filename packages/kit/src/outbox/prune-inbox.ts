import type { Pool } from 'pg'
import { repeat, type RepeatedJob } from '../lifecycle/index.js'
import type { Logger } from '../logger/index.js'
import { walkPages } from '../postgres/walk-pages.js'
import { INBOX_KEPT_DAYS } from './inbox.js'

const PRUNE_INTERVAL_MS = 60 * 60 * 1_000

/** Prunes the inbox of a database each hour, until it is stopped. */
export function keepInboxShort({ pool, logger }: { pool: Pool; logger: Logger }): RepeatedJob {
  let isStopped = false
  const run = () => pruneInbox(pool, () => isStopped)
  const job = repeat({ job: 'prune the inbox', intervalMs: PRUNE_INTERVAL_MS, logger, run })
  return {
    stop: async () => {
      isStopped = true
      await job.stop()
    },
  }
}

/**
 * Deletes the ids that were noted more than 60 days ago by the database's clock, which has noted them, and raises the
 * horizon in the same statement: an event from before it is not applied by itself (forgotten-events.ts).
 */
export const pruneInbox = (pool: Pool, isStopped: () => boolean = () => false): Promise<void> =>
  walkPages({
    pool,
    table: 'inbox',
    isStopped,
    visit: ({ from, to }) =>
      pool.query({
        name: 'inbox_prune',
        text: `with gone as (
            delete from inbox where ctid >= $1::tid and ctid < $2::tid and applied_at < now() - $3 * interval '1 day'
            returning applied_at)
          insert into inbox_horizon (applied_at) select max(applied_at) from gone having count(*) > 0
          on conflict (id) do update set applied_at = greatest(inbox_horizon.applied_at, excluded.applied_at)`,
        values: [from, to, INBOX_KEPT_DAYS],
      }),
  })
