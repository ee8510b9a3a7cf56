import { MICROS, microsOf } from '../chance.js'
import { uniform, type Words } from '../words.js'
import type { CompiledModel } from './compile.js'
import type { Order } from './definition.js'
import { Stocks, type Memory } from './memory.js'
import type { Outcome, State } from './model.js'
import { splitPools, splitTiers, type Stock } from './splits.js'
import { sharesByList } from './wishes.js'

/** One item of an order. */
export interface DrawnModelItem {
  readonly itemId: string
  readonly outcome: Outcome
  /** The counters that the draw saw. */
  readonly before: State
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
  | { readonly kind: Undrawable }

/** The model needs a chosen item or a list of wishes, and there is none; the banner has closed for the user. */
export type Undrawable = 'noTarget' | 'noWishes' | 'closed'

/** Returns why no order can be drawn from a memory, whatever its draws; null where one may be. */
export function undrawable(model: CompiledModel, memory: Memory): Undrawable | null {
  if (memory.closed === true && model.closing.size > 0) return 'closed'
  if (memory.target === null && model.needsTarget) return 'noTarget'
  return model.needsWishes && (memory.wishes ?? []).length === 0 ? 'noWishes' : null
}

/**
 * Draws an order, one item after the other. Item `index` is decided by the words of that index, in this
 * order:
 * 1. with the first item only: each rolled start, in the order of the counters' names: of counters that
 *    have not begun, and of those of the order. A roll below 10⁸ against the running sum of the
 *    percentages.
 * 2. the tier: a roll below 10⁸, or below what the box has left, against the running sum of the tiers'
 *    shares.
 * 3. the pool: a roll below 10⁸ (times the weights of its pools), or below what the tier has left,
 *    likewise.
 * 4. the item: a roll below the sum of the weights or counts of the pool's items, likewise; of a pool that follows the
 *    user's list, of the choices that are on it, or not on it.
 *
 * A step of which only one result is possible takes no word.
 * @param wordsAt the randomness of the item with this index, counting from 0
 */
export function drawOrder(
  model: CompiledModel,
  memory: Memory,
  { order, wordsAt }: { order: Order; wordsAt: (index: number) => Words },
): DrawnOrder {
  const refused = undrawable(model, memory)
  if (refused !== null) return { kind: refused }
  const stocks = model.hasStock ? new Stocks(model, memory) : null
  const stock = stocks === null ? null : stockOf(model, stocks)
  const byList = model.needsWishes ? sharesByList(model, memory.wishes ?? []) : null
  const items: DrawnModelItem[] = []
  let state: State = []
  let closes = false
  for (let index = 0; index < order.draws; index++) {
    const words = wordsAt(index)
    if (index === 0) state = startOf(model, order.moves ? memory.counters : {}, words)
    const outcome = rollOutcome(model, state, { stock, words })
    if (outcome === null) return { kind: 'soldOut' }
    const itemId = rollItem(model, outcome, { stocks, listed: byList?.[outcome.index], words, target: memory.target })
    items.push({ itemId, outcome, before: state })
    closes ||= model.closing.has(outcome)
    state = model.after(state, outcome, index === order.draws - 1)
  }
  const counters = order.moves ? countersOf(model, state) : memory.counters
  const after = { ...memory, ...stocks?.state(), counters, ...(closes && { closed: true as const }) }
  return { kind: 'drawn', items, after, closes }
}

const stockOf =
  ({ chances }: CompiledModel, stocks: Stocks): Stock =>
  (tier, pool) =>
    stocks.left((chances.tiers[tier]?.firstOutcome ?? 0) + pool)

/**
 * The state that an order starts from; a counter of a memory beyond its max, as of an older version of the
 * banner, is cut.
 */
export function startOf({ counters, definition }: CompiledModel, known: Memory['counters'], words: Words): State {
  const state: number[] = []
  for (const { name, isOfOrder, max } of counters) {
    const value = isOfOrder || !Object.hasOwn(known, name) ? undefined : known[name]
    const start = definition.counters[name]?.start ?? 0
    if (value !== undefined) state.push(Math.min(value, max))
    else state.push(typeof start === 'number' ? start : roll(start.map(microsOf), MICROS, words))
  }
  return state
}

function rollOutcome(
  { chances, outcomes }: CompiledModel,
  state: State,
  { stock, words }: { stock: Stock | null; words: Words },
): Outcome | null {
  const tiers = splitTiers(chances, state, stock)
  if (tiers.total === 0) return null
  const tier = roll(tiers.shares, tiers.total, words)
  const { firstOutcome = 0, pools = [] } = chances.tiers[tier] ?? {}
  if (pools.length === 1) return outcomes[firstOutcome] ?? null
  const split = splitPools(chances, tier, state, stock)
  return outcomes[firstOutcome + roll(split.shares, split.total, words)] ?? null
}

function rollItem(
  { pools }: CompiledModel,
  outcome: Outcome,
  of: {
    stocks: Stocks | null
    /** Weights by the user's list, of a pool that follows it. */
    listed: readonly number[] | null | undefined
    words: Words
    target: string | null
  },
): string {
  const { stocks, listed, words, target } = of
  const prepared = pools[outcome.index]
  if (prepared === undefined || prepared.pool.source === 'target') return target ?? ''
  const shares = listed ?? stocks?.sharesOf(outcome.index) ?? prepared.shares
  const item = roll(shares, shares === prepared.shares ? prepared.total : sumOf(shares), words)
  stocks?.take(outcome.index, item)
  return prepared.items[item] ?? ''
}

const sumOf = (shares: readonly number[]): number => shares.reduce((sum, share) => sum + share, 0)

/**
 * The place that a roll below `total`, the sum of the shares, falls to; no word is taken where only one is
 * possible.
 */
function roll(shares: readonly number[], total: number, words: Words): number {
  const certain = shares.indexOf(total)
  if (certain !== -1) return certain
  let rest = uniform(words, total)
  for (const [index, share] of shares.entries()) {
    if (rest < share) return index
    rest -= share
  }
  throw new Error('The shares of a roll do not add up to its total: the definition has not been checked')
}

/** By name, the counters that outlast an order. */
export function countersOf({ counters }: CompiledModel, state: State): Readonly<Record<string, number>> {
  const values: Record<string, number> = {}
  for (const [index, { name, isOfOrder }] of counters.entries()) if (!isOfOrder) values[name] = state[index] ?? 0
  return values
}
