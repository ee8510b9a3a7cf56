import { InMemoryLRUCache, type KeyValueCache } from '@apollo/utils.keyvaluecache'
import type { RedisConnection } from '@waystone/kit/redis'

/** Documents of automatic persisted queries in this process; the least used go first. */
const MEMORY_BYTES_MAX = 30 * 1024 * 1024
/** In Redis a document is kept for so long after it was last registered: then its client sends it once more. */
const REDIS_TTL_SECONDS = 24 * 60 * 60

/**
 * Where automatic persisted queries are kept: in Redis for all gateways, so that a document is registered
 * once, or in this process where there is none. While Redis does not answer nothing is known, and clients
 * send their documents in full.
 */
export function createPersistedQueryCache(connection: (() => RedisConnection | null) | null): KeyValueCache {
  if (connection === null) return new InMemoryLRUCache({ maxSize: MEMORY_BYTES_MAX })
  const keyOf = (key: string) => `gateway:{${key}}`
  // The connection reports outages: a document that cannot be read or kept now is only sent again.
  return {
    get: async key =>
      (await connection()
        ?.get(keyOf(key))
        .catch(() => null)) ?? undefined,
    set: async (key, value) => {
      await connection()
        ?.set(keyOf(key), value, 'EX', REDIS_TTL_SECONDS)
        .catch(() => null)
    },
    delete: async key => {
      await connection()
        ?.del(keyOf(key))
        .catch(() => 0)
    },
  }
}
