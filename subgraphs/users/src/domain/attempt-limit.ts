/** How often something may happen within a window that slides. */
export interface AttemptLimit {
  readonly max: number
  readonly windowMs: number
}

/**
 * Failures of which the first `free` cost no time. From then on each makes the wait twice as long, from
 * `waitMinMs` to `waitMaxMs`, until fewer than `free` have happened within the window. The wait counts from
 * the last failure, and a refused attempt is none.
 */
export interface Backoff {
  readonly free: number
  readonly waitMinMs: number
  readonly waitMaxMs: number
  readonly windowMs: number
}

export type Limit = AttemptLimit | Backoff

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Any sign-ins, right or wrong: each costs a password hash. */
export const SIGN_INS_WINDOW_MS = MINUTE_MS

/** Wrong passwords for a typed name from one network, or from one device that has signed in before. */
export const wrongFromOneParty: Backoff = {
  free: 5,
  waitMinMs: 15 * SECOND_MS,
  waitMaxMs: 15 * MINUTE_MS,
  windowMs: 24 * HOUR_MS,
}
/** Wrong passwords for a typed name from all networks together: guesses that are spread over many. */
export const wrongFromStrangers: Backoff = {
  free: 30,
  waitMinMs: 5 * SECOND_MS,
  waitMaxMs: MINUTE_MS,
  windowMs: HOUR_MS,
}
/** Wrong passwords from one network for all names together: one password tried on many accounts. */
export const wrongFromNetwork: Backoff = {
  free: 20,
  waitMinMs: 15 * SECOND_MS,
  waitMaxMs: 5 * MINUTE_MS,
  windowMs: HOUR_MS,
}

/** The wait no longer grows long before this many failures. */
const FAILURES_KEPT_MAX = 64

/** Returns the attempts that still count against the limit, oldest first. */
export function withinWindow(happenedAt: readonly Date[], limit: Limit, now: Date): Date[] {
  const counting = happenedAt.filter(time => time.getTime() > now.getTime() - limit.windowMs)
  return counting.slice(-('free' in limit ? FAILURES_KEPT_MAX : limit.max))
}

/** Whole seconds until one more may happen, at least one; null when it may happen now. */
export function retryAfterSeconds(happenedAt: readonly Date[], limit: Limit, now: Date): number | null {
  const counting = withinWindow(happenedAt, limit, now)
  const untilMs = 'free' in limit ? endOfBackoffMs(counting, limit) : endOfWindowMs(counting, limit)
  if (untilMs === null || untilMs <= now.getTime()) return null
  return Math.ceil((untilMs - now.getTime()) / SECOND_MS)
}

/** The newest `max` of them must have lost one: the limit may have been lowered since. */
function endOfWindowMs(counting: readonly Date[], limit: AttemptLimit): number | null {
  const blocking = counting.at(-limit.max)
  return blocking === undefined ? null : blocking.getTime() + limit.windowMs
}

function endOfBackoffMs(counting: readonly Date[], { free, waitMinMs, waitMaxMs }: Backoff): number | null {
  const last = counting.at(-1)
  if (last === undefined || counting.length < free) return null
  return last.getTime() + Math.min(waitMaxMs, waitMinMs * 2 ** (counting.length - free))
}
