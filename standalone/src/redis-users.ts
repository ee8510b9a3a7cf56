import { createHash } from 'node:crypto'
import { consumes, producers, type Producer } from '@waystone/events'

/** Each process is a Redis user of its own. `default` is the operator's: no process knows its password. */
export const redisUsers = [...producers, 'gateway', 'seed'] as const
export type RedisUser = (typeof redisUsers)[number]

/**
 * ioredis asks these of one server and of a cluster: CLUSTER INFO before it takes one for ready, ASKING while slots
 * move. AUTH needs no permission.
 */
const CONNECTING = '+ping +info +select +client|setname +cluster|slots +cluster|shards +cluster|info +readonly +asking'
/** Of a script, each command is checked as well, with its own keys. */
const SCRIPTS = '+eval +evalsha'
/** Entity cache, its guard, and recent writes. */
const CACHE = `+get +set +del +exists +pexpire +hget +hset +hdel +hmget +time
  +zadd +zrem +zscore +zcard +zrangebyscore +zremrangebyscore`
const LIVE = '+publish +subscribe +unsubscribe +spublish +ssubscribe +sunsubscribe'
/** Persisted queries, entities with their versions, and rate limits. */
const GATEWAY = '+get +set +del +incrby +pttl +expire'
const RELAY = '+exists +xadd +xtrim +xpending +xinfo|stream +xinfo|groups'
const CONSUME = '+exists +xread +xreadgroup +xack +xgroup|create +xpending +xinfo|stream +xinfo|groups'

/**
 * The rights of each user: this is the one place that says them. ops/redis/users.acl, which containers use,
 * is made from it, and start:distributed passes it to its own Redis.
 */
const rulesOf: Readonly<Record<RedisUser, string>> = {
  users: rulesOfSubgraph('users'),
  characters: rulesOfSubgraph('characters'),
  quests: rulesOfSubgraph('quests'),
  gacha: rulesOfSubgraph('gacha'),
  social: rulesOfSubgraph('social'),
  notifications: rulesOfSubgraph('notifications'),
  // It follows events for its entity cache, and writes none.
  gateway: `~gateway:* ${CONNECTING} ${SCRIPTS} ${GATEWAY} (%R~events:* +xread +xrevrange)`,
  // Commands beside the subgraphs: they renew caches and tell of changes, and neither send events nor take any.
  seed: `${producers.map(name => `~${name}:* &${name}:live:*`).join(' ')} ${CONNECTING} ${SCRIPTS} ${CACHE} +publish +spublish`,
}

/**
 * Of other producers' streams a subgraph takes and acknowledges entries; in the hash of owners it writes its
 * claims.
 */
function rulesOfSubgraph(name: Producer): string {
  const consumed = consumes[name].map(
    producer => `(~events:{${producer}}:* ${SCRIPTS} ${CONSUME}) (~events:{${producer}}:owners +hget +hset)`,
  )
  return [
    `~${name}:* &${name}:live:* ${CONNECTING} ${SCRIPTS} ${CACHE} ${LIVE}`,
    `(~events:{${name}}:* ${SCRIPTS} ${RELAY})`,
    ...consumed,
  ].join(' ')
}

/** The content of an ACL file. @param sha256Of a user's password as Redis keeps it: its SHA-256 in hex */
export function redisAcl(sha256Of: (user: RedisUser | 'default') => string): string {
  const lines = redisUsers.map(
    user => `user ${user} on #${sha256Of(user)} resetkeys resetchannels -@all ${rulesOf[user].replaceAll(/\s+/g, ' ')}`,
  )
  return `${[`user default on #${sha256Of('default')} ~* &* +@all`, ...lines].join('\n')}\n`
}

export const sha256 = (password: string): string => createHash('sha256').update(password).digest('hex')
