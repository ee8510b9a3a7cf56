/** When a failing event is tried again, and how often before it becomes a dead letter. */
export interface RetryPolicy {
  readonly attemptsMax: number
  /** The first delay; each further one is four times as long. */
  readonly delayMs: number
}

/** Attempts at 0, 0.1, 0.5, 2.1 and 8.5 seconds. */
export const defaultRetryPolicy: RetryPolicy = { attemptsMax: 5, delayMs: 100 }

const DELAY_FACTOR = 4

export const retryDelayMs = (policy: RetryPolicy, attempts: number): number =>
  policy.delayMs * DELAY_FACTOR ** (attempts - 1)

/**
 * SQLSTATE classes that tell of the server, not of the statement: lost connections, exhausted resources,
 * shutdown, I/O.
 */
const outageStates = /^(08|53|57|58)[0-9A-Z]{3}$/
const outageCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EHOSTUNREACH',
])
/** node-pg has no codes for these. */
const outageMessages =
  /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|Client has encountered|after calling end on the pool/

/** A producer that did not say whether it knows its events. */
export class ProducerSilent extends Error {
  override readonly name = 'ProducerSilent'
}

/**
 * Checks that the database or the producer could not be reached or could not work. The event is not at fault,
 * and is retried for as long as the outage lasts.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof ProducerSilent) return true
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return outageStates.test(code) || outageCodes.has(code) || outageMessages.test(error.message)
}

/** An error of a handler that no retry can help, as when this build does not know the event. */
export interface PermanentFailure extends Error {
  readonly isPermanent: true
}

export const isPermanent = (error: unknown): error is PermanentFailure =>
  error instanceof Error && 'isPermanent' in error && error.isPermanent === true

export const textOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error)
