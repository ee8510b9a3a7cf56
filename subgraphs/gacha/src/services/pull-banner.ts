import { unreachable } from '@waystone/kit/errors'
import { parseUuid } from '@waystone/kit/graphql'
import { hasModel, isModel, type Banner } from '../domain/banner.js'
import { isOpen } from '../domain/banner-definition.js'
import { undrawable } from '../domain/banner-model/draw-order.js'
import { scopesOf, unownedItemsOf } from '../domain/banner-model/kept-memory.js'
import type { Memory } from '../domain/banner-model/memory.js'
import { findMilestone } from '../domain/banner-model/milestones.js'
import {
  countedLimit,
  everyOfferOf,
  findOffer,
  offersOf,
  pricedAt,
  pricedFrom,
  pricedInTickets,
  type Offer,
} from '../domain/offers.js'
import type { PullOrder } from '../domain/pull-order.js'
import { nextUtcDay, utcDayOf } from '../domain/utc-day.js'
import {
  bannerChanged,
  bannerClosed,
  insufficientTickets,
  invalidInput,
  orderLimitReached,
  pullLimitReached,
  undrawableNow,
  type PullRefusal,
} from '../errors.js'
import { findPullByKey } from '../repositories/pull.js'
import { findFullLimit, recordPull, type NewPull } from '../repositories/record-pull.js'
import { findQuantities } from '../repositories/tickets.js'
import { unclaimable } from './claim-milestone.js'
import { answerOf, finishPull, type PullAnswer } from './finish-pull.js'
import { refuseKey, usedKey } from './idempotency-key.js'
import type { Needs } from './needs.js'
import { recallMemory } from './recall-memory.js'

/** How long an order may take before the recovery worker looks after it. */
export const RECOVER_AFTER_MS = 10_000
/** Versions of a banner that one pull may meet: operators publish by hand. */
const VERSIONS_MAX = 5

export interface PullRequest {
  readonly userId: string
  readonly input: {
    readonly bannerId: string
    readonly count: number
    /** Left out: the first one of `count` draws. */
    readonly order?: string | null | undefined
    readonly idempotencyKey: string
    readonly expectedCost?: number | null | undefined
    readonly expectedTickets?: number | null | undefined
    readonly oddsHash?: string | null | undefined
  }
}

/**
 * An order of the banner, all or nothing: records it, has its price set aside, draws (finish-pull.ts). The user's
 * idempotency key makes it one order: a repeat, also while the first is under way, drives the same order on and
 * gets the answer that it ends with.
 */
