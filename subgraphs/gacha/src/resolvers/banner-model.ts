import type { Context } from '../context.js'
import { hasModel, type Banner } from '../domain/banner.js'
import type { Chance, Tier } from '../domain/banner-model/definition.js'
import { noMemory } from '../domain/banner-model/memory.js'
import { itemsOfPool } from '../domain/banner-model/wishes.js'
import { kindOf } from '../domain/offers.js'
import { isByCounter, priceFrom } from '../domain/banner-model/prices.js'
import type { EventOdds } from '../domain/banner-odds/model-odds.js'
import { meaningOf } from '../domain/disclosure/counter-words.js'
import { countedLimit } from '../domain/offers.js'
import { chanceOf, chancesFrom, eventIn, eventOfCounter } from '../domain/outlook.js'
import { nextUtcDay } from '../domain/utc-day.js'
import type {
  BannerOrderLimitResolvers,
  BannerPoolItemResolvers,
  BannerPoolResolvers,
  BannerPriceResolvers,
  BannerResolvers,
  BannerTierResolvers,
} from '../generated/graphql.js'
import { endingOf, exchanges } from './exchange.js'
import { finite } from './finite.js'
import { itemOf } from './item.js'
import { milestones } from './milestone.js'
import { memoryOn } from './pity.js'

type Model = Pick<Required<BannerResolvers>, 'tiers' | 'counters' | 'orders' | 'exchanges' | 'milestones'>

/** The rules of a banner as data. Figures that have to be computed are fields of their own, so that rules need none. */
export const bannerModel: Model = {
  tiers: (banner, _, { catalog }) => tiersOf(banner, catalog),
  counters: (banner, _, { catalog }) => {
    const { definition } = catalog.model(banner)
    return Object.entries(definition.counters).map(([name, counter]) => ({
      name,
      meaning: meaningOf(counter),
      max: counter.max,
      event: eventOfCounter(definition, name),
      scope: typeof counter.scope === 'object' ? 'GROUP' : scopes[counter.scope],
      group: typeof counter.scope === 'object' ? counter.scope.group : null,
      onClose: endingOf(counter),
    }))
  },
  exchanges,
  milestones,
  orders: (banner, _, { catalog }) =>
    catalog.model(banner).definition.orders.map(order => ({
      name: order.name,
      draws: order.draws,
      prices: order.prices.map(price => ({ ...price, banner, order })),
      limit: order.limit === undefined ? null : { banner, order, limit: order.limit },
      milestone: order.from ?? null,
    })),
}

export const tiersOf = (banner: Banner, catalog: Context['catalog']) =>
  catalog.model(banner).definition.tiers.map(tier => ({ banner, tier, event: tier.name }))

const scopes = { order: 'ORDER', banner: 'BANNER', user: 'USER', item: 'ITEM' } as const

/** A tier or pool of a banner, by the name of its event. */
interface Prize {
  readonly banner: Banner
  readonly event: string
}

/** The odds of a prize by the first order. */
async function oddsOf({ banner, event }: Prize, { catalog }: Context): Promise<EventOdds | null> {
  const { orders } = await catalog.modelOdds(banner)
  const wanted = eventIn(catalog.model(banner).definition, event)
  return orders[0]?.events.find(each => each.event === wanted) ?? null
}

function baseOf({ banner, event }: Prize, { catalog }: Context): number {
  const model = catalog.model(banner)
  return 100 * chanceOf(model, chancesFrom(model, null), event)
}

const figure =
  (of: (odds: EventOdds) => number | null | undefined) => async (prize: Prize, _: object, context: Context) => {
    const odds = await oddsOf(prize, context)
    return odds === null ? null : finite(of(odds))
  }

const figures = {
  basePercent: (prize: Prize, _: object, context: Context) => baseOf(prize, context),
  longRunPercent: figure(odds => odds.longRunPercent),
  expectedDraws: figure(({ draws }) => draws?.mean),
  p50Draws: figure(({ draws }) => draws?.p50),
  p90Draws: figure(({ draws }) => draws?.p90),
  maxDraws: figure(({ draws }) => draws?.max),
}

