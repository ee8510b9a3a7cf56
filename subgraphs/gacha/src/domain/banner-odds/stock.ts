import type { CompiledModel } from '../banner-model/compile.js'
import type { Pool } from '../banner-model/definition.js'
import type { Outcome, State } from '../banner-model/model.js'
import { splitPools, splitTiers } from '../banner-model/splits.js'
import type { Coordinate, Vector } from './explore.js'
import { poolOf, type Asked } from './question.js'

/** Things of a pool that are alike to a question: what is left of them is one coordinate. */
export interface StockGroup extends Coordinate {
  readonly count: number
  /** Of each of them within the pool. */
  readonly weight: number
  /** The places of the pools that they are in. */
  readonly outcomes: readonly number[]
  /** The asked item; null for things that are none. */
  readonly item: string | null
  readonly refill: 'never' | 'empty' | 'prizesOut'
  /** True for items that are drawn again once the user owns them all: from then on none leaves the pool. */
  readonly staysFull: boolean
}

/** Outcomes that are alike, and the places of their groups; none where draws take nothing from a stock. */
export interface Kind {
  readonly outcomes: readonly Outcome[]
  readonly groups: readonly number[]
}

export interface Stocks {
  readonly groups: readonly StockGroup[]
  readonly kinds: readonly Kind[]
  /**
   * The chance of each kind.
   * @param left what is left, by group
   */
  chancesAt(state: State, left: Vector, into: Float64Array): void
  /** The weights of the groups of a kind. */
  weightsOf(own: readonly number[], left: Vector): readonly number[]
  /** The stock after a draw from a group; boxes that refill by themselves are full again after their last thing. */
  after(left: Vector, group: number): Vector
  /** The stock where an order begins: users who may refill the box do so. */
  begin(left: Vector): Vector
  /** True if a whole order can be drawn; an order that finds too little is refused. */
  suffices(left: Vector, draws: number): boolean
}

/** Finds the stocks that a question depends on. Pools that never run out need none unless an item of them is asked. */
export function stocksOf(
  model: CompiledModel,
  classes: readonly (readonly Outcome[])[],
  asked: readonly Asked[],
): Stocks {
  const items = asked.flatMap(each => (typeof each === 'object' && 'item' in each ? [each.item] : []))
  const emptied = new Set(
    asked.flatMap(each => (typeof each === 'object' && 'empty' in each ? model.outcomesOf(each.empty) : [])),
  )
  const isRefilled = emptied.size === 0
  if (model.chances.isBox) return boxStocks(model, classes, { items, isRefilled })
  const isNeeded = (outcome: Outcome): boolean => {
    const pool = poolOf(model.definition, outcome)
    if (!isFinite(pool)) return false
    if (emptied.has(outcome) || items.some(item => pool.items.some(({ id }) => id === item))) return true
    return pool.refill !== 'empty' && (runsOut(model, outcome.tier) || isSplit(classes, outcome.tier))
  }
  return poolStocks(model, classes, { items, isNeeded, isRefilled })
}

type FinitePool = Extract<Pool, { source: 'box' | 'unowned' }>
const isFinite = (pool: Pool): pool is FinitePool => pool.source === 'box' || pool.source === 'unowned'

const runsOut = ({ definition }: CompiledModel, tier: number): boolean =>
  definition.tiers[tier]?.pools.every(pool => isFinite(pool) && pool.refill !== 'empty') === true

const isSplit = (classes: readonly (readonly Outcome[])[], tier: number): boolean =>
  classes.filter(outcomes => outcomes.some(outcome => outcome.tier === tier)).length > 1

interface Wanted {
  readonly items: readonly string[]
  /** If a user who may refill a box does so at once. */
  readonly isRefilled: boolean
}

/** The whole banner is one box: each thing in it has the same chance, so that all of a class are one group. */
function boxStocks(model: CompiledModel, classes: readonly (readonly Outcome[])[], wanted: Wanted): Stocks {
  const groups: StockGroup[] = []
  const kinds = classes.map(outcomes => {
    const found = new Map<string, StockGroup>()
    for (const outcome of outcomes) {
      for (const group of groupsOf(model, outcome, wanted.items)) {
        const key = `${group.item ?? ''} ${group.refill}`
        const known = found.get(key)
        const count = group.count + (known?.count ?? 0)
        found.set(key, {
          ...group,
          ...known,
          weight: 1,
          count,
          values: count + 1,
          outcomes: [...(known?.outcomes ?? []), outcome.index],
        })
      }
    }
    const first = groups.length
    groups.push(...found.values())
    return { outcomes, groups: [...found.values()].map((_, index) => first + index) }
  })
  return {
    groups,
    kinds,
    chancesAt: (_, left, into) => {
      const total = left.reduce((sum, count) => sum + count, 0)
      for (const [kind, { groups: own }] of kinds.entries())
        into[kind] = total === 0 ? 0 : own.reduce((sum, group) => sum + (left[group] ?? 0), 0) / total
    },
    weightsOf: (own, left) => own.map(group => left[group] ?? 0),
    after: taking(groups, () => [...groups.keys()], wanted.isRefilled),
    begin: left => (wanted.isRefilled && arePrizesOut(groups, left) ? groups.map(({ count }) => count) : left),
    suffices: (left, draws) =>
      (wanted.isRefilled && groups.some(({ refill }) => refill === 'empty')) ||
      left.reduce((sum, count) => sum + count, 0) >= draws,
  }
}

