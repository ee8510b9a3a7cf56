import type { Logger } from '../logger/index.js'
import { sharedCounter, sharedGauge, type Registry } from '../metrics/index.js'
import { createBell, type Bell, type RingableBell } from './bell.js'
import type { LiveEngine } from './engines.js'

/** The subject of a live update: a kind of change, and its owner. */
export interface LiveTopic {
  readonly topic: string
  readonly key: string
}

/** Announces a change. The new state is only in the database. */
export interface LiveUpdate extends LiveTopic {
  readonly id?: string
}

/** Tells processes of one subgraph that something changed, at most once, with ids and nothing else. */
export interface LiveUpdates {
  /** Returns at once. Call it after the commit. A failure is logged and counted. */
  publish(update: LiveUpdate): void
  /**
   * A bell for updates that are published from now on. It also rings every five seconds, and when Redis is
   * back after an outage, since a message may be lost: a follower that then reads the database has missed
   * nothing for longer.
   */
  follow(topic: LiveTopic): Promise<Bell>
  close(): void
}

/** Publications under way; Redis that answers slower than they come loses those beyond. */
const PUBLICATIONS_MAX = 10_000
/** How long a lost message may go unnoticed. */
const CATCH_UP_INTERVAL_MS = 5_000
/**
 * The time that a new subscription waits for Redis; after it, the subscription starts and catches up later.
 */
const SUBSCRIBE_TIMEOUT_MS = 1_000

export function createLiveUpdates(options: {
  /** Of the channels: the subgraph's name. */
  namespace: string
  engine: LiveEngine
  logger: Logger
  metrics: Registry
  catchUpIntervalMs?: number
}): LiveUpdates {
  const { namespace, engine, logger, metrics, catchUpIntervalMs = CATCH_UP_INTERVAL_MS } = options
  const { pubsub } = engine
  const count = liveMetrics(metrics, namespace)
  const bells = new Set<RingableBell>()
  let underWay = 0
  let isFailing = false

  const fail = (error: unknown, outcome: 'failed' | 'dropped') => {
    count.published.inc({ namespace, outcome })
    if (!isFailing) logger.warn({ err: error, namespace }, 'live updates cannot be published; subscriptions catch up')
    isFailing = true
  }
  const ringAll = () => {
    for (const bell of bells) bell.ring()
  }
  engine.onReturn(ringAll)
  const catchUp = setInterval(ringAll, catchUpIntervalMs)
  catchUp.unref()

  return {
    publish: ({ id, ...topic }) => {
      if (underWay >= PUBLICATIONS_MAX)
        return fail(new Error(`${PUBLICATIONS_MAX} publications are under way`), 'dropped')
      underWay++
      void pubsub
        .publish(channelOf(namespace, topic), id ?? null)
        .then(
          () => {
            isFailing = false
            count.published.inc({ namespace, outcome: 'sent' })
          },
          (error: unknown) => fail(error, 'failed'),
        )
        .finally(() => underWay--)
    },
    follow: async topic => {
      const isReady = engine.isReady()
      const bell: RingableBell = createBell(() => {
        bells.delete(bell)
        count.following.set({ namespace }, bells.size)
        // Not before it is subscribed: graphql-redis-subscriptions would be left with half of a subscription.
        void subscribed.then(number => pubsub.unsubscribe(number) as unknown).catch(() => undefined)
      })
      bells.add(bell)
      count.following.set({ namespace }, bells.size)
      const ring = (id: unknown) => bell.ring(typeof id === 'string' ? id : undefined)
      const subscribed = pubsub.subscribe(channelOf(namespace, topic), ring, {})
      const settled = subscribed.then(
        // Something may have happened between the look at the database and a subscription that was late.
        () => bell.ring(),
        (error: unknown) =>
          logger.warn({ err: error, namespace }, 'a subscription cannot hear of changes; it catches up'),
      )
      if (isReady) await within(settled, SUBSCRIBE_TIMEOUT_MS)
      return bell
    },
    close: () => {
      clearInterval(catchUp)
      for (const bell of bells) bell.close()
      engine.close()
    },
  }
}

const channelOf = (namespace: string, { topic, key }: LiveTopic): string => `${namespace}:live:${topic}:${key}`

async function within(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, timeoutMs)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}

const liveMetrics = (metrics: Registry, namespace: string) => {
  const published = sharedCounter(metrics, {
    name: 'waystone_live_publications_total',
    help: 'Live updates that were sent, failed, or were dropped because too many were under way',
    labelNames: ['namespace', 'outcome'],
  })
  const following = sharedGauge(metrics, {
    name: 'waystone_live_followers',
    help: 'Subscriptions that wait for changes',
    labelNames: ['namespace'],
  })
  for (const outcome of ['sent', 'failed', 'dropped']) published.inc({ namespace, outcome }, 0)
  return { published, following }
}
