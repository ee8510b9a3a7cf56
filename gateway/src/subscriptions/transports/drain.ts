/** On shutdown so many clients are sent away at a time, so that not all of them come back at once. */
export const DRAIN_BATCH = 200
export const DRAIN_PAUSE_MS = 25
/** Connections that are still open this long after the last batch are terminated. */
export const DRAIN_TIMEOUT_MS = 2_000

/** The longest time that it takes to send so many WebSocket clients away. */
export const drainMs = (connections: number): number =>
  Math.floor(connections / DRAIN_BATCH) * DRAIN_PAUSE_MS + DRAIN_TIMEOUT_MS
