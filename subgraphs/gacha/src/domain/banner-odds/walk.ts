import type { CompiledModel } from '../banner-model/compile.js'
import type { Order } from '../banner-model/definition.js'
import type { Outcome, Shares, State } from '../banner-model/model.js'
import type { Coordinate, Vector, Walk } from './explore.js'
import { partsOf, type Asked, type Parts } from './question.js'
import { sliceOf, type Slice } from './slice.js'

export interface Asking {
  readonly asked: readonly Asked[]
  /** The order that draws are made by. */
  readonly order: Order
  /** Counters that are asked about themselves, by name: those of prices. */
  readonly counters?: readonly string[]
  /** Keeps all counters; for tests, which compare the answers. */
  readonly unsliced?: boolean
}

export interface AskedWalk extends Walk {
  readonly slice: Slice
  /** For each event that is asked about, by label, whether a move with the label is the event. */
  readonly isEvent: readonly (readonly boolean[])[]
  /** True where the first coordinate behind the counters is the place in the order. */
  readonly hasPlace: boolean
  vectorOf(state: Readonly<Record<string, number>>): Vector
}

/** A class of outcomes by its labels: a class that is in part an asked item has several. */
interface LabelledClass {
  readonly outcomes: readonly Outcome[]
  readonly first: Outcome
  readonly labels: readonly { readonly label: number; readonly part: number }[]
}

/** The walk over the counters of a slice. Counters outside of it keep their start: they change no answer. */
export function walkOf(model: CompiledModel, asking: Asking): AskedWalk {
  const { order } = asking
  const parts = asking.asked.map(asked => partsOf(model, asked))
  const slice = slicedFor(model, asking, parts)
  const { classes, isEvent } = labelled(slice, parts)
  const [first] = model.starts.shares
  const base = first?.value ?? []
  const hasPlace = slice.hasPlace && order.draws > 1
  const chances = new Float64Array(model.outcomes.length)
  const project = (state: State, place: number): Vector => {
    const vector = slice.counters.map(counter => state[counter] ?? 0)
    return hasPlace ? [...vector, place] : vector
  }
  const complete = (vector: Vector): State => {
    const state = [...base]
    for (const [index, counter] of slice.counters.entries()) state[counter] = vector[index] ?? 0
    return state
  }
  const orderStarts = orderStartsOf(model, slice, base)
  const ofOrder = (inOrder: State, others: State): State =>
    model.counters.map(({ isOfOrder }, index) => (isOfOrder ? inOrder : others)[index] ?? 0)
  /** An order that moves no counter draws from the start of all but its own. */
  const outsideOf = (state: State): State => ofOrder(state, base)
  return {
    slice,
    isEvent,
    hasPlace,
    coordinates: coordinatesOf(model, slice, hasPlace ? order.draws : 1),
    starts: merged(model.starts, state => project(state, 0)),
    moves: (vector, emit) => {
      const state = complete(vector)
      const place = hasPlace ? (vector.at(-1) ?? 0) : order.draws - 1
      const endsOrder = place === order.draws - 1
      model.chancesAt(order.moves ? state : outsideOf(state), chances)
      for (const { outcomes, first: representative, labels } of classes) {
        let chance = 0
        for (const { index } of outcomes) chance += chances[index] ?? 0
        if (chance === 0) continue
        const moved = model.after(state, representative, endsOrder)
        const after = order.moves ? moved : ofOrder(moved, state)
        const vector = project(after, endsOrder ? 0 : place + 1)
        for (const { label, part } of labels) {
          if (!endsOrder) emit(chance * part, label, vector)
          else for (const start of orderStarts) emit(chance * part * start.probability, label, start.begin(vector))
        }
      }
    },
    vectorOf: values =>
      project(
        model.counters.map(({ name }, index) => values[name] ?? base[index] ?? 0),
        0,
      ),
  }
}

/** How each order begins: its own counters at their start, all others as they are. */
function orderStartsOf(
  model: CompiledModel,
  { counters }: Slice,
  base: State,
): readonly { readonly probability: number; begin(vector: Vector): Vector }[] {
  const ofOrder = counters.map(counter => model.counters[counter]?.isOfOrder === true)
  if (!ofOrder.includes(true)) return [{ probability: 1, begin: vector => vector }]
  const starts = merged(model.startsOrder(base), state => counters.map(counter => state[counter] ?? 0))
  return starts.map(({ probability, state }) => ({
    probability,
    begin: vector => vector.map((value, index) => (ofOrder[index] === true ? (state[index] ?? 0) : value)),
  }))
}

function slicedFor(model: CompiledModel, { counters = [], unsliced = false }: Asking, parts: readonly Parts[]): Slice {
  const groups = parts.map(each => Array.from(each, String))
  const places = counters.map(name => model.counters.findIndex(counter => counter.name === name))
  return sliceOf(model, groups, unsliced ? [...model.counters.keys()] : places)
}

const coordinatesOf = ({ counters }: CompiledModel, slice: Slice, draws: number): readonly Coordinate[] => [
  ...slice.counters.map(index => ({ name: counters[index]?.name ?? '', values: (counters[index]?.max ?? 0) + 1 })),
  ...(draws > 1 ? [{ name: 'place in the order', values: draws }] : []),
]

/** One label for each set of events that a draw can be. */
function labelled(
  { classes }: Slice,
  parts: readonly Parts[],
): { classes: readonly LabelledClass[]; isEvent: readonly (readonly boolean[])[] } {
  const sets: (readonly boolean[])[] = []
  const labelOf = (set: readonly boolean[]): number => {
    const found = sets.findIndex(other => other.every((is, event) => is === set[event]))
    return found >= 0 ? found : sets.push(set) - 1
  }
  const found = classes.flatMap(outcomes => {
    const [first] = outcomes
    if (first === undefined) return []
    const own = parts.map(each => each[first.index] ?? 0)
    return [{ outcomes, first, labels: labelsOf(own).map(({ set, part }) => ({ label: labelOf(set), part })) }]
  })
  return { classes: found, isEvent: parts.map((_, event) => sets.map(set => set[event] === true)) }
}

/** All combinations of events that hold in part. Each event is answered for itself, so that they may be independent. */
function labelsOf(parts: readonly number[]): readonly { set: readonly boolean[]; part: number }[] {
  return parts.reduce<readonly { set: readonly boolean[]; part: number }[]>(
    (all, part) =>
      all.flatMap(each => [
        ...(part > 0 ? [{ set: [...each.set, true], part: each.part * part }] : []),
        ...(part < 1 ? [{ set: [...each.set, false], part: each.part * (1 - part) }] : []),
      ]),
    [{ set: [], part: 1 }],
  )
}

/** Shares as doubles, put together where the slice does not tell them apart. */
function merged(
  { total, shares }: Shares<State>,
  project: (state: State) => Vector,
): readonly { state: Vector; probability: number }[] {
  const found = new Map<string, { state: Vector; probability: number }>()
  for (const { value, share } of shares) {
    const state = project(value)
    const key = state.join(' ')
    const before = found.get(key)?.probability ?? 0
    found.set(key, { state, probability: before + Number(share) / Number(total) })
  }
  return [...found.values()]
}
