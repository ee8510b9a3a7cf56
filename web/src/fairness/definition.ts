import { isCount, isNumber, partOf } from './json.js'
import type { Rarity } from './proof.js'

/** Certainty, in millionths of a percent: chances are whole numbers of them, so that a draw compares integers only. */
export const MICROS = 100_000_000
export const microsOf = (percent: number): number => Math.round(percent * 1_000_000)

export interface PoolEntry {
  readonly id: string
  readonly weight: number
  readonly featured: boolean
}

export interface RarityRule {
  readonly ratePercent: number
  readonly items: readonly PoolEntry[]
  readonly softPity: { readonly from: number; readonly stepPoints: number } | null
  readonly hardPityAt: number | null
  readonly featuredSharePercent: number | null
  readonly featuredGuaranteedAfterMiss: boolean
}

/** The part of a banner's definition that decides draws. */
export type DrawRules = Readonly<Record<Rarity, RarityRule>>

const rarities = ['ULTRA_RARE', 'SUPER_RARE', 'RARE'] as const

/** @returns null where the definition cannot be drawn from: it is not one, or its numbers contradict each other */
export function drawRulesOf(definition: unknown): DrawRules | null {
  const given = partOf(definition, 'rarities')
  const [ultraRare, superRare, rare] = rarities.map(rarity => ruleOf(partOf(given, rarity)))
  if (!ultraRare || !superRare || !rare) return null
  const rules = { ULTRA_RARE: ultraRare, SUPER_RARE: superRare, RARE: rare }
  const all = Object.values(rules)
  const ids = all.flatMap(({ items }) => items.map(({ id }) => id))
  const isSound =
    all.reduce((sum, { ratePercent }) => sum + microsOf(ratePercent), 0) === MICROS &&
    new Set(ids).size === ids.length &&
    all.every(hasPoolsForItsShare)
  return isSound ? rules : null
}

/** An empty pool could not be drawn from: a share needs featured items, and less than all of it needs other ones. */
function hasPoolsForItsShare({ items, featuredSharePercent: share }: RarityRule): boolean {
  const featured = items.filter(item => item.featured).length
  if (share === null) return featured === 0 && items.length > 0
  return featured > 0 && share > 0 && share <= 100 && (share === 100) === (featured === items.length)
}

function ruleOf(given: unknown): RarityRule | null {
  const ratePercent = partOf(given, 'ratePercent')
  const items = partOf(given, 'items')
  const softPity = partOf(given, 'softPity') ?? null
  const hardPityAt = partOf(given, 'hardPityAt') ?? null
  const share = partOf(given, 'featuredSharePercent') ?? null
  if (!isNumber(ratePercent) || !Array.isArray(items) || !items.every(isPoolEntry)) return null
  if (softPity !== null && !isSoftPity(softPity)) return null
  if (hardPityAt !== null && !isCount(hardPityAt)) return null
  if (share !== null && !isNumber(share)) return null
  return {
    ratePercent,
    items: items.map(({ id, weight, featured }) => ({ id, weight, featured })),
    softPity,
    hardPityAt,
    featuredSharePercent: share,
    featuredGuaranteedAfterMiss: partOf(given, 'featuredGuaranteedAfterMiss') === true,
  }
}

const isPoolEntry = (value: unknown): value is PoolEntry =>
  typeof partOf(value, 'id') === 'string' &&
  isCount(partOf(value, 'weight')) &&
  typeof partOf(value, 'featured') === 'boolean'

const isSoftPity = (value: unknown): value is { from: number; stepPoints: number } =>
  isCount(partOf(value, 'from')) && isNumber(partOf(value, 'stepPoints'))
