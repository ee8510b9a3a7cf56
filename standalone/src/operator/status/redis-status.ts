import { connectRedis } from '@waystone/kit/redis'
import type { Logger } from '@waystone/kit/logger'

export type RedisStatus =
  | { readonly state: 'reachable'; readonly roundTripMs: number }
  | { readonly state: 'unreachable'; readonly reason: string }
  /** No REDIS_URL: events and caches stay in one process. */
  | { readonly state: 'not used' }

const CONNECT_TIMEOUT_MS = 3_000

export async function readRedisStatus(url: string | undefined, logger: Logger): Promise<RedisStatus> {
  if (url === undefined || url === '') return { state: 'not used' }
  const redis = connectRedis({ url, logger, role: 'commands' })
  try {
    await ready(redis)
    const started = performance.now()
    await redis.ping()
    return { state: 'reachable', roundTripMs: Math.round((performance.now() - started) * 10) / 10 }
  } catch (error) {
    return { state: 'unreachable', reason: error instanceof Error ? error.message : String(error) }
  } finally {
    redis.disconnect()
  }
}

/** The connection opens by itself and fails commands until then; the last error is why it does not. */
async function ready(redis: ReturnType<typeof connectRedis>): Promise<void> {
  if (redis.status === 'ready') return
  let reason = `no answer within ${CONNECT_TIMEOUT_MS / 1000} s`
  redis.on('error', (error: Error) => {
    reason = error.message || reason
  })
  let late: NodeJS.Timeout | undefined
  await new Promise<void>((resolve, reject) => {
    late = setTimeout(() => reject(new Error(reason)), CONNECT_TIMEOUT_MS)
    redis.once('ready', resolve)
  }).finally(() => clearTimeout(late))
}
