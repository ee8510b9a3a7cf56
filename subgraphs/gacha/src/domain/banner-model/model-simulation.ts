import { STANDARD_ERRORS_MAX } from '../simulation.js'
import type { Words } from '../words.js'
import type { CompiledModel } from './compile.js'
import type { Order } from './definition.js'
import { eventNames } from './events.js'
import { drawOrder, type DrawnModelItem } from './draw-order.js'
import { noMemory, refillBox, type Memory } from './memory.js'

/** Draws of one batch: many cycles of pity fit in, so that batches hardly depend on each other. */
export const MODEL_BATCH_DRAWS = 1_000
/** Below so many expected hits, the standard error is itself a guess. */
const EXPECTED_HITS_MIN = 30

/** The share of one tier or pool among all draws. */
export interface ObservedShare {
  /** "TIER" or "TIER.POOL" */
  readonly event: string
  readonly observed: number
  readonly standardError: number
  /** Null where the long run has no share, as of a box that ends. */
  readonly exact: number | null
  /**
   * True if both are at most three standard errors apart; null where there is nothing to compare, or too
   * few hits.
   */
  readonly agrees: boolean | null
}

/**
 * Draws orders one after the other, with the function that draws for players, and counts tiers and pools.
 * A stock that is sold out is refilled, or begins anew with another player.
 * @param options.draws whole batches are made of it
 * @param options.exact the share of an event in the long run
 */
export function simulateModel(
  model: CompiledModel,
  options: {
    order: Order
    draws: number
    words: Words
    exact: (event: string) => number | null
    onBatch?: (draws: number) => void
  },
): readonly ObservedShare[] {
  const { order, draws, words, exact, onBatch } = options
  const events = eventNames(model.definition)
  const hits = events.map(event => new Set(model.outcomesOf(event)))
  const items = itemsOf(model, order, words)
  // A counter that only rises ends within its max, which is a batch at most: the long run begins after it.
  for (let draw = 0; draw < MODEL_BATCH_DRAWS; draw++) items.next()
  const batches: number[][] = []
  for (let made = 0; made + MODEL_BATCH_DRAWS <= draws; made += MODEL_BATCH_DRAWS) {
    const counts = events.map(() => 0)
    for (let draw = 0; draw < MODEL_BATCH_DRAWS; draw++) {
      const { outcome } = items.next().value
      for (const [index, outcomes] of hits.entries())
        if (outcomes.has(outcome)) counts[index] = (counts[index] ?? 0) + 1
    }
    batches.push(counts)
    onBatch?.(made + MODEL_BATCH_DRAWS)
  }
  return events.map((event, index) =>
    observedShare(
      event,
      batches.map(counts => counts[index] ?? 0),
      exact(event),
    ),
  )
}

/** @throws Error for an order that a full banner cannot fill */
function* itemsOf(model: CompiledModel, order: Order, words: Words): Generator<DrawnModelItem, never> {
  const first: Memory = { ...noMemory, target: model.definition.target?.choices[0] ?? null }
  let memory = first
  let isFresh = true
  for (;;) {
    const drawn = drawOrder(model, memory, { order, wordsAt: () => words })
    if (drawn.kind === 'drawn') {
      yield* drawn.items
      memory = drawn.closes ? first : drawn.after
      isFresh = drawn.closes
    } else if (isFresh) throw new Error(`No order ${order.name} can be drawn: ${drawn.kind}`)
    else {
      memory = refillBox(model, memory) ?? first
      isFresh = true
    }
  }
}

/** The method of batch means (Law, Simulation Modeling and Analysis, ch. 9). */
function observedShare(event: string, counts: readonly number[], exact: number | null): ObservedShare {
  const size = counts.length
  const mean = counts.reduce((sum, count) => sum + count, 0) / size
  const spread = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0)
  const observed = mean / MODEL_BATCH_DRAWS
  const standardError = Math.sqrt(spread / (size * (size - 1))) / MODEL_BATCH_DRAWS
  const isTelling = exact !== null && exact * size * MODEL_BATCH_DRAWS >= EXPECTED_HITS_MIN
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
