import type { RedisConnection } from '../redis/index.js'
import type { Logger } from '../logger/index.js'
import type { Registry } from '../metrics/index.js'

/** What stands between a loader and its table. Values are plain data (Date and bigint included), copied by structured clone. */
export interface EntityCache {
  /**
   * The entities of the ids, in their order, null for missing ones. `load` is asked once, for what is not cached, and
   * returns what exists. Never fails because of the cache itself: without it, everything comes from `load`.
   */
  getMany<T>(
    kind: string,
    ids: readonly string[],
    load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ): Promise<(T | null)[]>
  /** After the commit, before the answer: drops the values and voids the leases of fills under way. */
  invalidate(kind: string, ids: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** Redis when there is one, the process's own memory otherwise: the same leases either way. */
export declare function createEntityCache(options: {
  namespace: string
  redis: RedisConnection | null
  logger: Logger
  metrics: Registry
}): EntityCache
