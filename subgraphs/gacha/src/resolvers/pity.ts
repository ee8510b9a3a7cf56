import type { Context } from '../context.js'
import { hasModel, isModel, type Banner, type ModelBanner } from '../domain/banner.js'
import { countersOfPity } from '../domain/banner-model/from-banner.js'
import { gatherMemory, keptFrom, scopesOf } from '../domain/banner-model/kept-memory.js'
import { noMemory, refillBox, type Memory } from '../domain/banner-model/memory.js'
import type { PositionOdds } from '../domain/banner-odds/positions.js'
import type { Position } from '../domain/banner-odds/walk.js'
import { meaningOf } from '../domain/disclosure/counter-words.js'
import { leftAt } from '../domain/banner-model/tallies.js'
import { chanceOf, chancesFrom, eventOfCounter, keptCounters, outlookOf } from '../domain/outlook.js'
import type { PityCounterResolvers, PityResolvers } from '../generated/graphql.js'
import type { Loaders } from '../loaders.js'
import type { PityCounterParent, PityParent } from '../mappers.js'
import { exchangesOf } from './exchange.js'
import { finite } from './finite.js'
import { itemOf } from './item.js'
import { milestonesOf } from './milestone.js'

export const Pity: PityResolvers = {
  bannerId: ({ banner }) => banner.id,
  featuredGuaranteedNext: pity => pity.ultraRareGuaranteed,
  superRareFeaturedGuaranteedNext: pity => pity.superRareGuaranteed,
  // A newer version of the banner may have a nearer hard pity than the counter has gone: then the next pull is certain.
  pullsUntilHardPity: ({ banner, pullsSinceUltraRare }) => {
    const hardPityAt = isModel(banner.definition) ? null : banner.definition.rarities.ULTRA_RARE.hardPityAt
    return hardPityAt === null ? null : Math.max(1, hardPityAt - pullsSinceUltraRare)
  },
  exchanges: exchangesOf,
  milestones: (pity, _, context) => milestonesOf(pity, context, () => isClosedFor(pity, context)),
  target: async (pity, _, context) => {
    const { target } = await memoryIn(pity, context)
    return target === null ? null : itemOf(context, target)
  },
  wishes: async (pity, _, context) => {
    const { wishes = [] } = await memoryIn(pity, context)
    return await Promise.all(wishes.map(id => itemOf(context, id)))
  },
  closed: (pity, _, context) => isClosedFor(pity, context),
  refillable: async (pity, _, context) =>
    refillBox(context.catalog.model(pity.banner), await memoryIn(pity, context)) !== null,
  counters: async (pity, _, context) => {
    const { banner } = pity
    const { definition } = context.catalog.model(banner)
    const position = await positionOf(pity, context)
    return keptCounters(definition).flatMap(name => {
      const counter = definition.counters[name]
      return counter === undefined ? [] : [{ banner, position, name, counter, event: eventOfCounter(definition, name) }]
    })
  },
}

export const PityCounter: PityCounterResolvers = {
  meaning: ({ counter }) => meaningOf(counter),
  max: ({ counter }) => counter.max,
  position: ({ name, position }) => position[name] ?? 0,
  // The chance of the next draw needs no table: it is there before the odds are computed.
  nextPercent: ({ banner, event, position }, _, { catalog }) => {
    const model = catalog.model(banner)
    if (event === null || model.hasStock) return null
    return 100 * chanceOf(model, chancesFrom(model, position), event)
  },
  withinTenPercent: async (counter, _, context) => {
    const outlook = await outlookFrom(counter, context)
    return outlook === null ? null : 100 * outlook.withinTen
  },
  expectedDraws: async (counter, _, context) => finite((await outlookFrom(counter, context))?.mean),
  p90Draws: async (counter, _, context) => finite((await outlookFrom(counter, context))?.p90),
}

async function outlookFrom(
  { banner, event, position }: PityCounterParent,
  { catalog }: Context,
): Promise<PositionOdds | null> {
  return event === null ? null : outlookOf(catalog.model(banner), await catalog.modelOdds(banner), { event, position })
}

/** Counters of the player on the banner. One that has not begun is at its start, and left out where that is rolled. */
async function positionOf(
  { banner, userId, ...pity }: PityParent,
  { catalog, loaders, clock }: Context,
): Promise<Position> {
  const model = catalog.model(banner)
  if (!hasModel(banner)) return countersOfPity(pity, model.definition)
  const memory = await memoryOn(banner, userId, { catalog, loaders })
  const counters = leftAt(clock.now(), banner.definition, memory.counters)
  const starts = Object.entries(banner.definition.counters).flatMap(([name, { start }]) =>
    typeof start === 'number' ? [[name, start] as const] : [],
  )
  return { ...Object.fromEntries(starts), ...counters }
}

const memoryIn = async ({ banner, userId }: PityParent, context: Context): Promise<Memory> =>
  hasModel(banner) ? await memoryOn(banner, userId, context) : noMemory

/** Returns whether a draw has closed the banner for the user; nothing is read where no draw closes it. */
async function isClosedFor(pity: PityParent, context: Context): Promise<boolean> {
  const { definition } = pity.banner
  if (!isModel(definition) || definition.closesOn === undefined) return false
  return (await memoryIn(pity, context)).closed === true
}

/** The memory that the banner keeps of a user; banners and users of one request share one query. */
export async function memoryOn(
  banner: ModelBanner,
  userId: string,
  { catalog, loaders }: Pick<Context, 'catalog' | 'loaders'>,
): Promise<Memory> {
  const scopes = scopesOf(banner.definition, banner.id)
  const rows = await Promise.all(scopes.map(scope => loaders.keptMemory.load({ userId, scope })))
  return gatherMemory(catalog.model(banner), banner.id, keptFrom(scopes, rows))
}

/** How far a user's luck is overdue on a banner; banners and users of one request share one query. */
export async function pityOn(banner: Banner, of: { userId: string; loaders: Loaders }): Promise<PityParent> {
  const pity = await of.loaders.pity.load({ userId: of.userId, bannerId: banner.id })
  return { ...pity, banner, userId: of.userId }
}
