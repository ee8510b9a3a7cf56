import { randomUUID } from 'node:crypto'
import type { Logger } from '../logger/index.js'
import { defineScript, type RedisConnection } from '../redis/index.js'
import type { CacheMetrics } from './cache-metrics.js'

const BEAT_INTERVAL_MS = 100
/** What the cache says is believed for this long after the start of a beat that Redis answered. */
export const TRUST_MS = 500
/** A process that has not been heard of for this long may have written without being able to say so. */
export const MEMBER_TTL_MS = 1_000

/**
 * Decides whether what Redis holds may be believed.
 *
 * An invalidation can be lost: Redis is down or frozen when it is sent, a process dies between its commit and its
 * invalidation, a failover forgets it. So everything kept carries a generation, and every process tells Redis ten times a
 * second that it lives (a beat) and hears the generation in force. The generation changes, and so voids everything, when
 * a member has been silent for a second (by Redis' own clock, which goes on while Redis is frozen), when the members
 * were lost (a flush), and when a process has found its connection broken. A process without an answered beat within the
 * last half second does not use the cache. Hence, when an invalidation cannot be confirmed, the writer waits until
 * a silent second and that half second are over (1.5 s after the outage began; then no longer): nobody can believe the
 * old value any more, and it may answer.
 *
 * The limit: while one process alone cannot reach a Redis that others do reach, the others may read what it has changed
 * until it expires (300 s) or the process is back. Processes' clocks need not agree; they must only run at a similar pace.
 */
export interface CacheGuard {
  /** The generation to read and fill under, or null when the cache must not be used now. */
  generation(): string | null
  /** Since when Redis has not answered (performance.now()), or null while it does. */
  outageSinceMs(): number | null
  /** Something was not confirmed: the next beat declares a new generation. */
  reportFailure(): void
  close(): Promise<void>
}

export function createCacheGuard(options: {
  namespace: string
  redis: RedisConnection
  logger: Logger
  metrics: CacheMetrics
}): CacheGuard {
  const { namespace, redis, logger, metrics } = options
  const beat = defineScript(redis, `cacheBeat_${namespace}`, BEAT)
  const keys = [`${namespace}:{cache}:members`, `${namespace}:{cache}:generation`]
  const self = randomUUID()
  let generation: string | null = null
  let trustedUntilMs = 0
  let outageSinceMs: number | null = performance.now()
  let mustVoid = false
  let hasJoined = false
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const reportFailure = () => {
    mustVoid = true
    outageSinceMs ??= performance.now()
    trustedUntilMs = 0
  }
  const beatOnce = async () => {
    const startedMs = performance.now()
    const voids = mustVoid
    mustVoid = false
    try {
      const answer = await beat.run(keys, [
        self,
        MEMBER_TTL_MS,
        randomUUID(),
        voids ? 'void' : hasJoined ? 'stay' : 'join',
      ])
      const [inForce, changed] = answer as [string, number]
      if (changed === 1 && hasJoined) {
        metrics.generations.inc({ namespace })
        logger.info({ namespace }, 'everything cached before was declared void')
      }
      hasJoined = true
      generation = inForce
      // Something may have failed while the beat was under way: then only the next one counts.
      if (mustVoid) return
      trustedUntilMs = startedMs + TRUST_MS
      outageSinceMs = null
    } catch {
      // The connection reports outages; here it only matters that nothing is believed.
      reportFailure()
    }
  }
  let beating: Promise<void> | null = null
  const schedule = (delayMs: number) => {
    clearTimeout(timer)
    if (closed || beating !== null) return
    timer = setTimeout(() => {
      beating = beatOnce().finally(() => {
        beating = null
        schedule(BEAT_INTERVAL_MS)
      })
    }, delayMs).unref()
  }
  const onBroken = () => reportFailure()
  // A cluster tells of single nodes; after a failover the new master may lack the last invalidations.
  const brokenEvents = ['close', '-node', 'node error']
  for (const event of brokenEvents) redis.on(event, onBroken)
  const onReady = () => schedule(0)
  redis.on('ready', onReady)
  if (redis.status === 'ready') schedule(0)
  else schedule(BEAT_INTERVAL_MS)

  return {
    generation: () => (performance.now() < trustedUntilMs ? generation : null),
    outageSinceMs: () => outageSinceMs,
    reportFailure,
    close: async () => {
      closed = true
      clearTimeout(timer)
      for (const event of brokenEvents) redis.off(event, onBroken)
      redis.off('ready', onReady)
      await beating
      trustedUntilMs = 0
      // Who leaves in order leaves nothing unsaid; when this fails, the silence voids the generation.
      if (outageSinceMs === null) await redis.zrem(keys[0] ?? '', self).catch(() => undefined)
    },
  }
}

/** KEYS: members, generation. ARGV: self, life ms, a new generation, 'join' | 'stay' | 'void'. @returns generation, whether it is new. */
const BEAT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local generation = redis.call('GET', KEYS[2])
local lost = redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local changed = 0
local forgotten = ARGV[4] == 'stay' and not redis.call('ZSCORE', KEYS[1], ARGV[1])
if not generation or lost > 0 or forgotten or ARGV[4] == 'void' then
  generation = ARGV[3]
  redis.call('SET', KEYS[2], generation)
  changed = 1
end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
return { generation, changed }
`
