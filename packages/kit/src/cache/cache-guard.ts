import { randomUUID } from 'node:crypto'
import type { Logger } from '../logger/index.js'
import { defineScript, type RedisConnection } from '../redis/index.js'
import type { CacheMetrics } from './cache-metrics.js'

const BEAT_INTERVAL_MS = 100
/** A generation is trusted for this long after the start of a beat that Redis answered. */
const TRUST_MS = 500
/** A process that has been silent for this long may have written without being able to invalidate. */
const MEMBER_TTL_MS = 1_000
/**
 * A beat that Redis executes later than this after it was sent has no effect. Longer than the timeout of its
 * answer.
 */
const BEAT_LIFE_MS = 300
/**
 * After a member was lost, no process uses the cache for this long, unless the member is back: it may be
 * alive, and writing.
 */
const MISSING_TTL_MS = 5_000

/**
 * Decides whether what Redis holds may be believed.
 *
 * An invalidation can be lost: Redis is down or frozen when it is sent, a process dies between its commit and
 * its invalidation, a failover forgets it. So every kept value carries a generation, and every process sends
 * Redis a heartbeat ten times a second (a beat) and receives the current generation. The generation changes,
 * and so voids everything, when a member has been silent for a second (by Redis' own clock, which goes on
 * while Redis is frozen), when the members were lost (a flush), and when a process has found its connection
 * broken. A process without an answered beat within the last half second does not use the cache. Hence, when
 * an invalidation cannot be confirmed, the writer waits until a silent second and that half second are over
 * (1.5 s after the last beat that Redis may have executed; then no longer), or, where its beats are answered
 * and only other nodes of a cluster are away, until half a second after it has declared a new generation:
 * then no process can read the old value any more, and the writer may answer. A lost member may go on writing
 * without invalidating; so for five seconds after it was lost, or until it is back, no process uses the
 * cache: a failover is over by then, and a process that died costs no more.
 *
 * The cluster must not count a process as back before the process itself knows: it would answer without
 * invalidating. So a beat that was not answered counts as executed until its life is over, and Redis executes
 * none after that, however long it lay in a socket; and until Redis has answered a read-only request, no
 * further beat is sent.
 *
 * The limit: while a single process cannot reach a Redis that the other processes do reach, for longer than
 * that, they may read outdated values of what it has changed until these expire (300 s) or the process is
 * back. Processes' clocks need not agree; they must only run at a similar pace.
 */
export interface CacheGuard {
  /** The generation to read and fill under, or null when the cache must not be used now. */
  generation(): string | null
  /**
   * True when no process can still trust values that were kept before a moment (performance.now()): this
   * process has been silent for so long that it was declared lost, or a new generation was declared after
   * that moment and all processes have received it.
   */
  isVoidSince(momentMs: number): boolean
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
  const clock = defineScript(redis, `cacheClock_${namespace}`, CLOCK)
  const keys = ['members', 'generation', 'missing'].map(name => `${namespace}:{cache}:${name}`)
  const self = randomUUID()
  let generation: string | null = null
  let trustedUntilMs = 0
  let outageSinceMs: number | null = performance.now()
  /** Until then the last beat may have been executed. */
  let heardUntilMs = performance.now()
  /** Redis' own time less ours, or a little less; null until it has been asked, and when beats are not answered. */
  let clockAheadMs: number | null = null
  let declared = { startedMs: -Infinity, answeredMs: -Infinity }
  let mustVoid = false
  let hasJoined = false
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const reportFailure = () => {
    mustVoid = true
    outageSinceMs ??= performance.now()
    trustedUntilMs = 0
  }
  const readClock = async (): Promise<number> => Number(await clock.run(keys.slice(0, 1), [])) - performance.now()
  const beatOnce = async () => {
    try {
      clockAheadMs ??= await readClock()
      const startedMs = performance.now()
      const voids = mustVoid
      mustVoid = false
      heardUntilMs = startedMs + BEAT_LIFE_MS
      const answer = await beat.run(keys, [
        self,
        MEMBER_TTL_MS,
        randomUUID(),
        MISSING_TTL_MS,
        voids ? 'void' : hasJoined ? 'stay' : 'join',
        Math.floor(heardUntilMs + clockAheadMs),
      ])
      const [inForce, changed, missing, redisNowMs] = answer as [string, number, number, number]
      const answeredMs = performance.now()
      heardUntilMs = Math.min(heardUntilMs, answeredMs)
      clockAheadMs = redisNowMs - answeredMs
      if (changed === 1) declared = { startedMs, answeredMs }
      if (changed === 1 && hasJoined) {
        metrics.generations.inc({ namespace })
        logger.info({ namespace }, 'everything cached before was declared void')
      }
      hasJoined = true
      generation = missing === 0 ? inForce : null
      // Something may have failed while the beat was under way: then only the next one counts.
      if (mustVoid) return
      trustedUntilMs = startedMs + TRUST_MS
      outageSinceMs = null
    } catch {
      // The connection reports outages; here it only matters that nothing is believed.
      clockAheadMs = null
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
    isVoidSince: momentMs => {
      const nowMs = performance.now()
      if (declared.startedMs >= momentMs && nowMs >= declared.answeredMs + TRUST_MS) return true
      return outageSinceMs !== null && nowMs >= Math.max(outageSinceMs, heardUntilMs) + MEMBER_TTL_MS + TRUST_MS
    },
    reportFailure,
    close: async () => {
      closed = true
      clearTimeout(timer)
      for (const event of brokenEvents) redis.off(event, onBroken)
      redis.off('ready', onReady)
      await beating
      trustedUntilMs = 0
      // A process that stops in order has no invalidation left to send; when this fails, its silence voids
      // the generation.
      if (outageSinceMs === null) await redis.zrem(keys[0] ?? '', self).catch(() => undefined)
    },
  }
}

/** The time of the node, in epoch ms. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`

/** KEYS: members, which the clock's node holds. @returns its time in epoch ms. */
const CLOCK = `${NOW}return now`

/**
 * KEYS: members, generation, missing members. ARGV: self, life ms, a new generation, ms that the missing are
 * waited for, 'join' | 'stay' | 'void', the time in epoch ms after which it does nothing.
 * @returns generation, whether it is new, how many are missing, the time in epoch ms.
 */
const BEAT = `${NOW}if now > tonumber(ARGV[6]) then return redis.error_reply('LATE the beat was sent too long ago') end
local generation = redis.call('GET', KEYS[2])
local lost = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)
for _, member in ipairs(lost) do
  redis.call('ZREM', KEYS[1], member)
  redis.call('ZADD', KEYS[3], now + ARGV[4], member)
end
local changed = 0
local forgotten = ARGV[5] == 'stay' and not redis.call('ZSCORE', KEYS[1], ARGV[1])
if not generation or #lost > 0 or forgotten or ARGV[5] == 'void' then
  generation = ARGV[3]
  redis.call('SET', KEYS[2], generation)
  changed = 1
end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
return { generation, changed, redis.call('ZCARD', KEYS[3]), now }
`
