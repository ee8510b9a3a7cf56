import { hasModel, type ModelBanner, type RarityBanner } from '../domain/banner.js'
import type { ModelDefinition, Order } from '../domain/banner-model/definition.js'
import { drawOrder, undrawable } from '../domain/banner-model/draw-order.js'
import { FEATURED } from '../domain/banner-model/from-banner.js'
import {
  gatherMemory,
  scatterMemory,
  scopesOf,
  unownedItemsOf,
  type DrawnMemory,
} from '../domain/banner-model/kept-memory.js'
import type { Memory } from '../domain/banner-model/memory.js'
import { priceFrom } from '../domain/banner-model/prices.js'
import { talliesOf, type Tallied } from '../domain/banner-model/tallies.js'
import { pull } from '../domain/draw.js'
import { wordsOf } from '../domain/fairness.js'
import { countedPity, type Pity } from '../domain/pity.js'
import { priceIn } from '../domain/offers.js'
import type { PullOrder } from '../domain/pull-order.js'
import type { Rarity } from '../domain/rarity.js'
import type { Words } from '../domain/words.js'
import type { DrawBasis } from '../repositories/draw-basis-row.js'
import type { DrawnItem, DrawReads } from '../repositories/drawing.js'
import type { GivenUp } from '../repositories/pull.js'
import type { Needs } from './needs.js'

/** The version that an order is drawn from. It is read before the draw, which may hold locks. */
export type DrawSource =
  | { readonly banner: RarityBanner; readonly scopes: readonly []; readonly unowned: readonly [] }
  | ModelSource

interface ModelSource extends DrawReads {
  readonly banner: ModelBanner
  readonly rarities: ReadonlyMap<string, Rarity>
}

/** The results of an order's draws, before anything is saved. */
export interface Draw {
  readonly items: readonly (DrawnItem & { readonly rarity: Rarity })[]
  readonly pity: Pity
  /** Null on a banner with rarities. */
  readonly memory: DrawnMemory | null
  readonly tallies: readonly Tallied[]
}

export async function findDrawSource({ catalog }: Needs, { bannerId, bannerVersion }: PullOrder): Promise<DrawSource> {
  const banner = await catalog.version(bannerId, bannerVersion)
  if (!hasModel(banner)) return { banner, scopes: [], unowned: [] }
  const { definition, id } = banner
  const reads = { scopes: scopesOf(definition, id), unowned: unownedItemsOf(definition) }
  return { banner, ...reads, rarities: await catalog.rarities(banner) }
}

/**
 * @returns why nothing is drawn where the banner has too little left for the order, and where the order has another
 * price than was set aside: a price by a counter is that of the state which the draw begins from
 */
export function drawItems(
  needs: Needs,
  { order, source, basis }: { order: PullOrder; source: DrawSource; basis: DrawBasis },
): Draw | GivenUp {
  const { seed } = basis
  const serverSeed = needs.sealer.open(seed.sealedSeed, { userId: order.userId, serverSeedHash: seed.serverSeedHash })
  const wordsAt = (index: number) => wordsOf({ ...seed, serverSeed, index })
  if ('rarities' in source) return drawFromModel(needs, { order, source, basis, wordsAt })
  const { items, pity } = pull(needs.catalog.drawTable(source.banner), basis.pity, { count: order.count, wordsAt })
  return { items: items.map(item => ({ ...item, outcome: null })), pity, memory: null, tallies: [] }
}

function drawFromModel(
  { catalog }: Needs,
  given: { order: PullOrder; source: ModelSource; basis: DrawBasis; wordsAt: (index: number) => Words },
): Draw | GivenUp {
  const { basis, wordsAt } = given
  const { banner, rarities } = given.source
  const model = catalog.model(banner)
  const order = banner.definition.orders.find(({ name }) => name === given.order.orderName)
  if (order === undefined) throw new Error(`Order ${given.order.id} is of no order of its banner's definition`)
  const before = gatherMemory(model, banner.id, basis.kept, basis.owned)
  const refused = undrawable(model, before)
  if (refused !== null) return { undrawable: refused }
  const movedCost = movedFrom(banner.definition, { order, given: given.order }, before)
  if (movedCost !== null) return { movedCost }
  const drawn = drawOrder(model, before, { order, wordsAt })
  if (drawn.kind === 'soldOut') return { soldOut: true }
  if (drawn.kind !== 'drawn') return { undrawable: drawn.kind }
  let { pity } = basis
  const items = drawn.items.map(({ itemId, outcome }) => {
    const rarity = rarities.get(itemId)
    if (rarity === undefined) throw new Error(`Item ${itemId} is gone`)
    const { pullsSinceUltraRare } = pity
    pity = countedPity(pity, rarity)
    const featured = model.pools[outcome.index]?.pool.name === FEATURED
    return { itemId, rarity, featured, pullsSinceUltraRare, outcome: outcome.name }
  })
  const { after } = drawn
  const tallies = talliesOf(model, { order, outcomes: items.map(({ outcome }) => outcome), after })
  return { items, pity, memory: { before, after, kept: scatterMemory(model, banner.id, after) }, tallies }
}

/** The price that an order has moved on to; null where it is what was set aside. A price in tickets never moves. */
function movedFrom(
  definition: ModelDefinition,
  { order, given }: { order: Order; given: PullOrder },
  { counters }: Memory,
): number | null {
  if (given.tickets !== null) return null
  if (order.from !== undefined) return given.cost === 0 ? null : 0
  const cost = priceFrom(definition, { order, price: priceIn(order, given.currency) }, counters)
  return cost === given.cost ? null : cost
}
