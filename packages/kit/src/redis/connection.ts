import { Cluster, Redis, type ClusterOptions, type RedisOptions } from 'ioredis'
import type { Logger } from '../logger/index.js'
import { parseRedisUrl } from './redis-url.js'

/** One server or a cluster. */
export type RedisConnection = Redis | Cluster

const CONNECT_TIMEOUT_MS = 2000
/** A cache that answers later than this is slower than the database it spares. */
const COMMAND_TIMEOUT_MS = 250
/**
 * Without any answer for this long, the connection counts as dead (a lost host sends no FIN) and is opened
 * again.
 */
const COMMANDS_SILENCE_MAX_MS = 2000
/** Likewise where commands wait on purpose: XREAD and its like may BLOCK for less than this. */
const BLOCKING_SILENCE_MAX_MS = 30_000
const RECONNECT_DELAY_MIN_MS = 50
const RECONNECT_DELAY_MAX_MS = 2000

/**
 * Connects to REDIS_URL: `redis://…` or `rediss://…` is one server; a comma-separated list of them, or
 * `redis+cluster://…` (`rediss+cluster://…` with TLS), names nodes of a cluster, all with the first one's
 * user and password.
 *
 * With the role 'commands', a command fails fast while Redis is down or slow. 'blocking' is for connections
 * that wait on streams or channels: their commands wait for Redis to come back. Either reconnects by itself,
 * for as long as it is open.
 */
export function connectRedis(options: { url: string; logger: Logger; role: 'commands' | 'blocking' }): RedisConnection {
  const { nodes, isCluster, ...access } = parseRedisUrl(options.url)
  const redisOptions = { ...access, ...roleOptions[options.role] }
  const [first] = nodes
  const connection = isCluster
    ? new Cluster(nodes, {
        redisOptions,
        clusterRetryStrategy: reconnectDelayMs,
        ...clusterRoleOptions[options.role],
      })
    : new Redis({ ...redisOptions, ...first, retryStrategy: reconnectDelayMs })
  reportOutages(connection, {
    logger: options.logger,
    address: nodes.map(node => `${node.host}:${node.port}`).join(','),
  })
  return connection
}

const roleOptions: Record<'commands' | 'blocking', RedisOptions> = {
  commands: {
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: COMMANDS_SILENCE_MAX_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    // A command that was under way when the connection broke may have run; its caller decides whether to send it again.
    autoResendUnfulfilledCommands: false,
  },
  blocking: { connectTimeout: CONNECT_TIMEOUT_MS, socketTimeout: BLOCKING_SILENCE_MAX_MS, maxRetriesPerRequest: null },
}

/** A cluster sends commands again by itself, under which the connection broke, where it is not told to leave that. */
const clusterRoleOptions: Record<'commands' | 'blocking', ClusterOptions> = {
  commands: { enableOfflineQueue: false, retryDelayOnFailover: 0 },
  // A message of classic pub/sub goes to every node of a cluster; one of a sharded channel to its own alone.
  blocking: { enableOfflineQueue: true, shardedSubscribers: true },
}

function reconnectDelayMs(attempts: number): number {
  const delayMs = Math.min(RECONNECT_DELAY_MIN_MS * 2 ** Math.min(attempts - 1, 10), RECONNECT_DELAY_MAX_MS)
  // Jitter: after an outage, all processes would come back in the same instant.
  return delayMs * (0.5 + Math.random() / 2)
}

/** One warning when Redis goes away, one line when it is back: not one for each attempt between. */
function reportOutages(connection: RedisConnection, options: { logger: Logger; address: string }): void {
  const { logger, address } = options
  let isDown = false
  connection.on('error', (error: Error) => {
    if (isDown) return
    isDown = true
    logger.warn({ redis: address, reason: error.message }, 'Redis cannot be reached; trying until it answers')
  })
  connection.on('ready', () => {
    if (isDown) logger.info({ redis: address }, 'Redis is back')
    isDown = false
  })
}
