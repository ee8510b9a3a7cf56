import { unreachable } from '@waystone/kit/errors'
import type { GraphQLFormattedError } from 'graphql'
import type { SubgraphResponse } from '@waystone/federation/contract'
import type { Subscription } from '../operations/subscription.js'
import { LiveMessage, type Json } from './live-message.js'
import type { Outlet } from './outlet.js'
import { Ring, ringLimits, sharedRingLimits } from './ring.js'
import { Subscriber } from './subscriber.js'

/** How a channel ended. */
export type Ending =
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed'; readonly errors: readonly GraphQLFormattedError[] }

/** The parts of the hub that a channel uses. */
export interface ChannelParts {
  /** Subscribes at the owner of the events. */
  open(channel: Channel): () => void
  /** The client's answer to an event, serialized. Never rejects. */
  answer(subscription: Subscription, event: SubgraphResponse): Promise<string>
  /** It has ended, or the last client has left. */
  onClosed(channel: Channel): void
  /** A message was given to so many clients. */
  onSent(clients: number): void
  /** Messages were given to clients later than they were made. */
  onDelivered(deliveries: number): void
  onBehind(): void
  onCutOff(): void
}

/**
 * Shared events that come within this time after others are sent together: of 200 messages a second, four by one
 * system call. An event after a pause is sent at once (npm run bench -- chat).
 */
const TOGETHER_MS = 20

/** A client with more than this unsent gets no further written answers: it has missed them, and begins anew. */
const WAITING_MAX_BYTES = 65_536

/**
 * All clients that asked for the same and may see the same: one upstream, one execution and one serialization
 * for each event. Answers are made at the same time, and sent in the order of their events.
 */
export class Channel {
  subscription: Subscription
  readonly #parts: ChannelParts
  readonly #subscribers = new Set<Subscriber>()
  readonly #behind = new Set<Subscriber>()
  readonly #ring: Ring
  /** Clients that are about to join, or may come over from a channel of missed events. */
  #holds = 0
  #phase: 'open' | 'ending' | 'closed' = 'open'
  #events = 0
  #sequence = 0
  /** Events that are being answered. */
  #underWay = 0
  #sent: Promise<void> = Promise.resolve()
  #stop: (() => void) | undefined
  #onceClosed: (() => void) | undefined
  /** While it runs, shared events wait for it. */
  #gathering: NodeJS.Timeout | undefined

  constructor(subscription: Subscription, parts: ChannelParts) {
    this.subscription = subscription
    this.#parts = parts
    this.#ring = new Ring(subscription.isShared ? sharedRingLimits : ringLimits)
  }

  get isClosed(): boolean {
    return this.#phase !== 'open'
  }

  get subscriberCount(): number {
    return this.#subscribers.size
  }

