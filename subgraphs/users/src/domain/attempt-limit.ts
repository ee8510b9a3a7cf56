/** How often something may happen within a window that slides. */
export interface AttemptLimit {
  readonly max: number
  readonly windowMs: number
}

const MINUTE_MS = 60_000

/** Wrong passwords for one account, whichever of its names they were given for. */
export const wrongPasswordsOfAccount: AttemptLimit = { max: 5, windowMs: MINUTE_MS }
/** Wrong passwords from one address, for whatever accounts. */
export const wrongPasswordsOfAddress: AttemptLimit = { max: 20, windowMs: MINUTE_MS }

/** What still counts of what happened, oldest first. */
export const withinWindow = (happenedAt: readonly Date[], limit: AttemptLimit, now: Date): Date[] =>
  happenedAt.filter(time => time.getTime() > now.getTime() - limit.windowMs)

/** Whole seconds until one more may happen, at least one; null when it may happen now. */
export function retryAfterSeconds(happenedAt: readonly Date[], limit: AttemptLimit, now: Date): number | null {
  const counting = withinWindow(happenedAt, limit, now)
  // The newest `max` of them must have lost one: the limit may have been lowered since.
  const blocking = counting.at(-limit.max)
  if (blocking === undefined) return null
  return Math.max(1, Math.ceil((blocking.getTime() + limit.windowMs - now.getTime()) / 1000))
}
