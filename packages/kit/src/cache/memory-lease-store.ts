import { LRUCache } from 'lru-cache'
import { LEASE_TTL_MS, type Found, type LeaseStore } from './lease-store.js'

/** Bounds the memory of a process: the least recently used entities go first. */
const ENTRIES_MAX = 50_000
const BYTES_MAX = 64 * 1024 * 1024
/** The size of an entry without a value: its key and the map's own bytes. */
const ENTRY_BYTES = 200

type Entry = { value: Buffer } | { token: string }

/** Keeps values in this process: right only while no other process writes to the same database. */
export function createMemoryLeaseStore(): LeaseStore {
  const entries = new LRUCache<string, Entry>({
    max: ENTRIES_MAX,
    maxSize: BYTES_MAX,
    sizeCalculation: entry => ENTRY_BYTES + ('value' in entry ? entry.value.length : 0),
  })
  let tokens = 0

  const findOne = (key: string): Found => {
    const entry = entries.get(key)
    if (entry === undefined) {
      const token = String(++tokens)
      entries.set(key, { token }, { ttl: LEASE_TTL_MS })
      return { state: 'leased', token }
    }
    return 'value' in entry ? { state: 'kept', value: entry.value } : { state: 'filling', token: entry.token }
  }
  const holdsLease = (key: string, token: string): boolean => {
    const entry = entries.get(key)
    return entry !== undefined && 'token' in entry && entry.token === token
  }

  return {
    find: async keys => keys.map(findOne),
    fill: async fills => {
      for (const { key, token, value, ttlMs } of fills) {
        if (holdsLease(key, token)) entries.set(key, { value }, { ttl: ttlMs })
      }
    },
    release: async leases => {
      for (const { key, token } of leases) if (holdsLease(key, token)) entries.delete(key)
    },
    invalidate: async keys => {
      for (const key of keys) entries.delete(key)
    },
    invalidateAll: async () => entries.clear(),
    close: async () => entries.clear(),
  }
}
