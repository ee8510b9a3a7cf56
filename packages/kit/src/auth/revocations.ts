import { systemClock, type Clock } from '../clock/index.js'
import type { Logger } from '../logger/index.js'
import { ACCESS_TOKEN_LIFETIME_MAX_MS, CLOCK_TOLERANCE_MS } from './token-lifetime.js'

/** Voids the access tokens of one session, or every token of a user that was issued before. */
export type Revocation = {
  readonly sessionId: string | null
  readonly userId: string | null
  readonly revokedAtMs: number
}

/** After this a revocation has nothing left to void; with a minute for clocks that differ. */
const REVOCATION_KEPT_MS = ACCESS_TOKEN_LIFETIME_MAX_MS + CLOCK_TOLERANCE_MS
/** Sign-out and revocation take hold everywhere within a second. */
const FOLLOW_INTERVAL_MS = 400
/** Each look reaches back this far, for revocations whose transaction committed late. */
const FOLLOW_OVERLAP_MS = 10_000

export interface RevocationList {
  isRevoked(token: { userId: string; sessionId: string; issuedAtMs: number }): boolean
  add(revocations: readonly Revocation[]): void
  /**
   * Calls back with what was added and not known before: for those who let a session in once and for long, or
   * cache it.
   */
  onNews(listener: (news: readonly Revocation[]) => void): () => void
}

export function createRevocationList(clock: Clock = systemClock): RevocationList {
  const sessions = new Map<string, number>()
  const users = new Map<string, number>()
  const listeners = new Set<(news: readonly Revocation[]) => void>()
  const forget = (list: Map<string, number>, before: number) => {
    for (const [id, revokedAtMs] of list) if (revokedAtMs < before) list.delete(id)
  }
  return {
    isRevoked: ({ userId, sessionId, issuedAtMs }) =>
      sessions.has(sessionId) || issuedAtMs <= (users.get(userId) ?? -1),
    add: revocations => {
      const news = revocations.filter(
        ({ sessionId, userId, revokedAtMs }) =>
          (sessionId !== null && !sessions.has(sessionId)) ||
          (userId !== null && revokedAtMs > (users.get(userId) ?? -1)),
      )
      for (const { sessionId, userId, revokedAtMs } of news) {
        if (sessionId !== null) sessions.set(sessionId, revokedAtMs)
        if (userId !== null) users.set(userId, Math.max(revokedAtMs, users.get(userId) ?? 0))
      }
      const before = clock.now().getTime() - REVOCATION_KEPT_MS
      forget(sessions, before)
      forget(users, before)
      if (news.length > 0) for (const listener of listeners) listener(news)
    },
    onNews: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/**
 * Keeps the list current by polling its owner every 400 ms. While the owner does not answer, nothing can be
 * revoked there either, so the list stays right; the first poll is awaited, and its failure is retried like
 * any other.
 */
export async function followRevocations(options: {
  list: RevocationList
  read: (sinceMs: number) => Promise<readonly Revocation[]>
  logger: Logger
  clock?: Clock
}): Promise<{ stop: () => Promise<void> }> {
  const { list, read, logger, clock = systemClock } = options
  let sinceMs = clock.now().getTime() - REVOCATION_KEPT_MS
  let failing = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const startedMs = clock.now().getTime()
    try {
      list.add(await read(sinceMs))
      sinceMs = startedMs - FOLLOW_OVERLAP_MS
      if (failing) logger.info('revocations are read again')
      failing = false
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (!failing) logger.warn({ reason }, 'revocations cannot be read, trying on')
      failing = true
    }
  }
  let running = look()
  await running
  const schedule = () => {
    timer = setTimeout(() => {
      running = look().finally(() => {
        if (!stopped) schedule()
      })
    }, FOLLOW_INTERVAL_MS)
    timer.unref()
  }
  schedule()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
