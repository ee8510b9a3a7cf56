import type { CompiledModel } from './compile.js'
import { ORDER_DRAWS_MAX } from './definition.js'
import type { ModelCounter, State } from './model.js'
import { certain, crossed } from './shares.js'
import type { Slice } from './slice.js'

export interface ChainLimits {
  readonly statesMax: number
  readonly edgesMax: number
}

/** All reachable states of a slice, and the steps between them. */
export interface Chain {
  /** Counters outside of the slice have their start. */
  readonly states: readonly State[]
  /** Draws that the order has had, by state; all 0 where the slice has no place. */
  readonly places: Int32Array
  /** The states of a player without history, and their chances. */
  readonly starts: readonly { readonly state: number; readonly chance: number }[]
  /** The steps of state i stand from `first[i]` to before `first[i + 1]`. */
  readonly first: Int32Array
  readonly to: Int32Array
  /** The place in `Slice.classes` of what was drawn. */
  readonly classes: Int32Array
  readonly chances: Float64Array
}

export type ChainResult =
  | { readonly chain: Chain; readonly exceeded: null }
  | { readonly chain: null; readonly exceeded: 'states' | 'edges' }

interface Begin {
  readonly state: State
  readonly chance: number
}

/**
 * Walks a slice from its starts, in orders of `draws`, and ends early where it passes a limit.
 * @param options.isSettled if true, counters that only rise begin at their max, where each player's end:
 * enough for what holds in the long run, with far fewer states
 */
export function chainOf(
  model: CompiledModel,
  slice: Slice,
  options: { draws: number; isSettled?: boolean } & ChainLimits,
): ChainResult {
  const { draws, statesMax, edgesMax, isSettled = false } = options
  const found = statesOf(model, slice)
  const first: number[] = [0]
  const [to, classes, chances]: [number[], number[], number[]] = [[], [], []]
  const all = new Float64Array(model.outcomes.length)
  const starts = startsOf(model, slice, null).map(({ state, chance }) => ({
    state: found.place(isSettled ? settled(model, slice, state) : state, 0),
    chance,
  }))
  for (let from = 0; from < found.states.length; from++) {
    if (found.states.length > statesMax) return { chain: null, exceeded: 'states' }
    const state = found.states[from] ?? []
    const made = (found.places[from] ?? 0) + 1
    const endsOrder = made === draws
    const place = slice.hasPlace && !endsOrder ? made : 0
    model.chancesAt(state, all)
    for (const [index, outcomes] of slice.classes.entries()) {
      const [outcome] = outcomes
      const chance = outcomes.reduce((sum, each) => sum + (all[each.index] ?? 0), 0)
      if (outcome === undefined || chance === 0) continue
      const later = model.afterWithin(slice.counters, state, { outcome, endsOrder: slice.hasPlace && endsOrder })
      const nexts = slice.hasPlace && endsOrder ? startsOf(model, slice, later) : [{ state: later, chance: 1 }]
      for (const next of nexts) {
        to.push(found.place(next.state, place))
        classes.push(index)
        chances.push(chance * next.chance)
      }
    }
    first.push(to.length)
    if (to.length > edgesMax) return { chain: null, exceeded: 'edges' }
  }
  const { states, places } = found
  const steps = { to: Int32Array.from(to), classes: Int32Array.from(classes), chances: Float64Array.from(chances) }
  return {
    chain: { states, places: Int32Array.from(places), starts, first: Int32Array.from(first), ...steps },
    exceeded: null,
  }
}

/**
 * The states that an order starts from: those of a player without history, or after an order that ended in
 * `before`.
 */
function startsOf(model: CompiledModel, slice: Slice, before: State | null): readonly Begin[] {
  const kept = new Set(slice.counters)
  const { total, shares } = crossed(
    model.counters.map(({ start, isOfOrder }, index) => {
      const [first] = start.shares
      if (!kept.has(index)) return certain(first?.value ?? 0)
      return before === null || isOfOrder ? start : certain(before[index] ?? 0)
    }),
  )
  return shares.map(({ value, share }) => ({ state: value, chance: Number(share) / Number(total) }))
}

/** Puts each counter of the slice that every draw raises, or leaves at its max, to that max. */
function settled(model: CompiledModel, slice: Slice, state: State): State {
  return state.map((value, index) => {
    const counter = model.counters[index]
    const rises = counter !== undefined && slice.counters.includes(index) && onlyRises(model, counter)
    return rises ? counter.max : value
  })
}

function onlyRises({ definition }: CompiledModel, { name, max, isOfOrder }: ModelCounter): boolean {
  const on = definition.counters[name]?.on ?? []
  const rising = on.every(
    ([, { set, add }, when]) => Object.keys(when ?? {}).length === 0 && (set === max || (add ?? 0) > 0),
  )
  return !isOfOrder && rising && on.some(([event]) => event === '*')
}

/** Numbers states in the order in which they are first met. */
function statesOf(model: CompiledModel, slice: Slice) {
  const states: State[] = []
  const places: number[] = []
  const numbers = new Map<number | string, number>()
  const sizes = slice.counters.map(counter => (model.counters[counter]?.max ?? 0) + 1)
  const isSmall = sizes.reduce((product, size) => product * size, ORDER_DRAWS_MAX + 1) <= Number.MAX_SAFE_INTEGER
  const keyOf = (state: State, made: number): number | string => {
    if (!isSmall) return `${state.join(' ')} ${made}`
    let key = made
    for (const [index, counter] of slice.counters.entries()) key = key * (sizes[index] ?? 1) + (state[counter] ?? 0)
    return key
  }
  const place = (state: State, made: number): number => {
    const key = keyOf(state, made)
    const known = numbers.get(key)
    if (known !== undefined) return known
    states.push(state)
    places.push(made)
    numbers.set(key, states.length - 1)
    return states.length - 1
  }
  return { states, places, place }
}
