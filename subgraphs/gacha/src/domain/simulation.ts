import type { BannerDefinition } from './banner-definition.js'
import { drawOne, drawTableOf } from './draw.js'
import { oddsOf, type RarityOdds } from './odds.js'
import { noPity, type Pity } from './pity.js'
import type { Rarity } from './rarity.js'
import type { Words } from './words.js'

/** One observed figure beside its exact value. */
export interface Comparison {
  readonly name: string
  readonly unit: '%' | 'pulls'
  readonly observed: number
  readonly exact: number
  readonly standardError: number
  /** True if the observed and the exact value are at most three standard errors apart. */
  readonly agrees: boolean
}

/** Pulls of one batch: many cycles of pity fit in, so that batches hardly depend on each other. */
const BATCH_PULLS = 1_000
const STANDARD_ERRORS_MAX = 3
/** Pulls below which there are too few batches for a standard error. */
export const SIMULATED_PULLS_MIN = 20 * BATCH_PULLS

/** The results of one batch. */
interface Batch {
  readonly pulls: number
  readonly count: Readonly<Record<Rarity, number>>
  readonly featured: Readonly<Record<Rarity, number>>
}

/**
 * Pulls one at a time, with the very function that draws for players, and compares what came with the exact odds.
 * @param onBatch is told after each batch how many pulls have been made
 */
export function simulate(
  definition: BannerDefinition,
  options: { pulls: number; words: Words; onBatch?: (pulls: number) => void },
): readonly Comparison[] {
  const table = drawTableOf(definition)
  const batches: Batch[] = []
  let pity: Pity = noPity
  for (let done = 0; done + BATCH_PULLS <= options.pulls; done += BATCH_PULLS) {
    const count = { ULTRA_RARE: 0, SUPER_RARE: 0, RARE: 0 }
    const featured = { ULTRA_RARE: 0, SUPER_RARE: 0, RARE: 0 }
    for (let pull = 0; pull < BATCH_PULLS; pull++) {
      const drawn = drawOne(table, pity, options.words)
      pity = drawn.pity
      count[drawn.item.rarity] += 1
      if (drawn.item.featured) featured[drawn.item.rarity] += 1
    }
    batches.push({ pulls: BATCH_PULLS, count, featured })
    options.onBatch?.(done + BATCH_PULLS)
  }
  return compare(definition, batches)
}

function compare(definition: BannerDefinition, batches: readonly Batch[]): Comparison[] {
  return oddsOf(definition).rarities.flatMap(odds => compareRarity(odds, batches))
}

function compareRarity(odds: RarityOdds, batches: readonly Batch[]): Comparison[] {
  const { rarity, featuredSharePercent: share, featuredExpectedPulls: expected } = odds
  const count = (batch: Batch) => batch.count[rarity]
  const featured = (batch: Batch) => batch.featured[rarity]
  const rows = [
    comparison(`${rarity} consolidated`, '%', odds.consolidatedPercent, ratioOf(batches, count, pulls)),
    comparison(`${rarity} expected pulls`, 'pulls', odds.expectedPulls, ratioOf(batches, pulls, count)),
  ]
  if (share === null || expected === null) return rows
  rows.push(
    comparison(`${rarity} featured share`, '%', share, ratioOf(batches, featured, count)),
    comparison(`${rarity} featured expected`, 'pulls', expected, ratioOf(batches, pulls, featured)),
  )
  return rows
}

const pulls = (batch: Batch) => batch.pulls

const PERCENT = 100

function comparison(
  name: string,
  unit: '%' | 'pulls',
  exact: number,
  ratio: { value: number; standardError: number },
): Comparison {
  const scale = unit === '%' ? PERCENT : 1
  const observed = ratio.value * scale
  const standardError = ratio.standardError * scale
  // A certain share (100 %) has no spread at all: then rounding is all that may differ.
  const tolerance = Math.max(STANDARD_ERRORS_MAX * standardError, Math.abs(exact) * 1e-9)
  return { name, unit, observed, exact, standardError, agrees: Math.abs(observed - exact) <= tolerance }
}

/**
 * The ratio R of two sums over B batches, and its standard error by the delta method, sqrt(Σ (yᵢ − R·xᵢ)² /
 * (B·(B−1))) / x̄: pulls depend on each other by pity, batches of them hardly do (the method of batch means;
 * Law, Simulation Modeling and Analysis, ch. 9).
 */
function ratioOf(
  batches: readonly Batch[],
  y: (batch: Batch) => number,
  x: (batch: Batch) => number,
): { value: number; standardError: number } {
  const sum = (of: (batch: Batch) => number) => batches.reduce((total, batch) => total + of(batch), 0)
  const value = sum(y) / sum(x)
  const spread = sum(batch => (y(batch) - value * x(batch)) ** 2)
  const size = batches.length
  return { value, standardError: Math.sqrt(spread / (size * (size - 1))) / (sum(x) / size) }
}
