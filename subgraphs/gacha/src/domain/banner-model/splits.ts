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
 * How one roll is divided: `shares` add up to `total`. A roll of tiers is below 10⁸; of pools below 10⁸ times their
 * weights, which the limits of a definition keep below 2⁴⁸, so that one word decides it.
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
    tiers: tiers.map(tier => compileTier(tier, places)),
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

function compileTier({ chance, pools }: Tier, places: CounterPlaces): CompiledTier {
  const compiled = pools.map(pool => compilePool(pool, places))
  return {
    chance: chance === undefined ? null : compileChance(chance, places),
    pools: compiled,
    weights: compiled.reduce((sum, { weight }) => sum + weight, 0),
  }
}

const compilePool = ({ chance }: Pool, places: CounterPlaces): CompiledPool => ({
  chance: Array.isArray(chance) ? compileChance(chance, places) : null,
  weight: chance !== undefined && !Array.isArray(chance) ? chance.weight : 0,
})

/** The first force that holds. */
export const forceAt = ({ forces }: CompiledChances, state: State): CompiledForce | undefined =>
  forces.find(({ when }) => holds(when, state))

/**
 * Tiers in their order, each with min(its chance, what is left); the last one with anything in stock takes the rest. A
 * forced tier takes all, unless it is empty.
 */
export function splitTiers(chances: CompiledChances, state: State, stock: Stock): Split {
  const stocks = chances.tiers.map(({ pools }, tier) => pools.reduce((sum, _, pool) => sum + stock(tier, pool), 0))
  if (chances.isBox) return { total: stocks.reduce((sum, each) => sum + each, 0), shares: stocks }
  const force = forceAt(chances, state)
  if (force !== undefined && (stocks[force.tier] ?? 0) > 0)
    return { total: MICROS, shares: stocks.map((_, tier) => (tier === force.tier ? MICROS : 0)) }
  return splitRest(
    stocks,
    chances.tiers.map(({ chance }) => (chance === null ? null : chanceAt(chance, state))),
  )
}

/** The pools of a tier, likewise; pools with weights share what the ones before them leave. */
export function splitPools(chances: CompiledChances, tier: number, state: State, stock: Stock): Split {
  const compiled = chances.tiers[tier]
  if (compiled === undefined) throw new Error(`The banner has no tier ${tier}`)
  const { pools, weights } = compiled
  const stocks = pools.map((_, pool) => stock(tier, pool))
  if (chances.isBox) return { total: stocks.reduce((sum, each) => sum + each, 0), shares: stocks }
  const force = forceAt(chances, state)
  if (force !== undefined && force.pool !== null && force.tier === tier && (stocks[force.pool] ?? 0) > 0)
    return { total: 1, shares: pools.map((_, pool) => (pool === force.pool ? 1 : 0)) }
  const values = pools.map(({ chance }) => (chance === null ? null : chanceAt(chance, state)))
  return weights === 0 ? splitRest(stocks, values) : splitWeights(stocks, values, pools)
}

/** @param chances in millionths of a percent; null takes the rest */
function splitRest(stocks: readonly number[], chances: readonly (number | null)[]): Split {
  const last = stocks.findLastIndex(stock => stock > 0)
  let left = last === -1 ? 0 : MICROS
  const shares = stocks.map((stock, index) => {
    const share = index === last ? left : stock === 0 ? 0 : Math.min(chances[index] ?? left, left)
    left -= share
    return share
  })
  return { total: last === -1 ? 0 : MICROS, shares }
}

function splitWeights(
  stocks: readonly number[],
  chances: readonly (number | null)[],
  pools: readonly CompiledPool[],
): Split {
  const weights = pools.map(({ weight }, pool) => ((stocks[pool] ?? 0) > 0 ? weight : 0))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  // All weighted pools are empty: the last pool with a curve takes the rest.
  if (total === 0) return splitRest(stocks, chances)
  let left = MICROS
  const shares = pools.map(({ chance }, pool) => {
    if (chance === null) return left * (weights[pool] ?? 0)
    const share = (stocks[pool] ?? 0) === 0 ? 0 : Math.min(chances[pool] ?? 0, left)
    left -= share
    return share * total
  })
  return { total: MICROS * total, shares }
}
