import type { LiveMessage } from './live-message.js'

/** The last messages of a channel, for clients that have fallen behind. */
export class Ring {
  readonly #limits: RingLimits
  #messages: LiveMessage[] = []
  #size = 0

  constructor(limits: RingLimits = ringLimits) {
    this.#limits = limits
  }

  /** The sequence of the oldest message; null when there is none. */
  get first(): number | null {
    return this.#messages[0]?.sequence ?? null
  }

  push(message: LiveMessage): void {
    this.#messages.push(message)
    this.#size += message.size
    while (
      this.#messages.length > this.#limits.messages ||
      (this.#size > this.#limits.size && this.#messages.length > 1)
    ) {
      this.#size -= this.#messages.shift()?.size ?? 0
    }
  }

  /** Messages after a sequence number; null when some of them are no longer here. */
  since(sequence: number): readonly LiveMessage[] | null {
    const { first } = this
    if (first === null) return []
    return sequence + 1 < first ? null : this.#messages.slice(sequence + 1 - first)
  }

  /** The sequence of the message with the event's id; null when it is not here. */
  sequenceOf(id: string): number | null {
    return this.#messages.findLast(message => message.id === id)?.sequence ?? null
  }

  clear(): void {
    this.#messages = []
    this.#size = 0
  }
}

export interface RingLimits {
  readonly messages: number
  /** Of all messages, in characters. */
  readonly size: number
}

/** About as much again as a client may have unsent before it counts as behind. */
export const ringLimits: RingLimits = { messages: 256, size: 1_000_000 }

/** Of shared events: clients who come back within seconds go on from here, without asking the owner. */
export const sharedRingLimits: RingLimits = { messages: 2_000, size: 1_000_000 }
