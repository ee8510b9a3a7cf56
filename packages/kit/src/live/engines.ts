import { EventEmitter } from 'node:events'
import { RedisPubSub } from 'graphql-redis-subscriptions'
import { PubSub, type PubSubEngine } from 'graphql-subscriptions'
import type { Logger } from '../logger/index.js'
import { connectRedis, type RedisConnection } from '../redis/index.js'

/** Carries messages to whoever has subscribed to their channel, at most once. */
export interface LiveEngine {
  readonly pubsub: PubSubEngine
  /** Whether subscribing and publishing get through now. */
  isReady(): boolean
  /** Calls back when messages may have been missed: the connection was lost and is there again, with all its subscriptions. */
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

/** Among all processes that know the same Redis or cluster. */
export function redisEngine(options: { url: string; logger: Logger }): LiveEngine {
  const publisher = connectRedis({ ...options, role: 'commands' })
  // Subscriptions made while Redis is away wait for it to come back.
  const subscriber = connectRedis({ ...options, role: 'blocking' })
  return {
    pubsub: new RedisPubSub({ publisher, subscriber: neverFailingToUnsubscribe(subscriber) }),
    isReady: () => subscriber.status === 'ready',
    onReturn: returned => {
      subscriber.on('ready', () => {
        // ioredis subscribes anew on this event, too: what is sent a turn later is answered after that.
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

/** RedisPubSub awaits none of its unsubscriptions, and one that fails because the connection is closed would end the process. */
function neverFailingToUnsubscribe(connection: RedisConnection): RedisConnection {
  const unsubscribe = connection.unsubscribe.bind(connection) as (...channels: string[]) => Promise<unknown>
  const quietly = (...channels: string[]): Promise<unknown> => unsubscribe(...channels).catch(() => undefined)
  // It unsubscribes from a pattern of the same name besides, which here never is one.
  return Object.assign(connection, { unsubscribe: quietly, punsubscribe: async () => undefined })
}
