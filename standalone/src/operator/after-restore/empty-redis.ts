import { StartError } from '@waystone/kit/errors'
import type { Logger } from '@waystone/kit/logger'
import { connectRedis } from '@waystone/kit/redis'

const READY_TIMEOUT_MS = 5_000

/**
 * Deletes all that Redis knows, on every primary of a cluster.
 * @returns how many keys that were.
 * @throws StartError when Redis does not answer, or the login may not do it; nothing was changed then.
 */
export async function emptyRedis(url: string, logger: Logger): Promise<number> {
  const redis = connectRedis({ url, logger, role: 'commands' })
  try {
    if (redis.status !== 'ready')
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('it does not answer')), READY_TIMEOUT_MS)
        redis.once('ready', () => {
          clearTimeout(late)
          resolve()
        })
      })
    const primaries = 'nodes' in redis ? redis.nodes('master') : [redis]
    let keys = 0
    for (const primary of primaries) keys += await primary.dbsize()
    for (const primary of primaries) await primary.flushall()
    return keys
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError(
      `after-restore: Redis is not emptied: ${reason}. Set REDIS_USER and REDIS_PASSWORD to a login that may FLUSHALL (default), or empty it and leave REDIS_URL out. Nothing was changed.`,
    )
  } finally {
    redis.disconnect()
  }
}
