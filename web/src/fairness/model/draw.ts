import { MICROS } from '../definition.js'
import { uniform, type UniformNumber, type Words } from '../words.js'
import type { Memory } from './memory.js'
import type { Counter, ModelRules, Order, Pool, Tier } from './rules.js'
import { holds, splitPools, splitTiers, type Split, type State } from './splits.js'
import { Stocks, sumOf } from './stocks.js'
import { followsList, itemsByList, needsList } from './wishes.js'

/** A number that decided a step of a draw, with the shares that it fell among. */
export interface ModelRoll extends UniformNumber {
  readonly of: 'start' | 'tier' | 'pool' | 'item'
  readonly among: readonly { readonly name: string; readonly share: number }[]
}

export interface DrawnModelItem {
  readonly itemId: string
  /** "TIER.POOL" */
  readonly outcome: string
  readonly rolls: readonly ModelRoll[]
}

export type DrawnOrder =
  | { readonly kind: 'drawn'; readonly items: readonly DrawnModelItem[]; readonly after: Memory }
  /** The banner has too little left, needs a chosen item or a list of wishes, or has closed for the player. */
  | { readonly kind: 'soldOut' | 'noTarget' | 'noWishes' | 'closed' }

/**
 * Draws an order of a model: docs/decisions/127-banners-are-counters-and-curves.md. A step of which only one result is
 * possible takes no number.
 */
export async function drawOrder(
  rules: ModelRules,
  memory: Memory,
  { order, wordsAt }: { order: Order; wordsAt: (index: number) => Words },
): Promise<DrawnOrder> {
  if (memory.closed === true && rules.closesOn !== null) return { kind: 'closed' }
  if (memory.target === null && needsTarget(rules)) return { kind: 'noTarget' }
  const { target, wishes = [] } = memory
  if (wishes.length === 0 && needsList(rules)) return { kind: 'noWishes' }
  const stocks = new Stocks(rules, memory)
  const items: DrawnModelItem[] = []
  let state: State = {}
  let closes = false
  for (let index = 0; index < order.draws; index++) {
    const rolls = new Rolls(wordsAt(index))
    if (index === 0) state = await startOf(rules, order.moves ? memory.counters : {}, rolls)
    const drawn = await drawItem(rules, state, { stocks, rolls, target, wishes })
    if (drawn === null) return { kind: 'soldOut' }
    items.push({ ...drawn, rolls: rolls.taken })
    closes ||= rules.closesOn !== null && isOf(rules, rules.closesOn, drawn.outcome)
    state = stateAfter(rules, state, { outcome: drawn.outcome, endsOrder: index === order.draws - 1 })
  }
  const after: Memory = {
    ...memory,
    ...(stocks.hasStock && stocks.state()),
    counters: order.moves ? lastingCounters(rules, state) : memory.counters,
    ...(closes && { closed: true }),
  }
  return { kind: 'drawn', items, after }
}

/** True if nothing is drawn before the player has chosen an item. */
const needsTarget = ({ tiers, counters }: ModelRules): boolean =>
  tiers.some(({ pools }) => pools.some(({ source }) => source === 'target')) ||
  counters.some(({ scope }) => scope === 'item')

/** The numbers of one item. */
class Rolls {
  readonly #words: Words
  readonly taken: ModelRoll[] = []

  constructor(words: Words) {
    this.#words = words
  }

  /** The place that a roll falls to. */
  async roll(of: ModelRoll['of'], { total, shares }: Split, nameOf: (place: number) => string): Promise<number> {
    const certain = shares.indexOf(total)
    if (certain !== -1) return certain
    const drawn = await uniform(this.#words, total)
    this.taken.push({ of, ...drawn, among: shares.map((share, place) => ({ name: nameOf(place), share })) })
    let rest = drawn.value
    for (const [place, share] of shares.entries()) {
      if (rest < share) return place
      rest -= share
    }
    throw new Error('Expected shares that add up to their total')
  }
}

/** Counters as they are remembered, cut at their max; one that has not begun starts, or is rolled. */
async function startOf({ counters }: ModelRules, known: Memory['counters'], rolls: Rolls): Promise<State> {
  const state: Record<string, number> = {}
  for (const { name, max, scope, start } of counters) {
    const value = scope === 'order' || !Object.hasOwn(known, name) ? undefined : known[name]
    if (value !== undefined) state[name] = Math.min(value, max)
    else if (typeof start === 'number') state[name] = start
    else state[name] = await rolls.roll('start', { total: MICROS, shares: start }, place => `${name} = ${place}`)
  }
  return state
}

async function drawItem(
  rules: ModelRules,
  state: State,
  of: { stocks: Stocks; rolls: Rolls; target: string | null; wishes: readonly string[] },
): Promise<Pick<DrawnModelItem, 'itemId' | 'outcome'> | null> {
  const { stocks, rolls, target, wishes } = of
  const tiers = splitTiers(rules, state, stocks)
  if (tiers.total === 0) return null
  const tier = rules.tiers[await rolls.roll('tier', tiers, at => rules.tiers[at]?.name ?? '')]
  const pool = tier && (await drawPool(rules, tier, { state, stocks, rolls }))
  if (pool === undefined) return null
  const { outcome, source } = pool
  if (source === 'target') return { itemId: target ?? '', outcome }
  const items = followsList(pool) ? itemsByList(rules, pool, wishes) : pool.items
  const shares = followsList(pool) ? items.map(({ share }) => share) : stocks.sharesOf(pool)
  const place = await rolls.roll('item', { total: sumOf(shares), shares }, at => items[at]?.id ?? '')
  stocks.take(pool, place)
  return { itemId: items[place]?.id ?? '', outcome }
}

async function drawPool(
  rules: ModelRules,
  tier: Tier,
  { state, stocks, rolls }: { state: State; stocks: Stocks; rolls: Rolls },
): Promise<Pool | undefined> {
  const { pools } = tier
  if (pools.length === 1) return pools[0]
  return pools[await rolls.roll('pool', splitPools(rules, tier, state, stocks), at => pools[at]?.outcome ?? '')]
}

/** All counters move by the state before the draw; those of the order end with it. */
function stateAfter(
  rules: ModelRules,
  state: State,
  { outcome, endsOrder }: { outcome: string; endsOrder: boolean },
): State {
  const next = ({ name, max, scope, perOrder, updates }: Counter): number => {
    const value = state[name] ?? 0
    if (endsOrder && scope === 'order') return 0
    if (perOrder && !endsOrder) return value
    const update = updates.find(({ event, when }) => isOf(rules, event, outcome) && holds(when, state))
    return update === undefined ? value : Math.min(max, Math.max(0, update.sets ? update.value : value + update.value))
  }
  return Object.fromEntries(rules.counters.map(counter => [counter.name, next(counter)]))
}

/** "*": any draw; "TIER", "TIER+": that tier or a better one; "TIER.POOL". */
export function isOf({ tiers }: Pick<ModelRules, 'tiers'>, event: string, outcome: string): boolean {
  if (event === '*' || event === outcome) return true
  const placeOf = (name: string) => tiers.findIndex(tier => tier.name === name)
  const tier = outcome.slice(0, outcome.indexOf('.'))
  return event.endsWith('+') ? placeOf(tier) <= placeOf(event.slice(0, -1)) : event === tier
}

const lastingCounters = ({ counters }: ModelRules, state: State): Memory['counters'] =>
  Object.fromEntries(counters.flatMap(({ name, scope }) => (scope === 'order' ? [] : [[name, state[name] ?? 0]])))
