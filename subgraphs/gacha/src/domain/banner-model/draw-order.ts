import { MICROS, microsOf } from '../chance.js'
import { uniform, type Words } from '../words.js'
import type { CompiledModel } from './compile.js'
import type { Order } from './definition.js'
import { stocksOf, type Memory, type Stocks } from './memory.js'
import type { Outcome, State } from './model.js'
import { splitPools, splitTiers, type Split, type Stock } from './splits.js'

/** One item of an order. */
export interface DrawnModelItem {
  readonly itemId: string
  readonly outcome: Outcome
  /** The counters that the draw saw, by name. */
  readonly before: Readonly<Record<string, number>>
}

export type DrawnOrder =
  | {
      readonly kind: 'drawn'
      readonly items: readonly DrawnModelItem[]
      readonly after: Memory
      /** True if an item closes the banner for the user. */
      readonly closes: boolean
    }
  /** The banner has too little left for the order; nothing is drawn then. */
  | { readonly kind: 'soldOut' }
  /** A pool gives the chosen item, and none is chosen. */
  | { readonly kind: 'noTarget' }

/**
 * Draws an order, one item after the other. Item `index` is decided by the words of that index, in this order:
 * 1. with the first item only: each rolled start, in the order of the counters' names: of counters that have not begun,
 *    and of those of the order. A roll below 10⁸ against the running sum of the percentages.
 * 2. the tier: a roll below 10⁸, or below what the box has left, against the running sum of the tiers' shares.
 * 3. the pool: a roll below 10⁸ (times the weights of its pools), likewise.
 * 4. the item: a roll below the sum of the weights or counts of the pool's items, likewise.
 * A step of which only one result is possible takes no roll.
 * @param wordsAt the randomness of the item with this index, counting from 0
 */
export function drawOrder(
  model: CompiledModel,
  memory: Memory,
  { order, wordsAt }: { order: Order; wordsAt: (index: number) => Words },
): DrawnOrder {
  if (memory.target === null && givesTarget(model)) return { kind: 'noTarget' }
  const stocks = stocksOf(model, memory)
  const stock = stockOf(model, stocks)
  const closing = new Set(model.definition.closesOn === undefined ? [] : model.outcomesOf(model.definition.closesOn))
  const items: DrawnModelItem[] = []
  let state: State = []
  let closes = false
  for (let index = 0; index < order.draws; index++) {
    const words = wordsAt(index)
    if (index === 0) state = startOf(model, order.moves ? memory.counters : {}, words)
    const outcome = rollOutcome(model, state, { stock, words })
    if (outcome === null) return { kind: 'soldOut' }
    const itemId = rollItem(model, outcome, { stocks, words, target: memory.target })
    items.push({ itemId, outcome, before: namedState(model, state) })
    closes ||= closing.has(outcome)
    state = model.after(state, outcome, index === order.draws - 1)
  }
  const counters = order.moves ? kept(model, state) : memory.counters
  return { kind: 'drawn', items, after: { ...memory, ...stocks.state(), counters }, closes }
}

const givesTarget = ({ definition }: CompiledModel): boolean =>
  definition.tiers.some(({ pools }) => pools.some(({ source }) => source === 'target'))

/** Null where nothing can run out, which saves the sums. */
function stockOf({ definition, outcomes }: CompiledModel, stocks: Stocks): Stock | null {
  const runsOut = definition.tiers.some(({ pools }) =>
    pools.some(({ source }) => source === 'box' || source === 'unowned'),
  )
  if (!runsOut) return null
  const first = definition.tiers.map((_, tier) => outcomes.findIndex(outcome => outcome.tier === tier))
  return (tier, pool) => stocks.left((first[tier] ?? 0) + pool)
}

/**
 * The state that an order starts from; a counter of a memory beyond its max, as of an older version of the banner, is
 * cut.
 */
function startOf({ counters, definition }: CompiledModel, known: Memory['counters'], words: Words): State {
  return counters.map(({ name, isOfOrder, max }) => {
    const value = isOfOrder || !Object.hasOwn(known, name) ? undefined : known[name]
    if (value !== undefined) return Math.min(value, max)
    const start = definition.counters[name]?.start ?? 0
    if (typeof start === 'number') return start
    return roll({ total: MICROS, shares: start.map(microsOf) }, words)
  })
}

function rollOutcome(
  model: CompiledModel,
  state: State,
  { stock, words }: { stock: Stock | null; words: Words },
): Outcome | null {
  const tiers = splitTiers(model.chances, state, stock)
  if (tiers.total === 0) return null
  const tier = roll(tiers, words)
  const pool = roll(splitPools(model.chances, tier, state, stock), words)
  return model.outcomes.find(outcome => outcome.tier === tier && outcome.pool === pool) ?? null
}

function rollItem(
  { definition }: CompiledModel,
  outcome: Outcome,
  { stocks, words, target }: { stocks: Stocks; words: Words; target: string | null },
): string {
  const pool = definition.tiers[outcome.tier]?.pools[outcome.pool]
  if (pool?.source === 'target') return target ?? ''
  const shares = stocks.sharesOf(outcome.index)
  const item = roll({ total: shares.reduce((sum, share) => sum + share, 0), shares }, words)
  stocks.take(outcome.index, item)
  return pool?.items[item]?.id ?? ''
}

/** The place that a roll below `total` falls to; no word is taken where there is only one. */
function roll({ total, shares }: Split, words: Words): number {
  const certain = shares.indexOf(total)
  if (certain !== -1) return certain
  let rest = uniform(words, total)
  for (const [index, share] of shares.entries()) {
    if (rest < share) return index
    rest -= share
  }
  throw new Error('The shares of a roll do not add up to its total: the definition has not been checked')
}

/** Counters that outlast an order. */
const kept = ({ counters }: CompiledModel, state: State): Readonly<Record<string, number>> =>
  Object.fromEntries(counters.flatMap(({ name, isOfOrder }, index) => (isOfOrder ? [] : [[name, state[index] ?? 0]])))

const namedState = ({ counters }: CompiledModel, state: State): Readonly<Record<string, number>> =>
  Object.fromEntries(counters.map(({ name }, index) => [name, state[index] ?? 0]))