export async function pullBanner(needs: Needs, { userId, input }: PullRequest): Promise<PullAnswer> {
  const { idempotencyKey: key } = input
  const refused = refuseKey(key)
  if (refused !== null) return refused
  const bannerId = parseUuid(input.bannerId)
  const remembered = bannerId === null ? null : await needs.catalog.find(bannerId)
  if (remembered === null) return invalidInput({ field: 'bannerId', message: 'No banner has this id', rule: 'UNKNOWN' })
  const wanted = { count: input.count, name: input.order ?? null }
  const expected = {
    cost: input.expectedCost ?? null,
    tickets: input.expectedTickets ?? null,
    oddsHash: input.oddsHash ?? null,
  }
  if (expected.cost !== null && expected.tickets !== null)
    return invalidInput({
      field: 'expectedTickets',
      message: 'must be left out beside expectedCost: an order is paid at one price',
    })

  let banner: Banner | null = remembered
  for (let versions = 0; banner !== null && versions < VERSIONS_MAX; versions++) {
    const answer = await orderFrom(needs, { userId, key, wanted, expected, banner })
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
  readonly wanted: { readonly count: number; readonly name: string | null }
  /** The price and odds that the client has shown to the player; null where it has not said. */
  readonly expected: {
    readonly cost: number | null
    readonly tickets: number | null
    readonly oddsHash: string | null
  }
}

/**
 * Null, and nothing has happened, when the banner has another version than this one by now. A remembered version is
 * enough to record an order, which fails for an old one; a refusal is by the current version.
 */
async function orderFrom(needs: Needs, given: Asked): Promise<PullAnswer | null> {
  let asked = given
  let found = await findOrder(needs, asked)
  if ('refusal' in found) {
    const banner = await needs.catalog.findNow(given.banner.id)
    if (banner !== null && banner.version !== given.banner.version) {
      asked = { ...given, banner }
      found = await findOrder(needs, asked)
    }
  }
  if ('refusal' in found) return (await answerRepeat(needs, asked)) ?? found.refusal
  const { offer } = found
  const pull = newPull(needs, asked, offer)
  const recorded = await recordPull(needs.pool, pull)
  switch (recorded.outcome) {
    case 'RECORDED':
      return await finishPull(
        needs,
        {
          ...pull,
          ...(recorded.isInTickets ? { cost: 0, priceKind: null, otherPrices: [] } : { tickets: null }),
          status: 'RESERVING',
          available: null,
          soldOut: false,
          movedCost: null,
          undrawable: null,
          bar: null,
        },
        recorded.basis,
      )
    case 'NOT_RECORDED':
      return (await answerRepeat(needs, asked)) ?? (await lackOfTickets(needs, asked, offer))
    case 'LIMITED':
      return pullLimitReached(await findFullLimit(needs.pool, pull), nextUtcDay(pull.createdAt))
    case 'UNCLAIMED':
      // Null where a claim has been opened meanwhile: the order is made again.
      return await claimRefusal(needs, asked, offer)
    case 'ORDER_LIMITED':
      return orderLimitReached(offer, nextUtcDay(pull.createdAt))
    default:
      return unreachable(recorded)
  }
}

/** The refusal of an order whose milestone has no open claim; null for any other. Recording it decides. */
async function claimRefusal(needs: Needs, { userId, banner }: Asked, { order }: Offer): Promise<PullRefusal | null> {
  const name = order?.from
  if (name === undefined || !hasModel(banner)) return null
  const milestone = findMilestone(banner.definition, name)
  if (milestone === undefined) throw new Error(`Banner ${banner.id} has no milestone ${name}`)
  return await unclaimable(needs, { userId, banner, milestone })
}

/** The offer of the banner's version that the player wants, or the refusal. */
async function findOrder(
  needs: Needs,
  asked: Asked,
): Promise<{ readonly offer: Offer } | { readonly refusal: PullRefusal }> {
  const { banner, wanted } = asked
  const listed = findOffer(banner.definition, wanted)
  if (listed === null) return { refusal: noSuchOffer(asked) }
  const now = needs.clock.now()
  if (!isOpen(banner.definition, now)) return { refusal: bannerClosed(banner, now) }
  const unclaimed = await claimRefusal(needs, asked, listed)
  if (unclaimed !== null) return { refusal: unclaimed }
  const memory = await memoryFor(needs, asked, listed)
  const refused = memory === null || !hasModel(banner) ? null : undrawable(needs.catalog.model(banner), memory)
  if (refused !== null) return { refusal: undrawableNow(banner, refused) }
  const priced =
    memory === null || !isModel(banner.definition) ? listed : pricedFrom(banner.definition, listed, memory.counters)
  const offer = asExpected(asked, priced)
  return offer === null ? { refusal: bannerChanged(banner, priced) } : { offer }
}

/**
 * Where the player stands, if the price of the order or the order at all depends on it. It may move on before the draw,
 * which looks at it again (finish-pull.ts). Null, without a query, for any other order.
 */
async function memoryFor(needs: Needs, { userId, banner }: Asked, offer: Offer): Promise<Memory | null> {
  if (!hasModel(banner)) return null
  const { needsTarget, needsWishes, closing } = needs.catalog.model(banner)
  const isNeeded = offer.isByCounter || needsTarget || needsWishes || closing.size > 0
  return isNeeded ? await recallMemory(needs, { banner, userId }) : null
}

function noSuchOffer({ banner: { definition }, wanted: { name } }: Asked) {
  const offers = name === null ? offersOf(definition) : everyOfferOf(definition)
  const named = offers.find(offer => offer.name === name)
  if (name !== null && named === undefined) {
    const allowed = offers.map(offer => offer.name)
    return invalidInput({ field: 'order', message: `The banner has ${allowed.join(', ')}`, rule: 'ONE_OF', allowed })
  }
  const counts = named === undefined ? offers.map(({ count }) => count) : [named.count]
  const allowed = [...new Set(counts)].toSorted((one, other) => one - other).map(String)
  return invalidInput({
    field: 'count',
    message: `A pull is of ${allowed.join(' or ')} items`,
    rule: 'ONE_OF',
    allowed,
  })
}

/** The offer at the price that the client has shown; null where it has no such price, or other odds. */
function asExpected({ banner, expected: { cost, tickets, oddsHash } }: Asked, offer: Offer): Offer | null {
  if (oddsHash !== null && oddsHash !== banner.hash) return null
  if (tickets !== null) return pricedInTickets(offer, tickets)
  return cost === null ? offer : pricedAt(offer, cost)
}

/**
 * The refusal of an order that has no price but tickets; null where the banner has changed, or where
 * tickets have come.
 */
async function lackOfTickets({ catalog, pool }: Needs, { userId, banner }: Asked, offer: Offer) {
  const { tickets, onlyTickets } = offer
  if (tickets === null || !onlyTickets) return null
  const { itemId, amount: required } = tickets
  if ((await catalog.findNow(banner.id))?.version !== banner.version) return null
  const [available = 0] = await findQuantities(pool, [{ userId, itemId }])
  return available < required ? insufficientTickets({ itemId, required, available }) : null
}

const newPull = (needs: Needs, { userId, key, banner, expected }: Asked, offer: Offer): NewPull => {
  const createdAt = needs.clock.now()
  const { definition } = banner
  return {
    id: needs.random.uuid(),
    userId,
    bannerId: banner.id,
    bannerVersion: banner.version,
    count: offer.count,
    orderName: offer.order?.name ?? null,
    scopes: isModel(definition) ? scopesOf(definition, banner.id) : [],
    unowned: isModel(definition) ? unownedItemsOf(definition) : [],
    idempotencyKey: key,
    currency: offer.currency,
    cost: offer.cost,
    priceKind: offer.priceKind,
    tickets: offer.tickets,
    onlyTickets: offer.onlyTickets,
    otherPrices: offer.otherPrices,
    oddsNamed: expected.oddsHash !== null,
    createdAt,
    day: utcDayOf(createdAt),
    limits: {
      all: needs.pullLimitDaily,
      banner: isModel(definition) ? definition.dailyDrawLimit : definition.dailyPullLimit,
    },
    milestone: offer.order?.from ?? null,
    orderLimit: offer.order === null ? null : countedLimit(offer.order, createdAt),
    recoverAfter: new Date(createdAt.getTime() + RECOVER_AFTER_MS),
  }
}

/** Null when the key has not been used. */
async function answerRepeat(needs: Needs, { userId, key, banner, wanted }: Asked): Promise<PullAnswer | null> {
  const first: PullOrder | null = await findPullByKey(needs.pool, userId, key)
  if (first === null) return null
  if (first.bannerId !== banner.id || !isOf(first, wanted)) return usedKey()
  return first.status === 'RESERVING' ? await finishPull(needs, first) : await answerOf(needs, first)
}

/** An order that was not asked for by name is known by its count: another version may have it under another name. */
const isOf = ({ count, orderName }: PullOrder, wanted: Asked['wanted']): boolean =>
  count === wanted.count && (wanted.name === null || orderName === null || wanted.name === orderName)
