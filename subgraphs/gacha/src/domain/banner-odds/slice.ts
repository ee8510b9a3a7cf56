import { countersOf } from '../banner-model/chances.js'
import type { CompiledModel } from '../banner-model/compile.js'
import type { Outcome } from '../banner-model/model.js'

/**
 * The counters that a question depends on, and no others: the chances of its events and the next values of its
 * counters are functions of them.
 */
export interface Slice {
  /** Places in the model's list of counters, ascending. */
  readonly counters: readonly number[]
  /** Outcomes that are alike to the question and to all counters of the slice. */
  readonly classes: readonly (readonly Outcome[])[]
  /** True if a counter of the slice belongs to orders: the place in the order is part of the state. */
  readonly hasPlace: boolean
}

/**
 * @param groups for each thing asked, a key by outcome: outcomes with one key need not be told apart for it
 * @param counters that are asked about themselves: those of prices
 */
export function sliceOf(
  model: CompiledModel,
  groups: readonly (readonly string[])[],
  counters: readonly number[] = [],
): Slice {
  const kept = new Set<number>()
  const told: (readonly string[])[] = []
  const open = [...counters]
  const tell = (keys: readonly string[]): void => {
    told.push(keys)
    open.push(...countersToTell(model, keys))
  }
  for (const keys of groups) tell(keys)
  for (let counter = open.pop(); counter !== undefined; counter = open.pop()) {
    if (kept.has(counter)) continue
    kept.add(counter)
    const { keys, conditions } = updatesOf(model, counter)
    open.push(...conditions)
    tell(keys)
  }
  const found = [...kept].toSorted((a, b) => a - b)
  return {
    counters: found,
    classes: classesOf(model, told),
    hasPlace: found.some(
      index => model.counters[index]?.isOfOrder === true || model.counters[index]?.perOrder === true,
    ),
  }
}

/** The counters that the chances of a partition of the outcomes depend on. */
export function countersToTell(model: CompiledModel, keys: readonly string[]): readonly number[] {
  const { chances, outcomes } = model
  if (new Set(keys).size <= 1) return []
  const keysOf = (tier: number) => outcomes.filter(each => each.tier === tier).map(each => keys[each.index] ?? '')
  // The tiers behind the last one that differs share what is left: their chances do not matter.
  const last = chances.tiers.length - 1
  const rest = new Set(keysOf(last))
  let until = last
  while (until > 0 && rest.size === 1 && keysOf(until - 1).every(key => rest.has(key))) until--
  const tiers = chances.tiers.slice(0, rest.size === 1 ? until : last + 1)
  const ofTiers = tiers.flatMap(({ chance }) => (chance === null ? [] : countersOf(chance)))
  const ofPools = chances.tiers.flatMap(({ pools }, tier) => {
    const own = keysOf(tier)
    // Weighted pools share the rest of all pools with curves, wherever they stand.
    const needed = chances.tiers[tier]?.weights === 0 ? pools.slice(0, differing(own)) : differing(own) > 0 ? pools : []
    return needed.flatMap(({ chance }) => (chance === null ? [] : countersOf(chance)))
  })
  const ofForces = chances.forces.flatMap(({ when }) => when.map(([counter]) => counter))
  return [...ofTiers, ...ofPools, ...ofForces]
}

/** How many of the first pools have to be told apart: those behind them are alike. */
function differing(keys: readonly string[]): number {
  const last = keys.at(-1)
  return keys.findLastIndex(key => key !== last) + 1
}

/** The entries of a counter's `on` that apply to each outcome, up to the first one without a condition. */
function updatesOf(model: CompiledModel, counter: number): { keys: readonly string[]; conditions: readonly number[] } {
  const { definition, counters, outcomes } = model
  const entries = (definition.counters[counters[counter]?.name ?? '']?.on ?? []).map(([event, change, when = {}]) => ({
    matches: new Set(model.outcomesOf(event)),
    change,
    when,
  }))
  const lists = outcomes.map(outcome => {
    const matching = entries.filter(({ matches }) => matches.has(outcome))
    const certain = matching.findIndex(({ when }) => Object.keys(when).length === 0)
    return certain === -1 ? matching : matching.slice(0, certain + 1)
  })
  const names = new Set(lists.flatMap(list => list.flatMap(({ when }) => Object.keys(when))))
  return {
    keys: lists.map(list => JSON.stringify(list.map(({ change, when }) => [change, when]))),
    conditions: counters.flatMap(({ name }, index) => (names.has(name) ? [index] : [])),
  }
}

function classesOf({ outcomes }: CompiledModel, told: readonly (readonly string[])[]): readonly (readonly Outcome[])[] {
  const classes = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    const key = JSON.stringify(told.map(keys => keys[outcome.index]))
    classes.set(key, [...(classes.get(key) ?? []), outcome])
  }
  return [...classes.values()]
}
