import type { CompiledModel } from '../banner-model/compile.js'
import type { Order } from '../banner-model/definition.js'
import type { Shares, State } from '../banner-model/model.js'
import { sliceOf, type Slice } from '../banner-model/slice.js'
import type { Coordinate, Vector, Walk } from './explore.js'
import { labelsFor, type Variant } from './labels.js'
import { eventsOf, type Asked } from './question.js'
import { stocksOf, type Stocks } from './stock.js'

export interface Asking {
  readonly asked: readonly Asked[]
  /** The order that draws are made by. */
  readonly order: Order
  /** Counters that are asked about themselves, by name: those of prices. */
  readonly counters?: readonly string[]
  /** Keeps the place in the order, so that its beginning is told from its other draws. */
  readonly withPlace?: boolean
  /** Keeps all counters; for tests, which compare the answers. */
  readonly unsliced?: boolean
}

/** A position by coordinate: counters by their names, stocks as "TIER.pool left"; left out, it is that of the start. */
export type Position = Readonly<Record<string, number>>

export interface AskedWalk extends Walk {
  /** Draws after which the rules repeat. */
  readonly period: number
  /** By label, whether a move is one of some events, given by their places in what was asked. */
  isAny(events: readonly number[]): readonly boolean[]
  vectorOf(position: Position): Vector
}

/** The walk over the counters of a slice. Counters outside of it keep their start: they change no answer. */
export function walkOf(model: CompiledModel, asking: Asking): AskedWalk {
  const { asked, order } = asking
  const { closesOn } = model.definition
  const slice = sliceFor(model, asking)
  const stocks = stocksOf(model, slice.classes, asked)
  const hasPlace = order.draws > 1 && (asking.withPlace === true || needsPlace(model, slice, order))
  const labels = labelsFor(model, { asked, stocks })
  const base = model.starts.shares[0]?.value ?? []
  const orderStarts = orderStartsOf(model, slice, order)
  const closing = new Set(closesOn === undefined ? [] : model.outcomesOf(closesOn))
  const counters = slice.counters.length
  const places = { place: counters, stock: counters + 1, tally: counters + 1 + stocks.groups.length }
  const closed = places.tally + labels.tallies.length

  const canBegin = (left: Vector): boolean => stocks.suffices(left, hasPlace ? order.draws : 1)
  const countersOf = (state: State): number[] => slice.counters.map(counter => state[counter] ?? 0)
  const complete = (vector: Vector): State => {
    const state = [...base]
    for (const [index, counter] of slice.counters.entries()) state[counter] = vector[index] ?? 0
    return state
  }
  const full = stocks.groups.map(({ count }) => count)
  const start = (state: State): Vector => [...countersOf(state), 0, ...full, ...labels.tallies.map(() => 0), 0]
  const coordinates: readonly Coordinate[] = [
    ...slice.counters.map(index => ({
      name: model.counters[index]?.name ?? '',
      values: (model.counters[index]?.max ?? 0) + 1,
    })),
    { name: 'place in the order', values: hasPlace ? order.draws : 1 },
    ...stocks.groups,
    ...labels.tallies.map(({ event, times }) => ({ name: `${event} so far`, values: times })),
    { name: 'closed', values: 2 },
  ]
  const chances = new Float64Array(stocks.kinds.length)
  return {
    period: hasPlace ? order.draws : 1,
    isAny: labels.isAny,
    coordinates,
    starts: merged(model.starts, start),
    moves: (vector, emit) => {
      const begun = hasPlace ? (vector[places.place] ?? 0) : 0
      const left = vector.slice(places.stock, places.tally)
      // An order is drawn to its end, even if one of its draws closes the banner.
      if (begun === 0 && (vector[closed] === 1 || !canBegin(left))) return
      const state = complete(vector)
      const endsOrder = !hasPlace || begun === order.draws - 1
      const tallies = vector.slice(places.tally, closed)
      stocks.chancesAt(state, left, chances)
      for (const [kind, { outcomes, groups }] of stocks.kinds.entries()) {
        const chance = chances[kind] ?? 0
        const [outcome] = outcomes
        if (chance === 0 || outcome === undefined) continue
        const after = countersOf(model.after(state, outcome, endsOrder))
        const isClosed = vector[closed] === 1 || closing.has(outcome) ? 1 : 0
        for (const { group, part } of partsByGroup(stocks, groups, left)) {
          const taken = group === null ? left : stocks.after(left, group)
          const stock = endsOrder ? stocks.begin(taken) : taken
          const counted = labels.count(tallies, outcome)
          const place = endsOrder ? 0 : begun + 1
          const next = [...after, place, ...stock, ...counted.tallies, isClosed]
          const dynamic = counted.mask | labels.emptied(group, left)
          for (const variant of labels.variants(kind, group))
            move(emit, { next, endsOrder, variant, dynamic, probability: chance * part })
        }
      }
    },
    vectorOf: position =>
      start(model.counters.map(({ name }, index) => position[name] ?? base[index] ?? 0)).map((value, index) =>
        index < counters ? value : (position[coordinates[index]?.name ?? ''] ?? value),
      ),
  }

  function move(emit: Parameters<Walk['moves']>[1], of: Moved): void {
    const label = labels.labelOf(of.variant.mask | of.dynamic)
    const probability = of.probability * of.variant.part
    if (!of.endsOrder) emit(probability, label, of.next)
    else for (const begin of orderStarts) emit(probability * begin.probability, label, begin.apply(of.next))
  }
}