export const BannerTier: BannerTierResolvers = {
  ...figures,
  name: ({ tier }) => tier.name,
  chance: ({ tier }) => curvesOf(tier.chance),
  pools: ({ banner, tier }) => tier.pools.map(pool => ({ banner, pool, event: `${tier.name}.${pool.name}` })),
}

export const BannerPool: BannerPoolResolvers = {
  ...figures,
  name: ({ pool }) => pool.name,
  chance: ({ pool: { chance } }) => curvesOf(Array.isArray(chance) ? chance : undefined),
  items: ({ banner, event, pool }, _, { catalog }) =>
    // A pool that gives what the player chooses has all that can be chosen.
    itemsOfPool(catalog.model(banner).definition, pool).map(({ id: itemId, weight }) => ({
      banner,
      event,
      itemId,
      weight,
    })),
}

function curvesOf(chance: Tier['chance'] | Chance) {
  return (chance ?? []).map(({ by, when, points }) => ({
    counter: by ?? null,
    conditions: Object.entries(when ?? {}).map(([counter, value]) => ({ counter, value })),
    // A place on a curve is the counter plus 1.
    points: points.map(([from, percent, step]) => ({ from: from - 1, percent, stepPoints: step ?? 0 })),
  }))
}

export const BannerPoolItem: BannerPoolItemResolvers = {
  item: ({ itemId }, _, context) => itemOf(context, itemId),
  basePercent: async (entry, _, { catalog }) => (await itemOdds(entry, catalog))?.basePercent ?? null,
  longRunPercent: async (entry, _, { catalog }) => (await itemOdds(entry, catalog))?.longRunPercent ?? null,
}

async function itemOdds({ banner, event, itemId }: Prize & { itemId: string }, catalog: Context['catalog']) {
  const { items } = await catalog.modelOdds(banner)
  return items.find(item => item.itemId === itemId && item.event === event)
}

export const BannerOrderLimit: BannerOrderLimitResolvers = {
  count: ({ limit }) => limit.count,
  per: ({ limit }) => (limit.per === 'day' ? 'DAY' : 'BANNER'),
  left: async ({ banner, order, limit }, _, { viewer, loaders, clock }) => {
    const counted = countedLimit(order, clock.now())
    if (viewer === null || counted === null) return null
    const { userId } = viewer
    const orders = await loaders.orderCount.load({
      userId,
      bannerId: banner.id,
      orderName: order.name,
      day: counted.day,
    })
    // A version may have lowered the limit since.
    return Math.max(0, limit.count - orders)
  },
  nextAt: ({ limit }, _, { clock }) => (limit.per === 'day' ? nextUtcDay(clock.now()) : null),
}

export const BannerPrice: BannerPriceResolvers = {
  currency: ({ unit }) => (typeof unit === 'string' ? unit : null),
  kind: price => kindOf(price) ?? null,
  ticket: ({ unit }, _, context) => (typeof unit === 'string' ? null : itemOf(context, unit.ticket)),
  amount: ({ amount }) => (typeof amount === 'number' ? amount : (amount.points[0]?.[1] ?? 0)),
  steps: ({ amount }) =>
    typeof amount === 'number'
      ? []
      : amount.points.map(([from, price]) => ({ counter: amount.by, from: from - 1, amount: price })),
  held: ({ unit }, _, { viewer, loaders }) =>
    typeof unit === 'string' || viewer === null
      ? null
      : loaders.quantity.load({ userId: viewer.userId, itemId: unit.ticket }),
  next: async ({ banner, order, ...price }, _, context) => {
    const { viewer } = context
    const isKnown = isByCounter(price) && hasModel(banner) && viewer !== null
    const { counters } = isKnown ? await memoryOn(banner, viewer.userId, context) : noMemory
    return priceFrom(context.catalog.model(banner).definition, { order, price }, counters)
  },
}
