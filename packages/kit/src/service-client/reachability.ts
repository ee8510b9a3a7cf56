import type { Clock } from '../clock/index.js'
import type { Logger } from '../logger/index.js'

/** A failure that lasts is said again this often. */
export const REMINDER_MS = 60_000
/** A service that fails now and then is not reached again with each request that it answers in between. */
export const STEADY_MS = 5_000

/**
 * Says when a service goes away and comes back, however many requests it fails: one line for each change, and
 * a reminder a minute.
 */
export interface Reachability {
  failed(reason: string): void
  answered(): void
}

export function createReachability(options: { service: string; logger: Logger; clock: Clock }): Reachability {
  const { service, logger, clock } = options
  const nowMs = () => clock.now().getTime()
  let away: { sinceMs: number; failedMs: number; saidMs: number; requests: number } | null = null
  return {
    failed: reason => {
      const now = nowMs()
      if (away === null) {
        away = { sinceMs: now, failedMs: now, saidMs: now, requests: 1 }
        logger.error({ service, reason }, 'a service cannot be reached')
        return
      }
      away.requests++
      away.failedMs = now
      if (now - away.saidMs < REMINDER_MS) return
      away.saidMs = now
      const forSeconds = Math.round((now - away.sinceMs) / 1000)
      logger.error({ service, reason, forSeconds, requests: away.requests }, 'a service still cannot be reached')
    },
    answered: () => {
      // Nearly always: each request passes here.
      if (away === null) return
      const now = nowMs()
      if (now - away.failedMs < STEADY_MS) return
      const { sinceMs, failedMs, requests } = away
      away = null
      logger.warn(
        { service, forSeconds: Math.round((failedMs - sinceMs) / 1000), requests },
        'a service is reached again',
      )
    },
  }
}

const byLogger = new WeakMap<Logger, Map<string, Reachability>>()

/** The one of the service for all pools that a process has of it: they have one log. */
export function sharedReachability(options: { service: string; logger: Logger; clock: Clock }): Reachability {
  const { service, logger } = options
  const known = byLogger.get(logger) ?? new Map<string, Reachability>()
  byLogger.set(logger, known)
  const reachability = known.get(service) ?? createReachability(options)
  known.set(service, reachability)
  return reachability
}
