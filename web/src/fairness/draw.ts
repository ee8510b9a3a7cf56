import { MICROS, microsOf, type DrawRules, type PoolEntry, type RarityRule } from './definition.js'
import type { Pity, Rarity } from './proof.js'
import { uniform, type UniformNumber, type Words } from './words.js'

export interface Roll extends UniformNumber {
  readonly of: 'rarity' | 'featured' | 'item'
}

/** One item, with each number that decided it. */
export interface DrawnItem {
  readonly itemId: string
  readonly rarity: Rarity
  readonly featured: boolean
  readonly pullsSinceUltraRare: number
  /** In millionths of a percent, with the pity of this pull. */
  readonly chances: { readonly ultraRare: number; readonly superRare: number }
  readonly rolls: readonly Roll[]
}

/**
 * The chance, in millionths of a percent, that the n-th pull since the last item of the rarity brings one: certain from
 * `hardPityAt` on; raised by a step with each pull from `softPity.from` on; the plain rate else.
 */
export function chanceAt({ ratePercent, softPity, hardPityAt }: RarityRule, n: number): number {
  if (hardPityAt !== null && n >= hardPityAt) return MICROS
  const raised = softPity !== null && n >= softPity.from ? microsOf(softPity.stepPoints) * (n - softPity.from + 1) : 0
  return Math.min(MICROS, microsOf(ratePercent) + raised)
}

/** docs/decisions/010-fairness-numbers.md, "One item". */
export async function drawItem(rules: DrawRules, pity: Pity, words: Words): Promise<DrawnItem> {
  const rolls: Roll[] = []
  const roll = async (of: Roll['of'], range: number): Promise<number> => {
    const drawn = await uniform(words, range)
    rolls.push({ of, ...drawn })
    return drawn.value
  }
  const ultraRare = chanceAt(rules.ULTRA_RARE, pity.pullsSinceUltraRare + 1)
  const superRare = chanceAt(rules.SUPER_RARE, pity.pullsSinceSuperRare + 1)
  const value = await roll('rarity', MICROS)
  const rarity = value < ultraRare ? 'ULTRA_RARE' : value < ultraRare + superRare ? 'SUPER_RARE' : 'RARE'

  const { items, featuredSharePercent: share } = rules[rarity]
  const featured = share !== null && (isGuaranteed(rarity, pity) || (await roll('featured', MICROS)) < microsOf(share))
  const itemId = await drawFrom(
    items.filter(entry => share === null || entry.featured === featured),
    range => roll('item', range),
  )
  const { pullsSinceUltraRare } = pity
  return { itemId, rarity, featured, pullsSinceUltraRare, chances: { ultraRare, superRare }, rolls }
}

const isGuaranteed = (rarity: Rarity, pity: Pity): boolean =>
  (rarity === 'ULTRA_RARE' && pity.ultraRareGuaranteed) || (rarity === 'SUPER_RARE' && pity.superRareGuaranteed)

/** The first entry whose running sum of weights exceeds the number; no number is taken for a single one. */
async function drawFrom(pool: readonly PoolEntry[], roll: (range: number) => Promise<number>): Promise<string> {
  const total = pool.reduce((sum, { weight }) => sum + weight, 0)
  let left = pool.length === 1 ? 0 : await roll(total)
  for (const { id, weight } of pool) {
    if (left < weight) return id
    left -= weight
  }
  throw new Error('Expected a pool that is not empty')
}

/** The pity that an item leaves; it depends on the item, not on the numbers that drew it. */
export function pityAfter(
  rules: DrawRules,
  pity: Pity,
  { rarity, featured }: Pick<DrawnItem, 'rarity' | 'featured'>,
): Pity {
  const later = {
    ...pity,
    pullsSinceUltraRare: pity.pullsSinceUltraRare + 1,
    pullsSinceSuperRare: pity.pullsSinceSuperRare + 1,
  }
  const guaranteed = rules[rarity].featuredGuaranteedAfterMiss && !featured
  if (rarity === 'ULTRA_RARE') return { ...later, pullsSinceUltraRare: 0, ultraRareGuaranteed: guaranteed }
  if (rarity === 'SUPER_RARE') return { ...later, pullsSinceSuperRare: 0, superRareGuaranteed: guaranteed }
  return later
}
