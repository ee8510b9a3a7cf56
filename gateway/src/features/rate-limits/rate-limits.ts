import type { Viewer } from '@waystone/kit/auth'
import { networkOf } from '@waystone/kit/http'
import type { RedisConnection } from '@waystone/kit/redis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible'

/** The exceeded limit, and the seconds until the next request is allowed. */
export interface RateLimitExceeded {
  readonly limit: 'user' | 'address'
  readonly retryAfterSeconds: number
}

/** Counts requests, for any transport: an operation over HTTP, a subscription, a message. */
export interface RateLimits {
  /**
   * Takes one from the address, and one from the user where one is signed in; the first that is used up answers.
   * Without anything to count it takes no time: it then returns no promise.
   */
  take(client: { viewer: Viewer | null; remoteAddress: string }): Promise<RateLimitExceeded | null> | null
  /** Takes one credential that was not seen before from the address: those that are wrong never come to be requests. */
  takeCredential(remoteAddress: string): Promise<RateLimitExceeded | null> | null
}

/** 0 does not limit. */
export interface RateLimitSettings {
  readonly userMax: number
  readonly addressMax: number
  readonly windowSeconds: number
}

/**
 * Fixed windows, counted in Redis for all gateways together, or in this process where there is none. While
 * Redis does not answer, each process counts on its own. A client over the limit is refused without asking
 * Redis until the window ends.
 */
export function createRateLimits(
  { userMax, addressMax, windowSeconds }: RateLimitSettings,
  redis: RedisConnection | null,
): RateLimits {
  const limiterOf = (limit: RateLimitExceeded['limit'] | 'credential', points: number): RateLimiterAbstract | null => {
    if (points === 0) return null
    const memory = new RateLimiterMemory({ keyPrefix: limit, points, duration: windowSeconds })
    if (redis === null) return memory
    return new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `gateway:rate:${limit}`,
      points,
      duration: windowSeconds,
      inMemoryBlockOnConsumed: points + 1,
      rejectIfRedisNotReady: true,
      insuranceLimiter: memory,
    })
  }
  const user = limiterOf('user', userMax)
  const address = limiterOf('address', addressMax)
  const credentials = limiterOf('credential', addressMax)

  const takeAll = async (userId: string | undefined, remoteAddress: string): Promise<RateLimitExceeded | null> =>
    (address && (await takeOne(address, 'address', networkOf(remoteAddress)))) ??
    (user && userId !== undefined ? await takeOne(user, 'user', userId) : null)

  return {
    take: ({ viewer, remoteAddress }) =>
      address === null && (user === null || viewer === null) ? null : takeAll(viewer?.userId, remoteAddress),
    takeCredential: remoteAddress => credentials && takeOne(credentials, 'address', networkOf(remoteAddress)),
  }
}

async function takeOne(
  limiter: RateLimiterAbstract,
  limit: RateLimitExceeded['limit'],
  key: string,
): Promise<RateLimitExceeded | null> {
  try {
    await limiter.consume(key)
    return null
  } catch (refusal) {
    // The library rejects with what is left of a window; anything else is a fault of its own.
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    return { limit, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) }
  }
}
