import { EventEmitter } from 'node:events'
import { RedisPubSub } from 'graphql-redis-subscriptions'
import { PubSub, type PubSubEngine } from 'graphql-subscriptions'
import type { Logger } from '../logger/index.js'
import { connectRedis, type RedisConnection } from '../redis/index.js'

/** Delivers messages to the subscribers of their channel, at most once. */
export interface LiveEngine {
  readonly pubsub: PubSubEngine
  /** True while subscribing and publishing work. */
  isReady(): boolean
  /**
   * Calls back when messages may have been missed: the connection was lost and is there again, with all its
   * subscriptions.
   */
  onReturn(returned: () => void): void
  close(): void
}

/** Among those who share the object; for a system that is one process, and for tests. */
export function inProcessEngine(): LiveEngine {
  const eventEmitter = new EventEmitter()
  // One user may look from many devices.
  eventEmitter.setMaxListeners(0)
  return { pubsub: new PubSub({ eventEmitter }), isReady: () => true, onReturn: () => {}, close: () => {} }
}

/** Among all processes that know the same Redis or cluster; in a cluster by sharded channels. */
export function redisEngine(options: { url: string; logger: Logger }): LiveEngine {
  const publisher = connectRedis({ ...options, role: 'commands' })
  // Subscriptions made while Redis is away wait for it to come back.
  const subscriber = connectRedis({ ...options, role: 'blocking' })
  const { isCluster } = subscriber
  return {
    pubsub: new RedisPubSub({
      publisher: isCluster ? shardedPublisher(publisher) : publisher,
      subscriber: neverRejecting(subscriber, options.logger),
      ...(isCluster && { messageEventName: 'smessage' }),
    }),
    isReady: () => subscriber.status === 'ready',
    onReturn: returned => {
      subscriber.on('ready', () => {
        // ioredis resubscribes on this event, too: a command that is sent a turn later is answered after
        // that.
        setImmediate(() => {
          subscriber.ping().then(returned, () => undefined)
        })
      })
    },
    close: () => {
      publisher.disconnect()
      subscriber.disconnect()
    },
  }
}

const shardedPublisher = (connection: RedisConnection): RedisConnection =>
  ({
    publish: (channel: string, message: string) => connection.spublish(channel, message),
  }) as unknown as RedisConnection

/**
 * RedisPubSub leaves rejections of subscriptions and unsubscriptions unhandled, and those end a process. A
 * subscription that fails (the connection is closed, or Redis forbids it) does not exist: its followers catch
 * up at the regular interval.
 */
function neverRejecting(connection: RedisConnection, logger: Logger): RedisConnection {
  const { isCluster } = connection
  const subscribe = (channel: string): Promise<unknown> =>
    isCluster ? connection.ssubscribe(channel) : connection.subscribe(channel)
  const unsubscribe = (channel: string): Promise<unknown> =>
    isCluster ? connection.sunsubscribe(channel) : connection.unsubscribe(channel)
  // An object beside the connection: ioredis itself subscribes by the connection's own methods when it reconnects.
  return {
    on: connection.on.bind(connection),
    subscribe: async (channel: string, done: (error: null, count: unknown) => void): Promise<void> => {
      try {
        done(null, await subscribe(channel))
      } catch (error) {
        logger.warn({ err: error }, 'Redis takes no subscription; live updates are caught up')
      }
    },
    unsubscribe: (channel: string) => unsubscribe(channel).catch(() => undefined),
    // It unsubscribes from a pattern of the same name besides, which here never is one.
    punsubscribe: async () => undefined,
  } as unknown as RedisConnection
}