  /**
   * True when another client with the same subscription may join now. A stream may begin with the current
   * state or with missed events, and a later client must get those too. So the first event closes the channel
   * to new clients, except for public streams, and for those that replay from a given place as long as all
   * their messages are still in the ring.
   */
  get isJoinable(): boolean {
    if (this.#phase !== 'open') return false
    if (this.#events === 0) return true
    return this.subscription.isReplay ? this.#ring.first === 1 || this.#sequence === 0 : this.subscription.isPublic
  }

  /** Opens the upstream; nothing comes of it before the caller is done. */
  start(): void {
    this.#stop = this.#parts.open(this)
  }

  /**
   * @param from the sequence of the last message that the client has had, which is still here
   * @param joined called before the first message is sent
   */
  join(outlet: Outlet, from?: number, joined?: (subscriber: Subscriber) => void): Subscriber {
    const isReplayed = this.subscription.isReplay
    const subscriber = new Subscriber(outlet, from ?? (isReplayed ? 0 : this.#sequence))
    this.#subscribers.add(subscriber)
    joined?.(subscriber)
    if (isReplayed || from !== undefined) this.#catchUp(subscriber)
    return subscriber
  }

  /** Keeps the channel open without a client. @returns what lets go of it */
  hold(): () => void {
    this.#holds++
    return () => {
      this.#holds--
      this.#closeWhenUnused()
    }
  }

  /** The sequence of the message of an event; null when it is not here, or not any more. */
  sequenceOf(eventId: string): number | null {
    return this.#phase === 'open' ? this.#ring.sequenceOf(eventId) : null
  }

  leave(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber)
    this.#noLongerBehind(subscriber)
    this.#closeWhenUnused()
  }

  #closeWhenUnused(): void {
    if (this.#subscribers.size === 0 && this.#holds === 0) this.#close()
  }

  /** An event of the owner. Resolves when it has been answered, after those before it. */
  receive(event: SubgraphResponse, id: string | null = null): Promise<void> {
    if (this.#phase !== 'open') return Promise.resolve()
    this.#events++
    this.#underWay++
    return (this.#sent = this.#deliver(this.#parts.answer(this.subscription, event), this.#sent, id))
  }

  /**
   * The client's answer to an event, written by the owner.
   * @returns resolves when a client that is slow can take more; undefined when there is none
   */
  receiveWritten(json: readonly Buffer[]): Promise<void> | undefined {
    if (this.#phase !== 'open') return undefined
    this.#events++
    // Behind those that are being answered.
    if (this.#underWay > 0) void this.#deliverNext(json)
    else this.#send(json)
    const [subscriber, another] = this.#subscribers
    // Several clients of one stream are kept together by the ring.
    if (subscriber === undefined || another !== undefined) return undefined
    if (subscriber.outlet.unsentBytes <= WAITING_MAX_BYTES) return undefined
    return new Promise(resolve => {
      this.#onceClosed = resolve
      subscriber.outlet.onceDrained(resolve)
    })
  }

  #deliverNext(json: readonly Buffer[]): Promise<void> {
    this.#underWay++
    return (this.#sent = this.#deliver(Promise.resolve(json), this.#sent))
  }

  async #deliver(answer: Promise<Json>, before: Promise<void>, id: string | null = null): Promise<void> {
    const json = await answer
    await before
    this.#underWay--
    this.#send(json, id)
  }

  /** There will be no more events; earlier ones are still sent. */
  end(ending: Ending): void {
    if (this.#phase !== 'open') return
    this.#phase = 'ending'
    this.#sent = this.#sent.then(() => {
      if (this.subscription.isShared) this.#flush()
      const subscribers = [...this.#subscribers]
      this.#close()
      for (const { outlet } of subscribers) tell(outlet, ending)
    })
  }

  #send(json: Json, id: string | null = null): void {
    if (this.#phase === 'closed') return
    const isShared = this.#subscribers.size > 1 || this.subscription.isShared
    const message = new LiveMessage(++this.#sequence, json, isShared, id)
    if (this.subscription.isShared) return this.#gather(message)
    for (const subscriber of this.#subscribers) {
      if (subscriber.isBehind || subscriber.offer(message)) continue
      this.#fallBehind(subscriber)
    }
    this.#parts.onSent(this.#subscribers.size - this.#behind.size)
    if (this.#behind.size === 0 && !this.#isKept) return this.#ring.clear()
    this.#ring.push(message)
    this.#cutOffLost()
  }

  #gather(message: LiveMessage): void {
    this.#ring.push(message)
    this.#parts.onSent(0)
    if (this.#gathering === undefined) this.#flush()
  }

  /** Sends each client all that it has not had. */
  #flush(): void {
    let [sequence, missed]: [number, readonly LiveMessage[] | null] = [-1, null]
    let deliveries = 0
    let isSent = false
    for (const subscriber of this.#subscribers) {
      if (subscriber.isBehind || subscriber.sequence === this.#sequence) continue
      // Most clients are at the same place.
      if (subscriber.sequence !== sequence) {
        ;({ sequence } = subscriber)
        missed = this.#ring.since(sequence)
      }
      isSent = true
      if (missed === null) this.#cutOff(subscriber)
      else if (!subscriber.offerAll(missed)) this.#fallBehind(subscriber)
      else deliveries += missed.length
    }
    this.#parts.onDelivered(deliveries)
    this.#cutOffLost()
    if (!isSent || this.#phase === 'closed') return
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined
      this.#flush()
    }, TOGETHER_MS)
    this.#gathering.unref()
  }

  #cutOffLost(): void {
    const first = this.#ring.first ?? 0
    for (const subscriber of this.#behind) if (subscriber.sequence + 1 < first) this.#cutOff(subscriber)
  }

  /**
   * A replay is kept from its first message on, for later clients with the same subscription, until it is too
   * long.
   */
  get #isKept(): boolean {
    if (this.subscription.isShared) return true
    return this.subscription.isReplay && (this.#sequence === 1 || this.#ring.first === 1)
  }

  #fallBehind(subscriber: Subscriber): void {
    subscriber.isBehind = true
    this.#behind.add(subscriber)
    this.#parts.onBehind()
    subscriber.outlet.onceDrained(() => {
      if (!this.#subscribers.has(subscriber) || !subscriber.isBehind) return
      this.#noLongerBehind(subscriber, () => this.#catchUp(subscriber))
    })
  }

  /** From where it was, as far as the network takes it. */
  #catchUp(subscriber: Subscriber): void {
    const missed = this.#ring.since(subscriber.sequence)
    if (missed === null) return this.#cutOff(subscriber)
    for (const message of missed) {
      if (!this.#subscribers.has(subscriber)) return
      if (!subscriber.offer(message)) return this.#fallBehind(subscriber)
    }
  }

  #noLongerBehind(subscriber: Subscriber, then?: () => void): void {
    subscriber.isBehind = false
    this.#behind.delete(subscriber)
    then?.()
    if (this.#behind.size === 0 && !this.#isKept) this.#ring.clear()
  }

  #cutOff(subscriber: Subscriber): void {
    this.#parts.onCutOff()
    this.leave(subscriber)
    subscriber.outlet.cutOff()
  }

  #close(): void {
    if (this.#phase === 'closed') return
    this.#phase = 'closed'
    clearTimeout(this.#gathering)
    this.#stop?.()
    this.#onceClosed?.()
    this.#subscribers.clear()
    this.#behind.clear()
    this.#ring.clear()
    this.#parts.onClosed(this)
  }
}

function tell(outlet: Outlet, ending: Ending): void {
  switch (ending.kind) {
    case 'completed':
      return outlet.complete()
    case 'failed':
      return outlet.fail(ending.errors)
    default:
      return unreachable(ending)
  }
}
