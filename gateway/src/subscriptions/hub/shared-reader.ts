import type { GraphQLFormattedError } from 'graphql'
import type { SharedEvents, Subscription } from '../operations/subscription.js'
import type { Channel } from './channel.js'
import type { LiveMessage } from './live-message.js'
import type { Outlet } from './outlet.js'

/** The parts of the hub that a reader uses. */
export interface SharedReaderParts {
  /** Opens a stream that tells of the viewer's access alone. @returns what closes it */
  openAccess(subscription: Subscription, listener: AccessListener): () => void
  /** The channel of the subscription's key, which is opened where there is none. */
  channelOf(subscription: Subscription): Channel
  /** The viewer gets a stream of its own, where the owner grants no shared one. @returns what ends it */
  subscribeAlone(subscription: Subscription, outlet: Outlet): () => void
}

export interface AccessListener {
  granted(): void
  /**
   * The viewer's events differ from those of others: from the beginning, or from now on.
   * @param after where the viewer's own begin when none has come yet; null for now
   */
  own(after: string | null): void
  /** The subgraph sends events instead. */
  unknown(): void
  /** @param errors null where the stream has completed */
  ended(errors: readonly GraphQLFormattedError[] | null): void
}

/**
 * One client of shared events. Its own stream at the owner tells only of its access; the events come from a
 * channel of all readers, which is asked for in the name of the first one. A reader who has missed more than that
 * channel still has catches up in a channel of all who go on from the same place, and comes over with the first
 * event that both have. When a channel ends, since the reader in whose name it was asked for has no access any
 * more, each of the others goes on after its last event, and one of them opens the next channel. A reader whose
 * events come to differ from those of the others goes on after its last event by a stream of its own.
 */
export function readShared(
  subscription: Subscription & { readonly shared: SharedEvents },
  outlet: Outlet,
  parts: SharedReaderParts,
): () => void {
  const reader = new SharedReader(subscription, outlet, parts)
  reader.start()
  return () => reader.stop()
}

class SharedReader implements Outlet {
  readonly #subscription: Subscription & { readonly shared: SharedEvents }
  readonly #outlet: Outlet
  readonly #parts: SharedReaderParts
  #lastId: string | null
  /** The channel of all readers, as long as this one is held in it. */
  #main: { readonly channel: Channel; readonly release: () => void } | undefined
  #leave: (() => void) | undefined
  #isCatchingUp = false
  #closeAccess: () => void = () => {}
  /** Where the events come from at the moment. */
  #joined: Channel | undefined
  #isGranted = false
  #isOver = false

  constructor(
    subscription: Subscription & { readonly shared: SharedEvents },
    outlet: Outlet,
    parts: SharedReaderParts,
  ) {
    this.#subscription = subscription
    this.#outlet = outlet
    this.#parts = parts
    this.#lastId = subscription.shared.after
  }

  start(): void {
    this.#closeAccess = this.#parts.openAccess(this.#subscription, {
      granted: () => {
        if (this.#isGranted || this.#isOver) return
        this.#isGranted = true
        this.#enter()
      },
      unknown: () => {
        if (this.#isGranted || this.#isOver) return
        this.#goOnAlone(null)
      },
      own: after => {
        if (!this.#isOver) this.#goOnAlone(this.#isGranted ? (this.#lastId ?? after) : null)
      },
      ended: errors => {
        if (this.#isOver) return
        this.#end(errors)
      },
    })
  }

  stop(): void {
    this.#isOver = true
    this.#letGo()
  }

  get unsentBytes(): number {
    return this.#outlet.unsentBytes
  }

  send(message: LiveMessage): void {
    this.#lastId = message.id ?? this.#lastId
    this.#outlet.send(message)
    if (!this.#isCatchingUp || message.id === null) return
    const from = this.#holdMain().sequenceOf(message.id)
    if (from === null) return
    this.#leave?.()
    this.#joinMain(from)
  }

  sendAll(messages: readonly LiveMessage[]): void {
    this.#lastId = messages.at(-1)?.id ?? this.#lastId
    this.#outlet.sendAll(messages)
  }

  answer(message: LiveMessage): void {
    this.#outlet.answer(message)
  }

  onceDrained(listener: () => void): void {
    this.#outlet.onceDrained(listener)
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    if (errors.some(({ extensions }) => extensions?.['code'] === 'SUBSCRIPTION_SCHEMA_RELOAD')) return this.#end(errors)
    this.#lost(errors)
  }

  complete(): void {
    this.#lost(null)
  }

  cutOff(): void {
    this.stop()
    this.#outlet.cutOff()
  }

  #lost(errors: readonly GraphQLFormattedError[] | null): void {
    const isOwn = this.#joined?.subscription.source.context === this.#subscription.source.context
    this.#leave = undefined
    if (this.#isOver) return
    if (isOwn) return this.#end(errors)
    this.#enter()
  }

  #end(errors: readonly GraphQLFormattedError[] | null): void {
    if (this.#isOver) return
    this.stop()
    if (errors === null) this.#outlet.complete()
    else this.#outlet.fail(errors)
  }

  /** Goes on after the last event: in the channel of all readers, or by way of one that has what was missed. */
  #enter(): void {
    const main = this.#holdMain()
    if (this.#lastId === null) return this.#joinMain()
    const from = main.sequenceOf(this.#lastId)
    if (from !== null) return this.#joinMain(from)
    const { key, source, context } = this.#subscription.shared
    this.#isCatchingUp = true
    this.#join(
      this.#parts.channelOf({
        ...this.#subscription,
        key: `${key} ${this.#lastId}`,
        context,
        source: { ...source, startAfter: this.#lastId },
        isReplay: true,
        isPublic: false,
        isShared: false,
        shared: this.#subscription.shared,
      }),
    )
  }

  #joinMain(from?: number): void {
    this.#isCatchingUp = false
    this.#join(this.#holdMain(), from)
  }

  /** @param after the event after which the viewer's own stream begins; null where it begins as the client has asked */
  #goOnAlone(after: string | null): void {
    this.#letGo()
    const { key, shared, source } = this.#subscription
    const ahead =
      after === null
        ? {}
        : {
            key: `${key} own ${after}`,
            source: { ...shared.source, context: source.context, startAfter: after, forAll: false },
            isReplay: true,
          }
    this.#leave = this.#parts.subscribeAlone({ ...this.#subscription, ...ahead, shared: null }, this.#outlet)
  }

  #join(channel: Channel, from?: number): void {
    this.#joined = channel
    channel.join(this, from, subscriber => {
      this.#leave = () => channel.leave(subscriber)
    })
  }

  #holdMain(): Channel {
    if (this.#main !== undefined && !this.#main.channel.isClosed) return this.#main.channel
    const { key, source, context } = this.#subscription.shared
    const channel = this.#parts.channelOf({
      ...this.#subscription,
      key,
      context,
      source,
      isReplay: false,
      isPublic: true,
      isShared: true,
    })
    this.#main = { channel, release: channel.hold() }
    return channel
  }

  #letGo(): void {
    this.#closeAccess()
    this.#leave?.()
    this.#leave = undefined
    this.#main?.release()
    this.#main = undefined
  }
}
