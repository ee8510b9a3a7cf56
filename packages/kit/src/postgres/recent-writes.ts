import { LRUCache } from 'lru-cache'
import type { RedisConnection } from '../redis/index.js'

/** Users who wrote recently, and must read from the primary until every replica in use has their writes. */
export interface RecentWrites {
  /** Between the commit and the answer. Never fails. */
  note(userId: string): Promise<void>
  /** True also where that cannot be known now. */
  has(userId: string): Promise<boolean>
}

/**
 * Longer than the lag that is allowed, by what the clocks of Redis and of processes may differ in pace, and
 * by a slow answer.
 */
const MARGIN_MS = 500
/** Users that one process remembers; of more, the longest silent are forgotten. */
const USERS_MAX = 100_000

/**
 * In Redis where there is one, for all processes of a subgraph, and in this process besides. While a replica
 * is in use it holds what was committed `lagMaxMs` ago, so a user is remembered for a little longer than that
 * and no positions need be compared. The limit: a process that alone cannot reach Redis notes its writes for
 * itself only.
 */
export function createRecentWrites(options: {
  namespace: string
  redis: RedisConnection | null
  lagMaxMs: number
}): RecentWrites {
  const { namespace, redis, lagMaxMs } = options
  const lifeMs = lagMaxMs + MARGIN_MS
  const here = new LRUCache<string, true>({ max: USERS_MAX, ttl: lifeMs })
  const keyOf = (userId: string) => `${namespace}:wrote:{${userId}}`
  return {
    note: async userId => {
      here.set(userId, true)
      // A process that cannot read the mark reads from the primary anyway.
      await redis?.set(keyOf(userId), '1', 'PX', lifeMs).catch(() => undefined)
    },
    has: async userId => {
      if (here.has(userId)) return true
      if (redis === null) return false
      return await redis.exists(keyOf(userId)).then(
        count => count > 0,
        () => true,
      )
    },
  }
}
