import DataLoader from 'dataloader'
import type { EntityCache } from '../cache/index.js'
import { parseUuid } from './ids.js'

/** Ids of one statement; a request that asks for more costs another one. */
const BATCH_MAX = 1_000

export type EntityLoader<Entity> = DataLoader<string, Entity | null>

/**
 * One request's way to entities: batched, then the cache under `kind`, then one call of `read` for what is not cached.
 * An id that is not a UUID is an entity that does not exist. `read` should ask the primary: a row of a lagging replica
 * would stay in the cache after its invalidation.
 */
export function createEntityLoader<Entity>(options: {
  cache: EntityCache
  kind: string
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Entity>>
}): EntityLoader<Entity> {
  const { cache, kind, read } = options
  return new DataLoader<string, Entity | null>(
    async given => {
      const ids = given.map(parseUuid)
      const wanted = [...new Set(ids.filter(id => id !== null))]
      const found = wanted.length === 0 ? [] : await cache.getMany(kind, wanted, read)
      const byId = new Map(wanted.map((id, index) => [id, found[index] ?? null]))
      return ids.map(id => (id === null ? null : (byId.get(id) ?? null)))
    },
    { maxBatchSize: BATCH_MAX },
  )
}
