import { LRUCache } from 'lru-cache'
import { packed, unpacked, type EntityStore } from './entity-store.js'

const ENTRIES_MAX = 100_000
const BYTES_MAX = 64 * 1024 * 1024
/** The size of an entry beside its text. */
const ENTRY_BYTES = 200
/** Tags that have been invalidated and are remembered one by one. */
const TAGS_MAX = 100_000

/**
 * Keeps entities in this process; the least recently used are evicted first. Right for one gateway; of
 * several, each receives only its own invalidations.
 */
export function createMemoryEntityStore(options: { tagsMax?: number } = {}): EntityStore {
  /** Evicting a tag voids all entries: which of them were kept before its last change is unknown then. */
  let generation = 0
  let versions = 0
  const entries = new LRUCache<string, string>({
    max: ENTRIES_MAX,
    maxSize: BYTES_MAX,
    sizeCalculation: (text, key) => ENTRY_BYTES + 2 * (text.length + key.length),
  })
  const versionOf = new LRUCache<string, number>({
    max: options.tagsMax ?? TAGS_MAX,
    dispose: (_version, _tag, reason) => {
      if (reason === 'evict') generation++
    },
  })

  return {
    find: async lookups =>
      lookups.map(({ tags, keys }) => {
        const version = [generation, ...tags.map(tag => versionOf.get(tag) ?? 0)].join('.')
        for (const key of keys) {
          const value = unpacked(entries.get(key), version)
          if (value !== null) return { version, value }
        }
        return { version, value: null }
      }),
    keep: async kept => {
      for (const { key, version, value, ttlMs } of kept) entries.set(key, packed({ version, value }), { ttl: ttlMs })
    },
    invalidate: async tags => {
      for (const tag of tags) versionOf.set(tag, ++versions)
    },
  }
}
