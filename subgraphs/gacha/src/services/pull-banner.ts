import { unreachable } from '@waystone/kit/errors'
import { parseUuid } from '@waystone/kit/graphql'
import type { Banner } from '../domain/banner.js'
import { costOf, isOpen, isPullCount, pullCounts, type PullCount } from '../domain/banner-definition.js'
import type { PullOrder } from '../domain/pull-order.js'
import { nextUtcDay, utcDayOf } from '../domain/utc-day.js'
import { bannerChanged, bannerClosed, invalidInput, pullLimitReached } from '../errors.js'
import { findFullLimit, findPullByKey, recordPull, type NewPull } from '../repositories/pull.js'
import { answerOf, finishPull, type PullAnswer } from './finish-pull.js'
import type { Needs } from './needs.js'

/** How long an order may take before the recovery worker looks after it. */
export const RECOVER_AFTER_MS = 10_000
const KEY_LENGTH = { min: 1, max: 100 } as const
const allowedCounts = pullCounts.map(String)
/** Versions of a banner that one pull may meet: operators publish by hand. */
const VERSIONS_MAX = 5

export interface PullRequest {
  readonly userId: string
  readonly input: {
    readonly bannerId: string
    readonly count: number
    readonly idempotencyKey: string
    readonly expectedCost?: number | null | undefined
    readonly oddsHash?: string | null | undefined
  }
}

/**
 * One or ten items, all or nothing: records the order, has its price set aside, draws (finish-pull.ts). The user's
 * idempotency key makes it one order: a repeat, also while the first is under way, drives the same order on and gets
 * the answer that it ends with.
 */
export async function pullBanner(needs: Needs, { userId, input }: PullRequest): Promise<PullAnswer> {
  const { idempotencyKey: key, count } = input
  if (key.length < KEY_LENGTH.min || key.length > KEY_LENGTH.max || hasControlCharacters(key))
    return invalidInput({
      field: 'idempotencyKey',
      message: `A key has ${KEY_LENGTH.min} to ${KEY_LENGTH.max} printable characters`,
      rule: 'LENGTH',
      ...KEY_LENGTH,
    })
  if (!isPullCount(count))
    return invalidInput({
      field: 'count',
      message: `A pull is of ${allowedCounts.join(' or ')} items`,
      rule: 'ONE_OF',
      allowed: allowedCounts,
    })
  const bannerId = parseUuid(input.bannerId)
  const remembered = bannerId === null ? null : await needs.catalog.find(bannerId)
  if (remembered === null) return invalidInput({ field: 'bannerId', message: 'No banner has this id', rule: 'UNKNOWN' })
  const expected = { cost: input.expectedCost ?? null, oddsHash: input.oddsHash ?? null }

  let banner: Banner | null = remembered
  for (let versions = 0; banner !== null && versions < VERSIONS_MAX; versions++) {
    const answer = await orderFrom(needs, { userId, key, count, expected, banner })
    if (answer !== null) return answer
    // Another version was published meanwhile, and what is remembered here may stay old if its invalidation got lost.
    await needs.cache.invalidate('banner', [banner.id])
    banner = await needs.catalog.findNow(banner.id)
  }
  throw new Error(`Banner ${remembered.id} has changed ${VERSIONS_MAX} times during one pull`)
}

interface Asked {
  readonly userId: string
  readonly key: string
  readonly banner: Banner
  readonly count: PullCount
  /** The price and odds that the client has shown to the player; null where it has not said. */
  readonly expected: { readonly cost: number | null; readonly oddsHash: string | null }
}

/** Null, and nothing has happened, when the banner has another version than this one by now. */
async function orderFrom(needs: Needs, given: Asked): Promise<PullAnswer | null> {
  const asked = await withCurrentBanner(needs, given)
  const { banner, count } = asked
  const now = needs.clock.now()
  if (!isOpen(banner.definition, now)) return (await answerRepeat(needs, asked)) ?? bannerClosed(banner, now)
  if (!isAsExpected(asked)) return (await answerRepeat(needs, asked)) ?? bannerChanged(banner, count)
  const pull = newPull(needs, asked)
  const recorded = await recordPull(needs.pool, pull)
  switch (recorded.outcome) {
    case 'RECORDED':
      return await finishPull(needs, { ...pull, status: 'RESERVING', available: null }, recorded.basis)
    case 'NOT_RECORDED':
      return await answerRepeat(needs, asked)
    case 'LIMITED':
      return pullLimitReached(await findFullLimit(needs.pool, pull), nextUtcDay(pull.createdAt))
    default:
      return unreachable(recorded)
  }
}

/**
 * A remembered version is enough to record an order, which fails for an old one; only a refusal needs the
 * current one first.
 */
async function withCurrentBanner(needs: Needs, asked: Asked): Promise<Asked> {
  if (isOpen(asked.banner.definition, needs.clock.now()) && isAsExpected(asked)) return asked
  const banner = await needs.catalog.findNow(asked.banner.id)
  return banner === null ? asked : { ...asked, banner }
}

const isAsExpected = ({ banner, count, expected: { cost, oddsHash } }: Asked): boolean =>
  (cost === null || cost === costOf(banner.definition, count)) && (oddsHash === null || oddsHash === banner.hash)

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
  const first: PullOrder | null = await findPullByKey(needs.pool, userId, key)
  if (first === null) return null
  if (first.bannerId !== banner.id || first.count !== count)
    return invalidInput({
      field: 'idempotencyKey',
      message: 'This key was used for another pull: make a new one for each intent',
      rule: 'USED',
    })
  return first.status === 'RESERVING' ? await finishPull(needs, first) : await answerOf(needs, first)
}

// oxlint-disable-next-line no-control-regex -- Postgres takes no NUL; no key needs other control characters
const hasControlCharacters = (text: string): boolean => /[\u0000-\u001f\u007f]/.test(text)
