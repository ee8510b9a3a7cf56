/** Messages that a user may send at once, … */
export const MESSAGES_BURST = 10
/** … and how often one more. */
export const MESSAGE_INTERVAL_MS = 1_000

/**
 * The generic cell rate algorithm: each message pushes the moment until which the sender is busy by one
 * interval, and is taken while that moment is less than a burst away.
 * @returns when the sender is no longer busy, or how long to wait for the next message
 */
export function takeMessage(
  busyUntil: Date | null,
  now: Date,
): { readonly busyUntil: Date } | { readonly retryAfterMs: number } {
  const from = Math.max(busyUntil?.getTime() ?? 0, now.getTime())
  const next = from + MESSAGE_INTERVAL_MS
  const tooFarMs = next - now.getTime() - MESSAGES_BURST * MESSAGE_INTERVAL_MS
  return tooFarMs > 0 ? { retryAfterMs: tooFarMs } : { busyUntil: new Date(next) }
}
