import type { PushPlatform } from './push-token.js'

export type DeliveryStatus = 'PENDING' | 'SENT' | 'FAILED' | 'DROPPED'

/** One notification to one device. */
export interface Delivery {
  readonly id: string
  readonly notificationId: string
  readonly userId: string
  readonly tokenId: string
  readonly platform: PushPlatform
  readonly device: string
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly lastError: string | null
  readonly createdAt: Date
  readonly sentAt: Date | null
}

/** Why a try did not succeed. */
interface Failure {
  /** Kept in the log of deliveries, which the user sees. */
  readonly error: string
  /** For operators alone: words of a server that the user may have named. */
  readonly detail?: string
}

/** The answer of a push service to a try. */
export type PushOutcome =
  | { readonly kind: 'sent' }
  /** The device is not there any more: its token is of no more use. */
  | ({ readonly kind: 'gone' } & Failure)
  /** It would say the same again. */
  | ({ readonly kind: 'refused' } & Failure)
  /** Perhaps later, not before `afterMs` where the service has said so. */
  | ({ readonly kind: 'retry'; readonly afterMs: number | null } & Failure)

export const ATTEMPTS_MAX = 8
const RETRY_BASE_MS = 5_000
const RETRY_MAX_MS = 60 * 60 * 1_000
/** The longest wait that a service may ask for. */
export const RETRY_AFTER_MAX_MS = 6 * 60 * 60 * 1_000

/**
 * The delay before the next try: it doubles with each, up to an hour, and half of it is drawn, so that what failed
 * together does not come together again. A service that names a delay is not asked before it.
 * @param options.draw from 0 to 1
 */
export function retryDelayMs({
  attempts,
  afterMs,
  draw,
}: {
  readonly attempts: number
  readonly afterMs: number | null
  readonly draw: number
}): number {
  const full = Math.min(RETRY_BASE_MS * 2 ** Math.max(0, attempts - 1), RETRY_MAX_MS)
  const own = full / 2 + (full / 2) * draw
  return Math.round(Math.max(own, Math.min(afterMs ?? 0, RETRY_AFTER_MAX_MS)))
}

/** A header Retry-After, in seconds or as a date (RFC 9110, section 10.2.3); null where it says nothing. */
export function retryAfterMs(header: string | null, now: Date): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000
  const at = /^[A-Z][a-z]{2,8}, /.test(header) ? Date.parse(header) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
