import type { GraphQLFormattedError } from 'graphql'
import type { LiveMessage } from './live-message.js'

/**
 * The connection of one subscription to its client, for any transport. It never throws after the client has
 * gone.
 */
export interface Outlet {
  /** Bytes that were given to the network and not taken yet, of the whole connection. */
  readonly unsentBytes: number
  send(message: LiveMessage): void
  /** Sends several at once: one system call for all of them, where the transport can. */
  sendAll(messages: readonly LiveMessage[]): void
  /** Sends the only answer of an operation, and completes it. */
  answer(message: LiveMessage): void
  /** Calls back once, when what was unsent has been taken. */
  onceDrained(listener: () => void): void
  /** The subscription is over, and the client hears why. */
  fail(errors: readonly GraphQLFormattedError[]): void
  /** The subscription is over: there will be no more events. */
  complete(): void
  /** The client is too slow: it has missed messages, and must hear so. */
  cutOff(): void
}
