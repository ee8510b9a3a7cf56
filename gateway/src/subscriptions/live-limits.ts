/** The most that clients of live updates may use. */
export interface LiveLimits {
  readonly connectionsMax: number
  readonly connectionsPerAddressMax: number
  readonly subscriptionsPerConnectionMax: number
  /** From the open connection to its connection_init. */
  readonly initTimeoutMs: number
  /** Of one message of a client. */
  readonly messageMaxBytes: number
}

/** Messages that a connection may send at once, and so many more every second after. */
export const MESSAGES_BURST = 500
export const MESSAGES_PER_SECOND = 100
