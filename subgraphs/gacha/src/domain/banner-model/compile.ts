import { MICROS, microsOf } from '../chance.js'
import { conditionOf, holds, type Condition, type CounterPlaces } from './chances.js'
import type { Counter, ModelDefinition, Pool } from './definition.js'
import { outcomesOf } from './events.js'
import type { BannerModel, ModelCounter, Outcome, Shares, State } from './model.js'
import { certain, crossed, leastMultiple, reduced } from './shares.js'
import { compileChances, splitPools, splitTiers, type CompiledChances, type Stock } from './splits.js'
import { itemsOfPool } from './wishes.js'

/** One entry of a counter's `on`, made ready. */
interface CompiledUpdate {
  readonly when: Condition
  /** If true, `value` replaces the counter; otherwise it is added. */
  readonly sets: boolean
  readonly value: number
}

interface CompiledCounter extends ModelCounter {
  /** For each outcome the entries that match it, in their order. */
  readonly updates: readonly (readonly CompiledUpdate[])[]
}

/** The model together with the chances that a draw splits its rolls by. */
export interface CompiledModel extends BannerModel {
  readonly chances: CompiledChances
  /** By outcome. */
  readonly pools: readonly PreparedPool[]
  /** True if a pool can run out of items. */
  readonly hasStock: boolean
  /** True if nothing is drawn before the user has chosen an item: a pool gives it, or a counter belongs to it. */
  readonly needsTarget: boolean
  /** True if nothing is drawn before the user has a list of wishes. */
  readonly needsWishes: boolean
  /** Outcomes that close the banner for the user. */
  readonly closing: ReadonlySet<Outcome>
  /** As `after`, but only of the counters at these places: all others stay. */
  afterWithin(kept: readonly number[], state: State, draw: { outcome: Outcome; endsOrder: boolean }): State
}

export interface PreparedPool {
  /** "TIER.POOL" */
  readonly name: string
  readonly pool: Pool
  /** Ids of its items, in their order; of a pool that follows the user's list, those of all choices. */
  readonly items: readonly string[]
  /** Weights or counts of its items; a pool that gives the chosen item has one share. */
  readonly shares: readonly number[]
  /** Their sum. */
  readonly total: number
}

/** Makes a checked definition ready. @throws Error for a definition that names something it does not have */
export function compileModel(definition: ModelDefinition): CompiledModel {
  const names = Object.keys(definition.counters).toSorted((a, b) => (a < b ? -1 : 1))
  const entries = names.flatMap(name => {
    const counter = definition.counters[name]
    return counter === undefined ? [] : [{ name, counter }]
  })
  const places: CounterPlaces = new Map(entries.map(({ name, counter: { max } }, index) => [name, { index, max }]))
  const outcomes = outcomesIn(definition)
  const counters = entries.map(({ name, counter }) => compileCounter(name, counter, { definition, outcomes, places }))
  const chances = compileChances(definition, places)
  const pools = outcomes.map(outcome => preparePool(definition, outcome))
  const full: Stock | null = chances.isBox
    ? (tier, pool) => pools[(chances.tiers[tier]?.firstOutcome ?? 0) + pool]?.total ?? 0
    : null
  const has = (...sources: readonly Pool['source'][]) => pools.some(({ pool }) => sources.includes(pool.source))
  return {
    definition,
    chances,
    pools,
    hasStock: has('box', 'unowned'),
    needsTarget: has('target') || Object.values(definition.counters).some(({ scope }) => scope === 'item'),
    needsWishes: has('wished', 'unwished'),
    closing: new Set(
      definition.closesOn === undefined ? [] : outcomesOf(definition.closesOn, definition.tiers, outcomes),
    ),
    counters,
    outcomes,
    get starts() {
      return crossed(counters.map(({ start }) => start))
    },
    outcomesAt: state => outcomesAt(chances, outcomes, state, full),
    chancesAt: (state, into) => chancesAt(chances, state, { stock: full, into }),
    after: (state, outcome, endsOrder) =>
      counters.map((counter, index) => nextValue(counter, state[index] ?? 0, { state, outcome, endsOrder })),
    afterWithin: (kept, state, { outcome, endsOrder }) => {
      const next = [...state]
      for (const index of kept) {
        const counter = counters[index]
        if (counter !== undefined) next[index] = nextValue(counter, state[index] ?? 0, { state, outcome, endsOrder })
      }
      return next
    },
    startsOrder: state =>
      crossed(counters.map(({ isOfOrder, start }, index) => (isOfOrder ? start : certain(state[index] ?? 0)))),
    outcomesOf: event => outcomesOf(event, definition.tiers, outcomes),
  }
}

