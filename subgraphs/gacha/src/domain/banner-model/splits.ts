import { MICROS } from '../chance.js'
import {
  chanceAt,
  compileChance,
  conditionOf,
  holds,
  type CompiledChance,
  type Condition,
  type CounterPlaces,
} from './chances.js'
import type { ModelDefinition, Pool, Tier } from './definition.js'
import type { State } from './model.js'

/**
 * How one roll is divided: `shares` add up to `total`. A roll of tiers is below 10⁸; of pools below 10⁸
 * times their weights, which the limits of a definition keep below 2⁴⁸, so that one word decides it.
 */
export interface Split {
  readonly total: number
  readonly shares: readonly number[]
}

/** How many items a pool has to draw from, by tier and pool; 0: it is passed over. */
export type Stock = (tier: number, pool: number) => number

/** A definition's chances made ready. */
export interface CompiledChances {
  readonly tiers: readonly CompiledTier[]
  readonly forces: readonly CompiledForce[]
  /** True where the banner is one box: every tier and pool has the share of what it has left. */
  readonly isBox: boolean
}

interface CompiledTier {
  readonly chance: CompiledChance | null
  readonly pools: readonly CompiledPool[]
  /** The index of the outcome that its first pool is. */
  readonly firstOutcome: number
  /** The sum of the weights of pools; 0 where none has one. */
  readonly weights: number
}

interface CompiledPool {
  readonly chance: CompiledChance | null
  /** Its part of what the pools with curves leave. */
  readonly weight: number
}

interface CompiledForce {
  readonly when: Condition
  readonly tier: number
  readonly pool: number | null
}

export function compileChances(definition: ModelDefinition, places: CounterPlaces): CompiledChances {
  const { tiers } = definition
  const tierOf = (name: string) => tiers.findIndex(tier => tier.name === name)
  return {
    tiers: compileTiers(tiers, places),
    forces: definition.forces.map(({ when, tier, pool }) => ({
      when: conditionOf(when, places),
      tier: tierOf(tier),
      pool: pool === undefined ? null : (tiers[tierOf(tier)]?.pools.findIndex(each => each.name === pool) ?? null),
    })),
    isBox: isBox(definition),
  }
}

/** A banner is one box where no tier and no pool has a chance, and all pools are boxes. */
export const isBox = ({ tiers }: Pick<ModelDefinition, 'tiers'>): boolean =>
  tiers.every(
    ({ chance, pools }) =>
      chance === undefined && pools.every(pool => pool.source === 'box' && pool.chance === undefined),
  )

function compileTiers(tiers: readonly Tier[], places: CounterPlaces): readonly CompiledTier[] {
  let outcomes = 0
  return tiers.map(({ chance, pools }) => {
    const compiled = pools.map(pool => compilePool(pool, places))
    const firstOutcome = outcomes
    outcomes += pools.length
    return {
      chance: chance === undefined ? null : compileChance(chance, places),
      pools: compiled,
      firstOutcome,
      weights: sumOf(compiled, ({ weight }) => weight),
    }
  })
}

const compilePool = ({ chance }: Pool, places: CounterPlaces): CompiledPool => ({
  chance: Array.isArray(chance) ? compileChance(chance, places) : null,
  weight: chance !== undefined && !Array.isArray(chance) ? chance.weight : 0,
})

/** The first force that holds. */
export const forceAt = ({ forces }: CompiledChances, state: State): CompiledForce | undefined =>
  forces.find(({ when }) => holds(when, state))

/**
 * Tiers in their order, each with min(its chance, what is left); the last one with anything in stock takes
 * the rest. A forced tier takes all, unless it is empty.
 * @param stock null: every pool has something
 */
export function splitTiers(chances: CompiledChances, state: State, stock: Stock | null): Split {
  const { tiers, isBox: isOneBox } = chances
  const stocks = stock === null ? null : tiers.map(({ pools }, tier) => sumOf(pools, (_, pool) => stock(tier, pool)))
  if (isOneBox) return splitStock(stocks)
  const force = forceAt(chances, state)
  if (force !== undefined && isStocked(stocks, force.tier)) return onlyOne(tiers.length, force.tier, MICROS)
  return splitRest(tiers, state, stocks)
}

/** The pools of a tier, likewise; pools with weights share what the ones before them leave. */
export function splitPools(chances: CompiledChances, tier: number, state: State, stock: Stock | null): Split {
  const compiled = chances.tiers[tier]
  if (compiled === undefined) throw new Error(`The banner has no tier ${tier}`)
  const { pools, weights } = compiled
  const stocks = stock === null ? null : pools.map((_, pool) => stock(tier, pool))
  if (chances.isBox) return splitStock(stocks)
  const force = forceAt(chances, state)
  if (force !== undefined && force.pool !== null && force.tier === tier && isStocked(stocks, force.pool))
    return onlyOne(pools.length, force.pool, MICROS)
  return weights === 0 ? splitRest(pools, state, stocks) : splitWeights(pools, state, stocks)
}

const isStocked = (stocks: readonly number[] | null, index: number): boolean =>
  stocks === null || (stocks[index] ?? 0) > 0

const onlyOne = (length: number, index: number, total: number): Split => ({
  total,
  shares: Array.from({ length }, (_, each) => (each === index ? total : 0)),
})

function splitStock(stocks: readonly number[] | null): Split {
  if (stocks === null) throw new Error('The shares of a box are those of its stock, which was not given')
  return { total: sumOf(stocks, stock => stock), shares: stocks }
}

interface WithChance {
  readonly chance: CompiledChance | null
}

/** One without a chance takes the rest, and so does the last one with anything in stock. */
function splitRest(rules: readonly WithChance[], state: State, stocks: readonly number[] | null): Split {
  const last = stocks === null ? rules.length - 1 : stocks.findLastIndex(stock => stock > 0)
  if (last === -1) return { total: 0, shares: rules.map(() => 0) }
  let left = MICROS
  const shares: number[] = []
  for (const [index, { chance }] of rules.entries()) {
    const share =
      index === last || chance === null ? left : isStocked(stocks, index) ? Math.min(chanceAt(chance, state), left) : 0
    shares.push(share)
    left -= share
  }
  return { total: MICROS, shares }
}

function splitWeights(pools: readonly CompiledPool[], state: State, stocks: readonly number[] | null): Split {
  const total = sumOf(pools, ({ weight }, pool) => (isStocked(stocks, pool) ? weight : 0))
  // All weighted pools are empty: the last pool with a curve takes the rest.
  if (total === 0) return splitRest(pools, state, stocks)
  let left = MICROS
  const shares: number[] = []
  for (const [index, { chance, weight }] of pools.entries()) {
    if (!isStocked(stocks, index)) shares.push(0)
    else if (chance === null) shares.push(left * weight)
    else {
      const share = Math.min(chanceAt(chance, state), left)
      left -= share
      shares.push(share * total)
    }
  }
  return { total: MICROS * total, shares }
}

function sumOf<Value>(values: readonly Value[], of: (value: Value, index: number) => number): number {
  let sum = 0
  for (const [index, value] of values.entries()) sum += of(value, index)
  return sum
}
