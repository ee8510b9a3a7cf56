import type { Pool } from 'pg'
import type { Logger } from '../logger/index.js'
import type { BusMetrics } from './bus-metrics.js'
import { forgetRelay } from './consumer-lag.js'
import { keepRunning } from './keep-running.js'
import { announceTo } from './announce.js'
import { advisoryLock, openSession } from './session.js'
import { createWakeup, type Wakeup } from './wakeup.js'
import type { Client } from 'pg'

/** How often those that are not the leader try to become it. */
const CANDIDACY_INTERVAL_MS = 500

/**
 * Runs `lead` in at most one process for a producer: the one whose session holds the producer's advisory lock. New rows
 * in the outbox wake `wakeup`. When the session is lost `lead` must end (its `signal` is aborted and its client fails),
 * and the candidacy begins anew; another process takes over within about half a second.
 */
export function leadRelay(options: {
  producer: string
  pool: Pool
  logger: Logger
  /** Figures of the relay are taken back when `lead` has ended: the next leader shows them. */
  metrics: BusMetrics
  lead: (leadership: { client: Client; wakeup: Wakeup; signal: AbortSignal }) => Promise<void>
}): { stop(): Promise<void> } {
  const { producer, pool, logger, metrics, lead } = options
  const wakeup = createWakeup()
  const lock = advisoryLock('waystone relay', producer)
  const running = keepRunning({
    name: `relay of ${producer}`,
    logger,
    run: async stopping => {
      const session = await openSession(pool, { applicationName: `${producer}-relay`, onNotification: wakeup.wake })
      const signal = AbortSignal.any([stopping, session.lost])
      signal.addEventListener('abort', wakeup.wake, { once: true })
      try {
        while (!signal.aborted && !(await session.tryLock(lock))) await wakeup.wait(CANDIDACY_INTERVAL_MS)
        if (signal.aborted) return
        // The relay's marks of sent rows are only an optimisation: the next leader sends again what was not
        // acknowledged, and inboxes detect duplicates. So its commits need not wait for the disk.
        await session.client.query('set synchronous_commit = off; listen outbox')
        const announced = announceTo(pool, wakeup.wake)
        try {
          await lead({ client: session.client, wakeup, signal })
        } finally {
          announced.stop()
          await forgetRelay(metrics, producer)
        }
      } finally {
        await session.end()
      }
    },
  })
  return running
}
