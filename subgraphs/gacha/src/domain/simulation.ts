import type { BannerDefinition } from './banner-definition.js'
import { drawOne, drawTableOf } from './draw.js'
import { oddsOf, type BannerOdds, type RarityOdds } from './odds.js'
import { noPity, type Pity } from './pity.js'
import type { Rarity } from './rarity.js'
import type { Words } from './words.js'

/** One observed figure beside its exact value. */
export interface Comparison {
  readonly rarity: Rarity
  readonly measure: Measure
  /** Null where nothing came to measure it by. */
  readonly observed: number | null
  readonly exact: number
  /** Null where `observed` is. */
  readonly standardError: number | null
  /**
   * True if the observed and the exact value are at most three standard errors apart; null where so few items
   * are to be expected that neither says anything.
   */
  readonly agrees: boolean | null
}

/** The measures of a rarity, by the names of the fields of RarityOdds. */
export type Measure = 'CONSOLIDATED_PERCENT' | 'EXPECTED_PULLS' | 'FEATURED_SHARE_PERCENT' | 'FEATURED_EXPECTED_PULLS'

/** Pulls of one batch: many cycles of pity fit in, so that batches hardly depend on each other. */
const BATCH_PULLS = 1_000
/** An observed value agrees with the exact one within so many standard errors. */
export const STANDARD_ERRORS_MAX = 3
/** Below so many expected items, the standard error is itself a guess. */
const EXPECTED_ITEMS_MIN = 30
/** Pulls below which there are too few batches for a standard error. */
export const SIMULATED_PULLS_MIN = 20 * BATCH_PULLS

/** How many of the pulls are made: batches are whole. */
export const wholeBatches = (pulls: number): number => pulls - (pulls % BATCH_PULLS)

/** The results of one batch. */
interface Batch {
  readonly pulls: number
  readonly count: Readonly<Record<Rarity, number>>
  readonly featured: Readonly<Record<Rarity, number>>
}

/**
 * Pulls one at a time, with the very function that draws for players, and compares what came with the exact odds.
 * @param options.odds of the definition, where the caller has them
 * @param options.onBatch is told after each batch how many pulls have been made
 */
export function simulate(
  definition: BannerDefinition,
  options: { pulls: number; words: Words; odds?: BannerOdds; onBatch?: (pulls: number) => void },
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
  const odds = options.odds ?? oddsOf(definition)
  return odds.rarities.flatMap(each => compareRarity(each, batches))
}

function compareRarity(odds: RarityOdds, batches: readonly Batch[]): Comparison[] {
  const { rarity, featuredSharePercent: share, featuredExpectedPulls: expected } = odds
  const count = (batch: Batch) => batch.count[rarity]
  const featured = (batch: Batch) => batch.featured[rarity]
  const made = sumOf(batches, pulls)
  const compareAll = (
    expectedItems: number,
    measured: readonly (readonly [Measure, number, { value: number; standardError: number }])[],
  ) =>
    measured.map(([measure, exact, ratio]) =>
      comparison({ rarity, measure, exact, ratio, isTelling: expectedItems >= EXPECTED_ITEMS_MIN }),
    )
  const rows = compareAll(made / odds.expectedPulls, [
    ['CONSOLIDATED_PERCENT', odds.consolidatedPercent, inPercent(ratioOf(batches, count, pulls))],
    ['EXPECTED_PULLS', odds.expectedPulls, ratioOf(batches, pulls, count)],
  ])
  if (share === null || expected === null) return rows
  return [
    ...rows,
    ...compareAll(made / expected, [
      ['FEATURED_SHARE_PERCENT', share, inPercent(ratioOf(batches, featured, count))],
      ['FEATURED_EXPECTED_PULLS', expected, ratioOf(batches, pulls, featured)],
    ]),
  ]
}

const pulls = (batch: Batch) => batch.pulls

const PERCENT = 100

const inPercent = ({ value, standardError }: { value: number; standardError: number }) => ({
  value: value * PERCENT,
  standardError: standardError * PERCENT,
})

function comparison(of: {
  rarity: Rarity
  measure: Measure
  exact: number
  ratio: { value: number; standardError: number }
  isTelling: boolean
}): Comparison {
  const { rarity, measure, exact, ratio, isTelling } = of
  // A ratio to nothing: no item of the rarity, or no featured one, has come.
  const isMeasured = Number.isFinite(ratio.value) && Number.isFinite(ratio.standardError)
  const { value, standardError } = ratio
  // A certain share (100 %) has no spread at all: then rounding is all that may differ.
  const tolerance = Math.max(STANDARD_ERRORS_MAX * standardError, Math.abs(exact) * 1e-9)
  return {
    rarity,
    measure,
    observed: isMeasured ? value : null,
    exact,
    standardError: isMeasured ? standardError : null,
    agrees: isTelling ? isMeasured && Math.abs(value - exact) <= tolerance : null,
  }
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
  const sum = (of: (batch: Batch) => number) => sumOf(batches, of)
  const value = sum(y) / sum(x)
  const spread = sum(batch => (y(batch) - value * x(batch)) ** 2)
  const size = batches.length
  return { value, standardError: Math.sqrt(spread / (size * (size - 1))) / (sum(x) / size) }
}

const sumOf = (batches: readonly Batch[], of: (batch: Batch) => number): number =>
  batches.reduce((total, batch) => total + of(batch), 0)
