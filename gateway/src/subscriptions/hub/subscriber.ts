import type { LiveMessage } from './live-message.js'
import type { Outlet } from './outlet.js'

/** A client with more than this unsent is behind: it gets nothing more until the network has taken it. */
export const UNSENT_MAX_BYTES = 1_048_576

/** One client's place in a channel. A class, since there is one for each client. */
export class Subscriber {
  readonly outlet: Outlet
  /** Of the last message that it was given. */
  sequence: number
  isBehind = false

  constructor(outlet: Outlet, sequence: number) {
    this.outlet = outlet
    this.sequence = sequence
  }

  /** @returns false when the client has too much unsent to be given anything. */
  offer(message: LiveMessage): boolean {
    if (this.outlet.unsentBytes > UNSENT_MAX_BYTES) return false
    this.sequence = message.sequence
    this.outlet.send(message)
    return true
  }

  /** The same for several in their order, all or none. */
  offerAll(messages: readonly LiveMessage[]): boolean {
    const last = messages.at(-1)
    if (last === undefined) return true
    if (this.outlet.unsentBytes > UNSENT_MAX_BYTES) return false
    this.sequence = last.sequence
    this.outlet.sendAll(messages)
    return true
  }
}
