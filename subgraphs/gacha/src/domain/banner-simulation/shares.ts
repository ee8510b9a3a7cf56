import type { CompiledModel } from '../banner-model/compile.js'
import type { Order } from '../banner-model/definition.js'
import { eventNames } from '../banner-model/events.js'
import { STANDARD_ERRORS_MAX } from '../simulation.js'
import type { Words } from '../words.js'
import type { ChiSquare } from './chi-square.js'
import { fSurvival } from './f-distribution.js'
import { endlessItems } from './histories.js'
import { quadraticForm } from './quadratic-form.js'

/** Draws of one batch: many cycles of pity fit in, so that batches hardly depend on each other. */
export const BATCH_DRAWS = 1_000
/** Below so many expected hits, the standard error is itself a guess. */
export const HITS_MIN = 30
/** Below so many expected hits, counts are too skewed for the joint test: of 50, it rejects eight times too often. */
const TESTED_HITS_MIN = 100
/** With fewer batches, the shares of rare pools are joined too far to tell anything. */
const TESTED_BATCHES_MIN = 100
/** Batches for each share that is tested: with fewer, their covariance hides most disagreements. */
const BATCHES_PER_SHARE = 5

/** The share of one tier or pool among all draws. */
export interface ObservedShare {
  /** "TIER" or "TIER.POOL" */
  readonly event: string
  readonly observed: number
  readonly standardError: number
  /** Null where the long run has no share, as of a box that ends. */
  readonly exact: number | null
  /**
   * True if both are at most three standard errors apart, as they are by chance alone in all but one case of 370; null
   * where there is nothing to compare, or too few hits.
   */
  readonly agrees: boolean | null
}

export interface ObservedShares {
  readonly shares: readonly ObservedShare[]
  /** All pools together; null where a share is not known, or there are too few draws. */
  readonly test: ChiSquare | null
}

/**
 * Draws orders one after the other, and counts tiers and pools in the long run.
 * @param options.draws whole batches are made of it
 * @param options.exact the share of an event in the long run
 */
export function simulateShares(
  model: CompiledModel,
  options: {
    order: Order
    draws: number
    words: Words
    exact: (event: string) => number | null
    onBatch?: (draws: number) => void
  },
): ObservedShares {
  const { order, draws, words, exact, onBatch } = options
  const items = endlessItems(model, order, words)
  // A counter that only rises ends within its max, which is a batch at most: the long run begins after it.
  for (let draw = 0; draw < BATCH_DRAWS; draw++) items.next()
  const batches: (readonly number[])[] = []
  for (let made = 0; made + BATCH_DRAWS <= draws; made += BATCH_DRAWS) {
    const counts = model.outcomes.map(() => 0)
    for (let draw = 0; draw < BATCH_DRAWS; draw++) {
      const { index } = items.next().value.outcome
      counts[index] = (counts[index] ?? 0) + 1
    }
    batches.push(counts)
    onBatch?.(BATCH_DRAWS)
  }
  return {
    shares: eventNames(model.definition).map(event => {
      const places = model.outcomesOf(event).map(({ index }) => index)
      return observedShare(
        event,
        batches.map(counts => places.reduce((sum, place) => sum + (counts[place] ?? 0), 0)),
        exact(event),
      )
    }),
    test: testShares(
      batches,
      model.outcomes.map(({ name }) => exact(name)),
    ),
  }
}

/** The method of batch means (Law, Simulation Modeling and Analysis, ch. 9). */
function observedShare(event: string, counts: readonly number[], exact: number | null): ObservedShare {
  const size = counts.length
  const mean = counts.reduce((sum, count) => sum + count, 0) / size
  const spread = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0)
  const observed = mean / BATCH_DRAWS
  const standardError = Math.sqrt(spread / (size * (size - 1))) / BATCH_DRAWS
  const isTelling = exact !== null && exact * size * BATCH_DRAWS >= HITS_MIN
  // A certain share has no spread: then rounding is all that may differ.
  const tolerance = Math.max(STANDARD_ERRORS_MAX * standardError, (exact ?? 0) * 1e-9)
  return {
    event,
    observed,
    standardError,
    exact,
    agrees: isTelling ? Math.abs(observed - exact) <= tolerance : null,
  }
}

/**
 * Hotelling's test of all shares together. Draws depend on each other by counters, so Pearson's statistic of their
 * counts is not distributed as chi-square; the squared distance T² of the means, measured by the covariance of the m
 * batches, has T²·(m − k) / (k·(m − 1)) distributed as F with k and m − k degrees of freedom (Anderson,
 * An Introduction to Multivariate Statistical Analysis, 3rd ed., 5.2). Chi-square is the limit of many batches alone:
 * of 100 batches and 60 shares, it rejects most right models.
 * Pools of which fewer than `TESTED_HITS_MIN` hits are expected are joined with the next ones, and then the rarest ones
 * with a neighbour until there are `BATCHES_PER_SHARE` batches for each share. The last one follows from the others and
 * is left out; so is each that follows from those before it.
 * @param counts by batch and by pool
 */
export function testShares(
  counts: readonly (readonly number[])[],
  exact: readonly (number | null)[],
): ChiSquare | null {
  const size = counts.length
  const known = exact.filter(share => share !== null)
  if (size < TESTED_BATCHES_MIN || known.length < exact.length) return null
  const all = joinedPlaces(known, { draws: size * BATCH_DRAWS, groupsMax: Math.floor(size / BATCHES_PER_SHARE) + 1 })
  const groups = all.slice(0, -1)
  const grouped = counts.map(batch => groups.map(places => sumOver(batch, places)))
  const means = groups.map((_, place) => grouped.reduce((sum, each) => sum + (each[place] ?? 0), 0) / size)
  const differences = groups.map((places, place) => (means[place] ?? 0) - BATCH_DRAWS * sumOver(known, places))
  const covariance = groups.map((_, row) =>
    groups.map((__, column) => {
      const products = grouped.map(
        each => ((each[row] ?? 0) - (means[row] ?? 0)) * ((each[column] ?? 0) - (means[column] ?? 0)),
      )
      return products.reduce((sum, product) => sum + product, 0) / (size * (size - 1))
    }),
  )
  const { value: statistic, rank } = quadraticForm(covariance, differences)
  if (rank === 0 && statistic === 0) return null
  const degrees = Math.max(1, rank)
  const f = (statistic * (size - degrees)) / (degrees * (size - 1))
  return { statistic, degrees, pValue: fSurvival(f, [degrees, size - degrees]) }
}

const sumOver = (values: readonly number[], places: readonly number[]): number =>
  places.reduce((sum, place) => sum + (values[place] ?? 0), 0)

/** Groups of pools that follow each other. */
function joinedPlaces(
  shares: readonly number[],
  { draws, groupsMax }: { draws: number; groupsMax: number },
): readonly (readonly number[])[] {
  const groups: number[][] = []
  let open: number[] = []
  for (const place of shares.keys()) {
    open.push(place)
    if (sumOver(shares, open) * draws < TESTED_HITS_MIN) continue
    groups.push(open)
    open = []
  }
  groups.at(-1)?.push(...open)
  while (groups.length > groupsMax) {
    const expected = groups.map(places => sumOver(shares, places))
    const rarest = expected.indexOf(Math.min(...expected))
    const isBeforeRarer = (expected[rarest - 1] ?? 1) < (expected[rarest + 1] ?? 1)
    const first = isBeforeRarer || rarest === groups.length - 1 ? rarest - 1 : rarest
    groups.splice(first, 2, [...(groups[first] ?? []), ...(groups[first + 1] ?? [])])
  }
  return groups
}