interface Moved {
  readonly next: Vector
  readonly endsOrder: boolean
  readonly variant: Variant
  readonly dynamic: number
  readonly probability: number
}

function sliceFor(model: CompiledModel, { asked, counters = [], unsliced = false }: Asking): Slice {
  const { closesOn } = model.definition
  const events = [...asked.flatMap(each => eventsOf(model, each)), ...(closesOn === undefined ? [] : [closesOn])]
  const places = counters.map(name => model.counters.findIndex(counter => counter.name === name))
  return sliceOf(model, { events, counters: unsliced ? [...model.counters.keys()] : places })
}

/** True if the rules of a draw depend on its place in the order, or something happens between orders only. */
const needsPlace = ({ definition, chances }: CompiledModel, slice: Slice, { moves }: Order): boolean =>
  slice.hasPlace || definition.closesOn !== undefined || chances.isBox || (!moves && slice.counters.length > 0)

/** The parts of a kind by the group that a draw takes from; one part where it takes from no stock. */
function partsByGroup(
  stocks: Stocks,
  own: readonly number[],
  left: Vector,
): readonly { readonly group: number | null; readonly part: number }[] {
  if (own.length === 0) return [{ group: null, part: 1 }]
  const weights = stocks.weightsOf(own, left)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return own.flatMap((group, index) => {
    const weight = weights[index] ?? 0
    return weight > 0 ? [{ group, part: weight / total }] : []
  })
}

/** How each order begins: its own counters at their start, all others as they are; all anew if it moves none. */
function orderStartsOf(
  model: CompiledModel,
  { counters }: Slice,
  { moves }: Order,
): readonly { readonly probability: number; apply(vector: Vector): Vector }[] {
  const renewed = counters.map(counter => !moves || model.counters[counter]?.isOfOrder === true)
  if (!renewed.includes(true)) return [{ probability: 1, apply: vector => vector }]
  const base = model.starts.shares[0]?.value ?? []
  const starts = merged(moves ? model.startsOrder(base) : model.starts, state =>
    counters.map(counter => state[counter] ?? 0),
  )
  return starts.map(({ probability, state }) => ({
    probability,
    apply: vector => vector.map((value, index) => (renewed[index] === true ? (state[index] ?? 0) : value)),
  }))
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
