import type { PushOutcome } from '../domain/delivery.js'
import type { NotificationKind } from '../domain/notification.js'

/** The content of a push. */
export interface PushMessage {
  readonly notificationId: string
  readonly deliveryId: string
  readonly kind: NotificationKind
  readonly title: string
  readonly body: string
  readonly data: Readonly<Record<string, unknown>>
}

/** A push service. It never throws: what goes wrong on the way may go well later. */
export interface PushProvider {
  push(token: string, message: PushMessage): Promise<PushOutcome>
  close(): Promise<void>
}

/** Longest time that a push service has for its answer. */
export const PUSH_TIMEOUT_MS = 10_000
/** How long a push service keeps what it cannot deliver: a device that is off for longer hears of it in the game. */
export const PUSH_KEPT_SECONDS = 24 * 60 * 60

/** A payload is encrypted as a whole, and push services take about 4,000 bytes of it. */
const PAYLOAD_BYTES_MAX = 3_000
const BODY_LENGTH_MAX = 500

/** The payload for devices. Where it would be too large, the data is left to be read from the game. */
export function payloadOf({ notificationId: id, kind, title, body, data }: PushMessage): string {
  const short = { id, kind, title, body: shortened(body) }
  const whole = JSON.stringify({ ...short, data })
  return Buffer.byteLength(whole) <= PAYLOAD_BYTES_MAX ? whole : JSON.stringify(short)
}

/** By code points, so that no character is cut in two. */
export function shortened(body: string): string {
  const points = Array.from(body)
  return points.length <= BODY_LENGTH_MAX ? body : `${points.slice(0, BODY_LENGTH_MAX - 1).join('')}…`
}

export const retryAfterError = (error: unknown): PushOutcome => ({
  kind: 'retry',
  error: error instanceof Error ? error.message : String(error),
  afterMs: null,
})
