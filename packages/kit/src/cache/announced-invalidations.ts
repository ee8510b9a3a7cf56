import type { Pool } from 'pg'
import type { Logger } from '../logger/index.js'
import { keepRunning } from '../outbox/keep-running.js'
import { openSession } from '../outbox/session.js'
import type { EntityCache } from './entity-cache.js'

const CHANNEL = 'cache_invalidated'
/** A notification holds 8,000 bytes. */
const IDS_PER_NOTIFICATION_MAX = 100

/**
 * The cache of a command that works beside a process whose cache is in its own memory (without Redis there is
 * one process of a subgraph, and such commands): its invalidations reach that cache, too. Never fails: after
 * a lost invalidation, the values expire.
 */
export function announcingInvalidations(cache: EntityCache, options: { pool: Pool; logger: Logger }): EntityCache {
  const { pool, logger } = options
  const announce = async (kind: string, ids: readonly string[]) => {
    for (let from = 0; from < ids.length; from += IDS_PER_NOTIFICATION_MAX) {
      const payload: Invalidation = { kind, ids: ids.slice(from, from + IDS_PER_NOTIFICATION_MAX) }
      await pool.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(payload)])
    }
  }
  return {
    ...cache,
    invalidate: async (kind, ids) => {
      await cache.invalidate(kind, ids)
      await announce(kind, ids).catch((error: unknown) =>
        logger.error(
          { err: error, kind },
          'a running process was not told what it must not take from its cache any more',
        ),
      )
    },
  }
}

/** Invalidates what commands announce, until it is stopped; and everything, when it may have missed an announcement. */
export function followInvalidations(options: {
  pool: Pool
  cache: EntityCache
  applicationName: string
  logger: Logger
}) {
  const { pool, cache, applicationName, logger } = options
  return keepRunning({
    name: `invalidations of ${applicationName}`,
    logger,
    run: async stopping => {
      const session = await openSession(pool, { applicationName: `${applicationName}-cache` })
      try {
        session.client.on('notification', ({ payload = '' }) => {
          const { kind, ids } = JSON.parse(payload) as Invalidation
          void cache.invalidate(kind, ids)
        })
        await session.client.query(`listen ${CHANNEL}`)
        // Nothing that was announced before is told again.
        await cache.invalidateAll()
        const ended = AbortSignal.any([stopping, session.lost])
        if (!ended.aborted) await new Promise(resolve => ended.addEventListener('abort', resolve, { once: true }))
        if (!stopping.aborted) throw new Error('The connection was lost')
      } finally {
        await session.end()
      }
    },
  })
}

/** Only this database's role can send one. */
interface Invalidation {
  readonly kind: string
  readonly ids: readonly string[]
}
