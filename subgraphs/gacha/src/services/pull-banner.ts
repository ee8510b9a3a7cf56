import { unreachable } from '@waystone/kit/errors'
import { parseUuid } from '@waystone/kit/graphql'
import type { Banner } from '../domain/banner.js'
import { costOf, isOpen, isPullCount, type PullCount } from '../domain/banner-definition.js'
import type { PullOrder } from '../domain/pull-order.js'
import { nextUtcDay, utcDayOf } from '../domain/utc-day.js'
import { bannerClosed, invalidInput, pullLimitReached } from '../errors.js'
import type { NewPull } from '../repositories/pull.js'
import { answerOf, finishPull, type PullAnswer } from './finish-pull.js'
import type { Needs } from './needs.js'

/** How long an order may take before the recovery worker looks after it. */
export const RECOVER_AFTER_MS = 10_000
const IDEMPOTENCY_KEY_LENGTH_MAX = 100

export interface PullRequest {
  readonly userId: string
  readonly input: { readonly bannerId: string; readonly count: number; readonly idempotencyKey: string }
}

/**
 * One or ten items, all or nothing: records the order, has its price set aside, draws (finish-pull.ts). The user's
 * idempotency key makes it one order: a repeat, also while the first is under way, drives the same order on and gets
 * the answer that it ends with.
 */
export async function pullBanner(needs: Needs, { userId, input }: PullRequest): Promise<PullAnswer> {
  const { idempotencyKey: key, count } = input
  if (key.length === 0 || key.length > IDEMPOTENCY_KEY_LENGTH_MAX || hasControlCharacters(key))
    return invalidInput({
      field: 'idempotencyKey',
      message: `A key has 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX} printable characters`,
    })
  if (!isPullCount(count))
    return invalidInput({ field: 'count', message: `A pull is of 1 or 10 items, not of ${count}` })
  const bannerId = parseUuid(input.bannerId)
  const banner = bannerId === null ? null : await needs.catalog.find(bannerId)
  if (banner === null) return invalidInput({ field: 'bannerId', message: `No banner has the id "${input.bannerId}"` })

  const now = needs.clock.now()
  if (!isOpen(banner.definition, now)) {
    return (await answerRepeat(needs, { userId, key, banner, count })) ?? bannerClosed(banner, now)
  }
  const pull = newPull(needs, { userId, key, banner, count })
  const recorded = await needs.pulls.record(pull)
  switch (recorded.outcome) {
    case 'RECORDED':
      return await finishPull(needs, { ...pull, status: 'RESERVING', available: null }, recorded.basis)
    case 'REPEATED': {
      const answer = await answerRepeat(needs, { userId, key, banner, count })
      if (answer === null) throw new Error('An idempotency key is taken by an order that does not exist')
      return answer
    }
    case 'LIMITED':
      return pullLimitReached(await needs.pulls.findFullScope(pull), nextUtcDay(pull.createdAt))
    default:
      return unreachable(recorded)
  }
}

interface Asked {
  readonly userId: string
  readonly key: string
  readonly banner: Banner
  readonly count: PullCount
}

const newPull = (needs: Needs, { userId, key, banner, count }: Asked): NewPull => {
  const createdAt = needs.clock.now()
  return {
    id: needs.random.uuid(),
    userId,
    bannerId: banner.id,
    bannerVersion: banner.version,
    count,
    idempotencyKey: key,
    currency: banner.definition.currency,
    cost: costOf(banner.definition, count),
    createdAt,
    day: utcDayOf(createdAt),
    limits: { all: needs.pullLimitDaily, banner: banner.definition.dailyPullLimit },
    recoverAfter: new Date(createdAt.getTime() + RECOVER_AFTER_MS),
  }
}

/** Null when the key has not been used. */
async function answerRepeat(needs: Needs, { userId, key, banner, count }: Asked): Promise<PullAnswer | null> {
  const first: PullOrder | null = await needs.pulls.findByKey(userId, key)
  if (first === null) return null
  if (first.bannerId !== banner.id || first.count !== count)
    return invalidInput({
      field: 'idempotencyKey',
      message: 'This key was used for another pull: make a new one for each intent',
    })
  return first.status === 'RESERVING' ? await finishPull(needs, first) : await answerOf(needs, first)
}

// oxlint-disable-next-line no-control-regex -- Postgres takes no NUL in a text, and the others are no one's key
const hasControlCharacters = (text: string): boolean => /[\u0000-\u001f\u007f]/.test(text)
