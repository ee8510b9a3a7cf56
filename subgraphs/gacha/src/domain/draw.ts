import { unreachable } from '@waystone/kit/errors'
import { PITY_PULLS_MAX, type BannerDefinition, type PityRule, type PoolEntry } from './banner-definition.js'
import { chanceTable, MICROS, microsOf } from './chance.js'
import type { Pity } from './pity.js'
import type { Rarity } from './rarity.js'
import { uniform, type Words } from './words.js'

/** A definition made ready for drawing: chances by pull and running sums of weights. */
export interface DrawTable {
  readonly ultraRare: RarityTable
  readonly superRare: RarityTable
  readonly rare: Pool
}

interface RarityTable {
  /** c(1) … c(N) in millionths of a percent. */
  readonly chances: readonly number[]
  readonly featuredShare: number | null
  readonly guaranteedAfterMiss: boolean
  readonly featured: Pool
  readonly others: Pool
}

interface Pool {
  readonly ids: readonly string[]
  /** Running sums of the weights; the last one is their total. */
  readonly bounds: readonly number[]
}

export interface DrawnItem {
  readonly itemId: string
  readonly rarity: Rarity
  readonly featured: boolean
  /** Pulls without an ULTRA_RARE item before this one. */
  readonly pullsSinceUltraRare: number
}

export const drawTableOf = (definition: BannerDefinition): DrawTable => ({
  ultraRare: rarityTableOf(definition.rarities.ULTRA_RARE),
  superRare: rarityTableOf(definition.rarities.SUPER_RARE),
  rare: poolOf(definition.rarities.RARE.items),
})

/**
 * Draws `count` items, one after the other, each with the pity that the ones before it have left.
 * @param wordsAt the randomness of the item with this index, counting from 0
 */
export function pull(
  table: DrawTable,
  pityBefore: Pity,
  options: { count: number; wordsAt: (index: number) => Words },
): { items: readonly DrawnItem[]; pity: Pity } {
  const items: DrawnItem[] = []
  let pity = pityBefore
  for (let index = 0; index < options.count; index++) {
    const drawn = drawOne(table, pity, options.wordsAt(index))
    items.push(drawn.item)
    pity = drawn.pity
  }
  return { items, pity }
}

/**
 * One item, decided by up to three numbers in this order:
 * 1. the rarity: a roll below 10⁸. Below the chance of ULTRA_RARE it is that; below the sum of both chances it is
 *    SUPER_RARE; else RARE. So ULTRA_RARE takes precedence: where both chances exceed 100 % together, it keeps its own.
 * 2. whether it is a featured one: a roll below 10⁸ against the featured share; no roll where none is featured or the
 *    guarantee after a miss decides.
 * 3. the item: a roll below the total weight of the featured items, or of the non-featured ones; no roll
 *    where there is only one item.
 */
export function drawOne(table: DrawTable, pity: Pity, words: Words): { item: DrawnItem; pity: Pity } {
  const rarity = rollRarity(table, pity, words)
  const { itemId, featured } = rollOf(rarity, table, pity, words)
  const { pullsSinceUltraRare } = pity
  return { item: { itemId, rarity, featured, pullsSinceUltraRare }, pity: pityAfter(table, pity, { rarity, featured }) }
}

/** Returns the pity after an item, which depends on the item only and not on the roll that drew it. */
export function pityAfter(
  table: DrawTable,
  pity: Pity,
  { rarity, featured }: Pick<DrawnItem, 'rarity' | 'featured'>,
): Pity {
  const later = {
    ...pity,
    pullsSinceUltraRare: pity.pullsSinceUltraRare + 1,
    pullsSinceSuperRare: pity.pullsSinceSuperRare + 1,
  }
  switch (rarity) {
    case 'ULTRA_RARE':
      return {
        ...later,
        pullsSinceUltraRare: 0,
        ultraRareGuaranteed: table.ultraRare.guaranteedAfterMiss && !featured,
      }
    case 'SUPER_RARE':
      return {
        ...later,
        pullsSinceSuperRare: 0,
        superRareGuaranteed: table.superRare.guaranteedAfterMiss && !featured,
      }
    case 'RARE':
      return later
    default:
      return unreachable(rarity)
  }
}

function rollOf(rarity: Rarity, table: DrawTable, pity: Pity, words: Words): { itemId: string; featured: boolean } {
  switch (rarity) {
    case 'ULTRA_RARE':
      return rollItem(table.ultraRare, pity.ultraRareGuaranteed, words)
    case 'SUPER_RARE':
      return rollItem(table.superRare, pity.superRareGuaranteed, words)
    case 'RARE':
      return { itemId: rollPool(table.rare, words), featured: false }
    default:
      return unreachable(rarity)
  }
}

function rollRarity(table: DrawTable, pity: Pity, words: Words): Rarity {
  const ultraRare = chanceAfter(table.ultraRare, pity.pullsSinceUltraRare)
  const superRare = chanceAfter(table.superRare, pity.pullsSinceSuperRare)
  const roll = uniform(words, MICROS)
  if (roll < ultraRare) return 'ULTRA_RARE'
  return roll < ultraRare + superRare ? 'SUPER_RARE' : 'RARE'
}

const chanceAfter = ({ chances }: RarityTable, pullsSince: number): number =>
  chances[Math.min(pullsSince, chances.length - 1)] ?? MICROS

function rollItem(table: RarityTable, guaranteed: boolean, words: Words): { itemId: string; featured: boolean } {
  const { featuredShare } = table
  const featured = featuredShare !== null && (guaranteed || uniform(words, MICROS) < featuredShare)
  return { itemId: rollPool(featured ? table.featured : table.others, words), featured }
}

function rollPool({ ids, bounds }: Pool, words: Words): string {
  const roll = ids.length === 1 ? 0 : uniform(words, bounds.at(-1) ?? 0)
  const id = ids[bounds.findIndex(bound => roll < bound)]
  if (id === undefined) throw new Error('An empty pool was drawn from: its definition has not been checked')
  return id
}

const rarityTableOf = (rule: PityRule): RarityTable => ({
  chances: chanceTable(rule, PITY_PULLS_MAX),
  featuredShare: rule.featuredSharePercent === null ? null : microsOf(rule.featuredSharePercent),
  guaranteedAfterMiss: rule.featuredGuaranteedAfterMiss,
  featured: poolOf(rule.items.filter(item => item.featured)),
  others: poolOf(rule.items.filter(item => !item.featured)),
})

function poolOf(entries: readonly PoolEntry[]): Pool {
  let total = 0
  return { ids: entries.map(({ id }) => id), bounds: entries.map(({ weight }) => (total += weight)) }
}