function poolStocks(
  model: CompiledModel,
  classes: readonly (readonly Outcome[])[],
  wanted: Wanted & { readonly isNeeded: (outcome: Outcome) => boolean },
): Stocks {
  const groups: StockGroup[] = []
  const groupsByOutcome = new Map<number, readonly number[]>()
  const kinds = classes.flatMap(outcomes => {
    const plain = outcomes.filter(outcome => !wanted.isNeeded(outcome))
    const counted = outcomes.filter(outcome => wanted.isNeeded(outcome))
    return [
      ...(plain.length > 0 ? [{ outcomes: plain, groups: [] }] : []),
      ...counted.map(outcome => {
        const first = groups.length
        groups.push(...groupsOf(model, outcome, wanted.items))
        const own = groups.slice(first).map((_, index) => first + index)
        groupsByOutcome.set(outcome.index, own)
        return { outcomes: [outcome], groups: own }
      }),
    ]
  })
  const weightsOf = (own: readonly number[], left: Vector): readonly number[] => {
    const isOut = own.every(group => left[group] === 0)
    return own.map(group => {
      const { count = 0, weight = 0, staysFull = false } = groups[group] ?? {}
      return (isOut && staysFull ? count : (left[group] ?? 0)) * weight
    })
  }
  const chances = new Float64Array(model.outcomes.length)
  const outcomeAt = (tier: number, pool: number) =>
    model.outcomes.find(outcome => outcome.tier === tier && outcome.pool === pool)?.index ?? -1
  return {
    groups,
    kinds,
    chancesAt: (state, left, into) => {
      if (groups.length === 0) model.chancesAt(state, chances)
      else
        splitByStock(model, state, chances, (tier, pool) => {
          const own = groupsByOutcome.get(outcomeAt(tier, pool))
          return own === undefined ? 1 : weightsOf(own, left).reduce((sum, weight) => sum + weight, 0)
        })
      for (const [kind, { outcomes }] of kinds.entries())
        into[kind] = outcomes.reduce((sum, { index }) => sum + (chances[index] ?? 0), 0)
    },
    weightsOf,
    after: taking(groups, group => poolOfGroup(groups, group), wanted.isRefilled),
    begin: left => left,
    suffices: () => true,
  }
}

function splitByStock(
  { chances, outcomes }: CompiledModel,
  state: State,
  into: Float64Array,
  stock: (tier: number, pool: number) => number,
): void {
  const tiers = splitTiers(chances, state, stock)
  into.fill(0)
  for (const { index, tier, pool } of outcomes) {
    const share = tiers.shares[tier] ?? 0
    if (share === 0) continue
    const split = splitPools(chances, tier, state, stock)
    into[index] = (share / tiers.total) * ((split.shares[pool] ?? 0) / split.total)
  }
}

/** The things of a pool without replacement, by item where it is asked, by weight where weights decide. */
function groupsOf(model: CompiledModel, outcome: Outcome, items: readonly string[]): readonly StockGroup[] {
  const pool = poolOf(model.definition, outcome)
  if (!isFinite(pool)) return []
  const asked = pool.items.some(({ id }) => items.includes(id))
  const groups = new Map<string, StockGroup>()
  for (const entry of pool.items) {
    const count = 'count' in entry ? entry.count : 1
    const item = items.includes(entry.id) ? entry.id : null
    // Which unowned item comes matters to an asked one only: for the pool, any item leaves one fewer.
    const weight = asked && 'weight' in entry ? entry.weight : 1
    const key = `${item ?? ''} ${weight}`
    const all = count + (groups.get(key)?.count ?? 0)
    const name = `${item ?? outcome.name}${asked && item === null && weight > 1 ? ` of weight ${weight}` : ''} left`
    const { refill } = pool
    const staysFull = pool.source === 'unowned' && refill === 'empty'
    groups.set(key, { name, count: all, values: all + 1, weight, item, refill, staysFull, outcomes: [outcome.index] })
  }
  return [...groups.values()]
}

const poolOfGroup = (groups: readonly StockGroup[], group: number): readonly number[] =>
  groups.flatMap(({ outcomes }, index) =>
    outcomes.some(outcome => groups[group]?.outcomes.includes(outcome) === true) ? [index] : [],
  )

function arePrizesOut(groups: readonly StockGroup[], left: Vector): boolean {
  const prizes = groups.flatMap(({ refill }, index) => (refill === 'prizesOut' ? [index] : []))
  return prizes.length > 0 && prizes.every(index => left[index] === 0)
}

/** @param boxOf the groups that are refilled together with a group */
function taking(
  groups: readonly StockGroup[],
  boxOf: (group: number) => readonly number[],
  isRefilled: boolean,
): Stocks['after'] {
  return (left, taken) => {
    const group = groups[taken]
    if (group === undefined || left[taken] === 0) return left
    const next = left.map((count, index) => (index === taken ? count - 1 : count))
    if (!isRefilled || group.refill !== 'empty' || group.staysFull) return next
    const box = boxOf(taken)
    if (box.some(index => next[index] !== 0)) return next
    return next.map((count, index) => (box.includes(index) ? (groups[index]?.count ?? 0) : count))
  }
}
