import type { Cluster, Redis } from 'ioredis'
import type { Logger } from '../logger/index.js'

/** One server or a cluster. */
export type RedisConnection = Redis | Cluster

/** Connects to REDIS_URL; commands fail fast while it is down, and it reconnects by itself. `role: 'blocking'` is for connections that wait on streams. */
export declare function connectRedis(options: {
  url: string
  logger: Logger
  role: 'commands' | 'blocking'
}): RedisConnection