/** Exact shares of tier and pool for a stock. */
export function outcomesAt(
  chances: CompiledChances,
  outcomes: readonly Outcome[],
  state: State,
  stock: Stock | null,
): Shares<Outcome> {
  const tiers = splitTiers(chances, state, stock)
  const pools = chances.tiers.map((_, tier) =>
    (tiers.shares[tier] ?? 0) === 0 ? { total: 1, shares: [] } : splitPools(chances, tier, state, stock),
  )
  const common = pools.reduce((least, { total }) => leastMultiple(least, BigInt(total)), 1n)
  const shares = outcomes.map(outcome => {
    const { total = 1, shares: ofPools = [] } = pools[outcome.tier] ?? {}
    const share =
      BigInt(tiers.shares[outcome.tier] ?? 0) * BigInt(ofPools[outcome.pool] ?? 0) * (common / BigInt(total))
    return { value: outcome, share }
  })
  return reduced({ total: BigInt(tiers.total) * common, shares: shares.filter(({ share }) => share > 0n) })
}

function chancesAt(
  chances: CompiledChances,
  state: State,
  { stock, into }: { stock: Stock | null; into: Float64Array },
): void {
  const tiers = splitTiers(chances, state, stock)
  let index = 0
  for (const [tier, { pools }] of chances.tiers.entries()) {
    const share = (tiers.shares[tier] ?? 0) / tiers.total
    if (share === 0) {
      into.fill(0, index, index + pools.length)
      index += pools.length
      continue
    }
    const split = pools.length === 1 ? null : splitPools(chances, tier, state, stock)
    for (const pool of pools.keys()) {
      into[index] = split === null ? share : (share * (split.shares[pool] ?? 0)) / split.total
      index += 1
    }
  }
}

function nextValue(
  { isOfOrder, perOrder, max, updates }: CompiledCounter,
  value: number,
  { state, outcome, endsOrder }: { state: State; outcome: Outcome; endsOrder: boolean },
): number {
  if (endsOrder && isOfOrder) return 0
  if (perOrder && !endsOrder) return value
  const update = updates[outcome.index]?.find(({ when }) => holds(when, state))
  if (update === undefined) return value
  return Math.min(max, Math.max(0, update.sets ? update.value : value + update.value))
}

function outcomesIn({ tiers }: ModelDefinition): readonly Outcome[] {
  let index = 0
  return tiers.flatMap(({ name, pools }, tier) =>
    pools.map((pool, place) => ({ index: index++, tier, pool: place, name: `${name}.${pool.name}` })),
  )
}

function preparePool(definition: ModelDefinition, { name, tier, pool: place }: Outcome): PreparedPool {
  const pool = definition.tiers[tier]?.pools[place]
  if (pool === undefined) throw new Error(`The definition has no ${name}`)
  const entries = itemsOfPool(definition, pool)
  const items = entries.map(({ id }) => id)
  const shares = pool.source === 'target' ? [1] : entries.map(({ weight }) => weight)
  return { name, pool, items, shares, total: shares.reduce((sum, share) => sum + share, 0) }
}

function compileCounter(
  name: string,
  { max, start, scope, per, on }: Counter,
  context: { definition: ModelDefinition; outcomes: readonly Outcome[]; places: CounterPlaces },
): CompiledCounter {
  const { definition, outcomes, places } = context
  const updates = on.map(([event, change, when]) => ({
    matches: new Set(outcomesOf(event, definition.tiers, outcomes)),
    update: {
      when: conditionOf(when, places),
      sets: change.set !== undefined,
      value: change.set ?? change.add ?? 0,
    },
  }))
  return {
    name,
    max,
    isOfOrder: scope === 'order',
    perOrder: per === 'order',
    updates: outcomes.map(outcome => updates.flatMap(({ matches, update }) => (matches.has(outcome) ? [update] : []))),
    start:
      typeof start === 'number'
        ? certain(start)
        : reduced({
            total: BigInt(MICROS),
            shares: start.flatMap((percent, value) =>
              percent > 0 ? [{ value, share: BigInt(microsOf(percent)) }] : [],
            ),
          }),
  }
}
