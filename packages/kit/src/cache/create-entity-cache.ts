import { deserialize, serialize } from 'node:v8'
import type { Logger } from '../logger/index.js'
import type { Registry } from '../metrics/index.js'
import type { RedisConnection } from '../redis/index.js'
import { createCacheMetrics } from './cache-metrics.js'
import type { EntityCache } from './entity-cache.js'
import type { Found, LeaseStore } from './lease-store.js'
import { createMemoryLeaseStore } from './memory-lease-store.js'
import { createRedisLeaseStore } from './redis-lease-store.js'

const TTL_MS = 300_000
/** Up to a tenth is taken off at random, so that what was filled together does not expire together. */
const TTL_JITTER = 0.1
/** Missing rows have a short lifetime, since they may be created soon. */
const MISSING_TTL_MS = 10_000
/** How long one waits for another's fill before loading without it. */
const WAIT_MAX_MS = 100
const WAIT_STEPS_MS = [2, 5, 10, 20, 30, 33]

/** Redis when there is one, the process's own memory otherwise: the same leases either way. */
export function createEntityCache(options: {
  /** The subgraph; keys are `<namespace>:<kind>:{<id>}`, spread over a cluster by id. */
  namespace: string
  redis: RedisConnection | null
  logger: Logger
  metrics: Registry
}): EntityCache {
  const { namespace, redis, logger } = options
  const metrics = createCacheMetrics(options.metrics)
  const store: LeaseStore =
    redis === null ? createMemoryLeaseStore() : createRedisLeaseStore({ namespace, redis, logger, metrics })
  /**
   * Fills in progress in this process, by token: a caller that finds such a token in the store waits for it
   * here.
   */
  const fills = new Map<string, Promise<unknown>>()
  const keyOf = (kind: string, id: string) => `${namespace}:${kind}:{${id}}`

  /** Waits for fills of other callers; values that are not there in time stay missing. */
  const awaitFills = async (keys: readonly string[], first: readonly Found[]): Promise<readonly Found[]> => {
    let found = first
    const endsMs = performance.now() + WAIT_MAX_MS
    for (const stepMs of WAIT_STEPS_MS) {
      const missing = found.filter(one => one.state === 'filling')
      if (missing.length === 0 || found.some(one => one.state === 'leased')) return found
      const local = missing.flatMap(one => fills.get(one.token) ?? [])
      const isAllLocal = local.length === missing.length
      await settledWithin(isAllLocal ? local : [], isAllLocal ? endsMs - performance.now() : stepMs)
      const again = await store.find(keys)
      if (again === null) return found
      found = again
      if (performance.now() >= endsMs) return found
    }
    return found
  }

  /** Loads what was not found, and keeps what a lease allows to keep. */
  const loadMissing = async <T>(
    missing: readonly { id: string; key: string; token: string | null }[],
    load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ): Promise<ReadonlyMap<string, T>> => {
    const leases = missing.flatMap(({ id, key, token }) => (token === null ? [] : [{ id, key, token }]))
    const work = async () => {
      try {
        const loaded = await load(missing.map(({ id }) => id))
        await store.fill(leases.map(({ id, key, token }) => ({ key, token, ...encode(loaded.get(id)) })))
        return loaded
      } catch (error) {
        await store.release(leases)
        throw error
      }
    }
    const filling = work()
    for (const { token } of leases) fills.set(token, filling)
    try {
      return await filling
    } finally {
      for (const { token } of leases) fills.delete(token)
    }
  }

  const getMany: EntityCache['getMany'] = async <T>(
    kind: string,
    ids: readonly string[],
    load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ) => {
    const unique = [...new Set(ids)]
    if (unique.length === 0) return []
    const keys = unique.map(id => keyOf(kind, id))
    const first = await store.find(keys)
    const found = first === null ? null : await awaitFills(keys, first)
    const values = new Map<string, T | null>()
    const missing: { id: string; key: string; token: string | null }[] = []
    for (const [place, id] of unique.entries()) {
      const one = found?.[place]
      if (one?.state === 'kept') values.set(id, decode(one.value) as T | null)
      else missing.push({ id, key: keys[place] ?? '', token: one?.state === 'leased' ? one.token : null })
    }
    metrics.reads.inc({ namespace, kind, outcome: 'hit' }, values.size)
    metrics.reads.inc({ namespace, kind, outcome: found === null ? 'bypassed' : 'miss' }, missing.length)
    if (missing.length > 0) {
      const loaded = await loadMissing(missing, load)
      for (const { id } of missing) values.set(id, loaded.get(id) ?? null)
    }
    return ids.map(id => values.get(id) ?? null)
  }

  return {
    getMany,
    invalidate: async (kind, ids) => {
      if (ids.length > 0) await store.invalidate([...new Set(ids)].map(id => keyOf(kind, id)))
    },
    invalidateAll: () => store.invalidateAll(),
    close: () => store.close(),
  }
}

/** An empty buffer stands for a row that does not exist. */
function encode(value: unknown): { value: Buffer; ttlMs: number } {
  return value === undefined || value === null
    ? { value: Buffer.alloc(0), ttlMs: MISSING_TTL_MS }
    : { value: serialize(value), ttlMs: Math.round(TTL_MS * (1 - TTL_JITTER * Math.random())) }
}

const decode = (value: Buffer): unknown => (value.length === 0 ? null : deserialize(value))

/** Resolves when all have ended, well or not, or when the time is over. */
async function settledWithin(promises: readonly Promise<unknown>[], timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>(resolve => {
    timer = setTimeout(resolve, Math.max(0, timeoutMs))
  })
  await Promise.race(promises.length === 0 ? [timeout] : [Promise.allSettled(promises), timeout])
  clearTimeout(timer)
}
