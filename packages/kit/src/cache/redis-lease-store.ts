import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel'
import { Cluster } from 'ioredis'
import type { Logger } from '../logger/index.js'
import { defineScript, type RedisConnection } from '../redis/index.js'
import { createCacheGuard } from './cache-guard.js'
import type { CacheMetrics } from './cache-metrics.js'
import { LEASE_TTL_MS, type Found, type LeaseStore } from './lease-store.js'

/** Reads that fail in a row before reads stay away from Redis for a while. */
const FAILURES_MAX = 3
const REST_MS = 500
/** Between attempts to have an invalidation confirmed. */
const CONFIRM_INTERVAL_MS = 25

/**
 * Keeps values in Redis, shared by all processes of a subgraph. CacheGuard describes the guarantees and their
 * limits.
 */
export function createRedisLeaseStore(options: {
  namespace: string
  redis: RedisConnection
  logger: Logger
  metrics: CacheMetrics
}): LeaseStore {
  const { namespace, redis, metrics } = options
  const guard = createCacheGuard(options)
  const scripts = {
    find: defineScript(redis, 'cacheFind', FIND),
    fill: defineScript(redis, 'cacheFill', FILL),
    release: defineScript(redis, 'cacheRelease', RELEASE),
  }
  const isCluster = redis instanceof Cluster
  const breaker = circuitBreaker(handleAll, { breaker: new ConsecutiveBreaker(FAILURES_MAX), halfOpenAfter: REST_MS })
  const process = randomUUID()
  let calls = 0

  /** In a cluster each key has a slot of its own: single commands, sent together, are one round trip to each node. */
  const inSlots = async <T>(keys: readonly string[], run: (keys: readonly string[]) => Promise<T[]>): Promise<T[]> =>
    isCluster ? (await Promise.all(keys.map(key => run([key])))).flat() : await run(keys)

  const find: LeaseStore['find'] = async keys => {
    const generation = guard.generation()
    if (generation === null) return null
    const token = `${process}:${++calls}`
    const look = async (some: readonly string[]) =>
      (await scripts.find.runBinary(some, [generation, token, LEASE_TTL_MS])) as [Buffer, Buffer][]
    try {
      const entries = await breaker.execute(() => inSlots(keys, look))
      // The answer counts only if a beat that began late enough still vouches for this generation.
      return guard.generation() === generation ? entries.map(toFound) : null
    } catch {
      // Down, slow, or resting after failures: the caller loads instead.
      return null
    }
  }

  const invalidate: LeaseStore['invalidate'] = async keys => {
    const startedMs = performance.now()
    for (;;) {
      try {
        if (guard.isVoidSince(startedMs)) return guard.reportFailure()
        await inSlots(keys, async some => [await redis.del(...some)])
        return
      } catch {
        // Not confirmed: the writer may answer only after a confirmation, or once no process can read the old
        // values any more.
        metrics.unconfirmed.inc({ namespace })
        guard.reportFailure()
        await delay(CONFIRM_INTERVAL_MS)
      }
    }
  }

  return {
    find,
    invalidate,
    invalidateAll: async () => {
      const startedMs = performance.now()
      guard.reportFailure()
      while (!guard.isVoidSince(startedMs)) await delay(CONFIRM_INTERVAL_MS)
    },
    fill: async fills => {
      // Keeping the values is best effort: their confirmation is not awaited.
      await Promise.all(
        fills.map(({ key, token, value, ttlMs }) =>
          scripts.fill.run([key], [token, value, ttlMs]).catch(() => undefined),
        ),
      )
    },
    release: async leases => {
      await Promise.all(leases.map(({ key, token }) => scripts.release.run([key], [token]).catch(() => undefined)))
    },
    close: () => guard.close(),
  }
}

const KEPT = 'K'
const LEASED = 'L'

function toFound([state, content]: [Buffer, Buffer]): Found {
  const name = state.toString('latin1')
  if (name === KEPT) return { state: 'kept', value: content }
  return { state: name === LEASED ? 'leased' : 'filling', token: content.toString('latin1') }
}

// An entry is a hash: `g` the generation, and either `v` the value or `l` the token of its filler. A value
// belongs to the generation of its lease: a row that was read before a generation ended can never count as
// one of the next.

/** KEYS: any. ARGV: generation, token, life of a lease in ms. */
const FIND = `
local answer = {}
for place, key in ipairs(KEYS) do
  local entry = redis.call('HMGET', key, 'g', 'v', 'l')
  local isCurrent = entry[1] == ARGV[1]
  if isCurrent and entry[2] then
    answer[place] = { '${KEPT}', entry[2] }
  elseif isCurrent and entry[3] then
    answer[place] = { 'F', entry[3] }
  else
    redis.call('DEL', key)
    redis.call('HSET', key, 'g', ARGV[1], 'l', ARGV[2])
    redis.call('PEXPIRE', key, ARGV[3])
    answer[place] = { '${LEASED}', ARGV[2] }
  end
end
return answer
`

/** KEYS: one. ARGV: token, value, life in ms. */
const FILL = `
if redis.call('HGET', KEYS[1], 'l') ~= ARGV[1] then return 0 end
redis.call('HDEL', KEYS[1], 'l')
redis.call('HSET', KEYS[1], 'v', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`

/** KEYS: one. ARGV: token. */
const RELEASE = `
if redis.call('HGET', KEYS[1], 'l') ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`
