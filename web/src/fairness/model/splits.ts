import { MICROS } from '../definition.js'
import type { Curve, ModelRules, Pool, Tier, When } from './rules.js'
import { isOneBox, sumOf, type Stocks } from './stocks.js'

/** Counters by name, those of the order included. */
export type State = Readonly<Record<string, number>>

/** A roll is below `total`, the sum of the shares. */
export interface Split {
  readonly total: number
  readonly shares: readonly number[]
}

export const holds = (when: When, state: State): boolean => when.every(([name, value]) => state[name] === value)

/**
 * The largest of the curves whose condition holds, in millionths of a percent. At the place counter + 1, the last
 * point at or before it decides: its chance, and its step for each place after it.
 */
export function chanceAt(curves: readonly Curve[], state: State): number {
  const chances = curves.map(({ when, by, points }) => {
    const place = (by === null ? 0 : (state[by] ?? 0)) + 1
    const point = points.findLast(({ from }) => from <= place)
    if (point === undefined || !holds(when, state)) return 0
    return Math.min(MICROS, Math.max(0, point.chance + point.step * (place - point.from)))
  })
  return Math.max(0, ...chances)
}

/** Tiers in their order, each with its chance of what is left. A forced one takes all, unless it is empty. */
export function splitTiers(rules: ModelRules, state: State, stocks: Stocks): Split {
  const { tiers, forces } = rules
  const left = tiers.map(({ pools }) => sumOf(pools.map(pool => stocks.left(pool))))
  if (isOneBox(rules)) return { total: sumOf(left), shares: left }
  const forced = forces.find(({ when }) => holds(when, state))
  const place = tiers.findIndex(({ name }) => name === forced?.tier)
  if ((left[place] ?? 0) > 0) return onlyOne(tiers.length, place)
  return splitRest(tiers, state, left)
}

/** Pools of a tier, likewise; those with weights share what the ones before them leave. */
export function splitPools(rules: ModelRules, { name, pools }: Tier, state: State, stocks: Stocks): Split {
  const left = pools.map(pool => stocks.left(pool))
  if (isOneBox(rules)) return { total: sumOf(left), shares: left }
  const forced = rules.forces.find(({ when }) => holds(when, state))
  const place = forced?.tier === name ? pools.findIndex(({ outcome }) => outcome === `${name}.${forced.pool}`) : -1
  if ((left[place] ?? 0) > 0) return onlyOne(pools.length, place)
  const weights = sumOf(pools.map(({ weight }, at) => ((left[at] ?? 0) > 0 ? weight : 0)))
  return weights === 0 ? splitRest(pools, state, left) : splitWeights(pools, state, { left, weights })
}

const onlyOne = (length: number, place: number): Split => ({
  total: MICROS,
  shares: Array.from({ length }, (_, at) => (at === place ? MICROS : 0)),
})

/** The last one with anything left takes the rest. */
function splitRest(
  rules: readonly { readonly curves: readonly Curve[] | null }[],
  state: State,
  left: readonly number[],
): Split {
  const last = left.findLastIndex(each => each > 0)
  if (last === -1) return { total: 0, shares: rules.map(() => 0) }
  let rest = MICROS
  const shares = rules.map(({ curves }, at) => {
    const share =
      (left[at] ?? 0) === 0 ? 0 : at === last || curves === null ? rest : Math.min(chanceAt(curves, state), rest)
    rest -= share
    return share
  })
  return { total: MICROS, shares }
}

/** Of 10⁸ times the weights, so that a pool's part of the rest is whole. */
function splitWeights(
  pools: readonly Pool[],
  state: State,
  { left, weights }: { left: readonly number[]; weights: number },
): Split {
  let rest = MICROS
  const shares = pools.map(({ curves, weight }, at) => {
    if ((left[at] ?? 0) === 0) return 0
    if (curves === null) return rest * weight
    const share = Math.min(chanceAt(curves, state), rest)
    rest -= share
    return share * weights
  })
  return { total: MICROS * weights, shares }
}
