import { setImmediate as otherWorkFirst } from 'node:timers/promises'
import type { Logger } from '@waystone/kit/logger'
import type { SubgraphResponse } from '@waystone/federation/contract'
import type { GatewayEpoch } from '../../requests/gateway-epoch.js'
import type { LiveMetrics } from '../live-metrics.js'
import type { SubscriptionPlanner } from '../operations/plan-subscription.js'
import type { Subscription } from '../operations/subscription.js'
import type { EventSources } from '../sources/event-sources.js'
import { answerEvent, formatErrors } from './answer.js'
import { Channel, type ChannelParts } from './channel.js'
import type { Subscriber } from './subscriber.js'
import type { Outlet } from './outlet.js'
import { readShared, type SharedReaderParts } from './shared-reader.js'

/** Channels that are planned again without a pause when a new supergraph takes over. */
const REPLANNED_AT_ONCE = 50

/** Brings the clients who ask for the same together in one channel. */
export interface Hub {
  /** @returns what ends the client's subscription. */
  subscribe(subscription: Subscription, outlet: Outlet): () => void
  /** Plans every channel for the new epoch: where the events stay the same, clients notice nothing. */
  reload(epoch: GatewayEpoch): Promise<void>
  readonly channelCount: number
  /** Of all clients. */
  readonly subscriptionCount: number
}

export function createHub(options: {
  planner: SubscriptionPlanner
  sources: EventSources
  metrics: LiveMetrics
  logger: Logger
}): Hub {
  const { planner, sources, metrics, logger } = options
  /** Those that more clients may come into. */
  const byKey = new Map<string, Channel>()
  const channels = new Set<Channel>()

  const parts: ChannelParts = {
    open: channel => {
      const { owner, source } = channel.subscription
      return sources.of(owner.name, owner.url).open(source, {
        next: (event, id) => channel.receive(event, id),
        written: json => channel.receiveWritten(json),
        error: errors => channel.end({ kind: 'failed', errors }),
        complete: () => channel.end({ kind: 'completed' }),
      })
    },
    answer: (subscription: Subscription, event: SubgraphResponse) => {
      metrics.executed()
      return answerEvent(subscription, event, logger)
    },
    onClosed: channel => {
      channels.delete(channel)
      forget(channel)
    },
    onBehind: () => metrics.fellBehind(),
    onCutOff: () => metrics.cutOff('slow'),
    onSent: clients => metrics.sent(clients),
    onDelivered: deliveries => metrics.delivered(deliveries),
  }

  const forget = (channel: Channel) => {
    const { key } = channel.subscription
    if (byKey.get(key) === channel) byKey.delete(key)
  }

  /** @returns false when the channel's events are not those of its new plan. */
  const move = (channel: Channel, epoch: GatewayEpoch): boolean => {
    const before = channel.subscription
    const checked = planner.check(epoch, before.request)
    const outcome = checked.kind === 'checked' ? planner.plan(checked) : checked
    if (outcome.kind !== 'planned') {
      const { requestId } = before.context
      const errors = outcome.kind === 'refused' ? formatErrors(outcome.errors, { requestId, logger }) : []
      logger.info({ epoch: epoch.id, errors }, 'a subscription does not fit the new supergraph')
      return false
    }
    const after = asBefore(before, outcome.subscription)
    if (!hasSameEvents(before, after)) return false
    // The client subscribes again, and is decided about anew.
    if (checked.kind === 'checked' && !planner.isDecided(checked)) return false
    const isJoinable = byKey.get(before.key) === channel
    forget(channel)
    channel.subscription = after
    if (isJoinable && !byKey.has(after.key)) byKey.set(after.key, channel)
    return true
  }

  /** @param begin called before its upstream is opened */
  const channelOf = (subscription: Subscription, begin: (channel: Channel) => void = () => {}): Channel => {
    const known = byKey.get(subscription.key)
    const channel = known?.isJoinable === true ? known : new Channel(subscription, parts)
    begin(channel)
    if (channel === known) return channel
    channels.add(channel)
    byKey.set(subscription.key, channel)
    channel.start()
    return channel
  }

  const subscribeAlone = (subscription: Subscription, outlet: Outlet): (() => void) => {
    let subscriber: Subscriber | undefined
    const channel = channelOf(subscription, opened => {
      subscriber = opened.join(outlet)
    })
    return () => subscriber && channel.leave(subscriber)
  }

  const shared: SharedReaderParts = {
    channelOf,
    subscribeAlone,
    openAccess: ({ owner, source }, listener) =>
      sources.of(owner.name, owner.url).open(
        { ...source, resumption: null, verbatim: null, accessOnly: true },
        {
          next: async ({ extensions }) => {
            const { access, after } = extensions ?? {}
            if (access === 'granted') listener.granted()
            else if (access === 'own') listener.own(typeof after === 'string' ? after : null)
            else listener.unknown()
          },
          written: () => undefined,
          error: errors => listener.ended(errors),
          complete: () => listener.ended(null),
        },
      ),
  }

  let newest: GatewayEpoch | undefined
  return {
    subscribe: (subscription, outlet) =>
      subscription.shared === null
        ? subscribeAlone(subscription, outlet)
        : readShared({ ...subscription, shared: subscription.shared }, outlet, shared),
    reload: async epoch => {
      newest = epoch
      let planned = 0
      for (const channel of channels) {
        if (channel.subscription.epoch === epoch) continue
        if (!move(channel, epoch)) channel.end({ kind: 'failed', errors: [reloadError] })
        if (++planned % REPLANNED_AT_ONCE === 0) await otherWorkFirst()
        // Yet another one has taken over, and does the rest.
        if (newest !== epoch) return
      }
    },
    get channelCount() {
      return channels.size
    },
    get subscriptionCount() {
      return [...channels].reduce((sum, { subscriberCount }) => sum + subscriberCount, 0)
    },
  }
}

const reloadError = {
  message: 'The schema has changed, and this subscription with it: subscribe again',
  extensions: { code: 'SUBSCRIPTION_SCHEMA_RELOAD' },
}

/** The new plan in the form that a channel of shared events had. */
function asBefore(before: Subscription, planned: Subscription): Subscription {
  const { shared } = planned
  const { isReplay, isPublic, isShared, source } = before
  const { startAfter } = source
  if (startAfter === undefined || shared === null || before.shared === null) return planned
  const key = startAfter === null ? shared.key : `${shared.key} ${startAfter}`
  const own = { key, context: shared.context, isReplay, isPublic, isShared }
  return { ...planned, ...own, source: { ...shared.source, startAfter } }
}

/** Compares owners and queries. Equal texts request the same events. */
const hasSameEvents = (one: Subscription, other: Subscription): boolean =>
  one.owner.name === other.owner.name &&
  one.owner.url === other.owner.url &&
  one.source.query === other.source.query &&
  one.source.operationName === other.source.operationName &&
  one.source.verbatim?.query === other.source.verbatim?.query &&
  JSON.stringify(one.source.variables) === JSON.stringify(other.source.variables)
