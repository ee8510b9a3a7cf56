/** Limits of one process, one connection and one message. */
export interface SocketLimits {
  readonly connectionsMax: number
  /** The gateway carries the subscriptions of many users over one connection. */
  readonly subscriptionsPerConnectionMax: number
  readonly messageMaxBytes: number
  readonly initTimeoutMs: number
  /** Messages that a connection may send at once, and how many more each second. */
  readonly messagesBurstMax: number
  readonly messagesPerSecond: number
  /** A peer that does not answer a ping until the next one is gone. */
  readonly pingIntervalMs: number
  /** How long a connection may take to close before it is cut. */
  readonly drainTimeoutMs: number
}

export const socketLimits: SocketLimits = {
  connectionsMax: 20_000,
  subscriptionsPerConnectionMax: 10_000,
  messageMaxBytes: 256_000,
  initTimeoutMs: 3_000,
  messagesBurstMax: 20_000,
  messagesPerSecond: 1_000,
  pingIntervalMs: 12_000,
  drainTimeoutMs: 2_000,
}
