import { boughtOrders } from './bought-orders.js'
import { chainOf, type Chain } from './chain.js'
import type { CompiledModel } from './compile.js'
import type { Order } from './definition.js'
import { eventNames } from './events.js'
import { sliceOf, type Slice } from './slice.js'

/** A chain with more states is not drawn: a few milliseconds compute so many. */
const STATES_MAX = 2_000
const EDGES_MAX = 20_000
/** More nodes are no drawing that says anything. */
export const NODES_MAX = 40

/** The moves of the counters that decide about some tiers and pools. */
export interface Diagram {
  /** "TIER" or "TIER.POOL" */
  readonly events: readonly string[]
  /** Names, in the order of the values of a node; none where every draw has the same chances. */
  readonly counters: readonly string[]
  /** Reachable states of the counters; null for more than are counted. */
  readonly states: number | null
  /** Empty where there are more than `NODES_MAX`. */
  readonly nodes: readonly DiagramNode[]
  readonly moves: readonly DiagramMove[]
}

/** A state, or states in a row that differ in one counter alone and move alike, such as a pity before it rises. */
export interface DiagramNode {
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** Draws that the order has had; null where the place in an order decides nothing. */
  readonly place: number | null
  /** True if a player without history begins here. */
  readonly isStart: boolean
}

/** A draw, from one of `Diagram.nodes` to another one, by their places. */
export interface DiagramMove {
  readonly from: number
  readonly to: number
  /** Pools that are alike here: "TIER.POOL" */
  readonly outcomes: readonly string[]
  readonly percent: number
}

/**
 * One diagram for each set of counters that tiers and pools depend on.
 * @param order left out: the first one that is bought; none where milestones give all of them
 */
export function diagramsOf(
  model: CompiledModel,
  order: Pick<Order, 'draws'> | undefined = boughtOrders(model.definition)[0],
): readonly Diagram[] {
  if (order === undefined) return []
  const groups = new Map<string, { readonly slice: Slice; readonly events: string[] }>()
  for (const event of eventNames(model.definition)) {
    const slice = sliceOf(model, { events: [event] })
    const key = JSON.stringify([slice.counters, slice.hasPlace])
    const group = groups.get(key) ?? { slice, events: [] }
    group.events.push(event)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ events }) => {
    const slice = sliceOf(model, { events })
    const counters = slice.counters.flatMap(place => model.counters[place]?.name ?? [])
    const { chain } = chainOf(model, slice, { draws: order.draws, statesMax: STATES_MAX, edgesMax: EDGES_MAX })
    if (chain === null) return { events, counters, states: null, nodes: [], moves: [] }
    const drawn = drawnOf(chain, slice)
    const states = chain.states.length
    return drawn.nodes.length > NODES_MAX
      ? { events, counters, states, nodes: [], moves: [] }
      : { events, counters, states, ...drawn }
  })
}

interface Edge {
  readonly to: number
  readonly outcomes: number
  readonly chance: number
}

function drawnOf(chain: Chain, slice: Slice): Pick<Diagram, 'nodes' | 'moves'> {
  const edges = chain.states.map((_, state) => edgesOf(chain, state))
  const values = chain.states.map(state => slice.counters.map(counter => state[counter] ?? 0))
  const runs = runsOf(values, edges, chain.places)
  const nodeOf = new Int32Array(values.length)
  for (const [node, run] of runs.entries()) for (const state of run) nodeOf[state] = node
  const starts = new Set(chain.starts.map(({ state }) => nodeOf[state]))
  const nodes = runs.map((run, node) => ({
    from: values[run[0] ?? 0] ?? [],
    to: values[run.at(-1) ?? 0] ?? [],
    place: slice.hasPlace ? (chain.places[run[0] ?? 0] ?? 0) : null,
    isStart: starts.has(node),
  }))
  const moves = new Map<string, DiagramMove>()
  for (const [node, run] of runs.entries())
    for (const state of run)
      for (const { to: target, outcomes, chance } of intoNodes(edges[state] ?? [], nodeOf)) {
        const names = (slice.classes[outcomes] ?? []).map(({ name }) => name)
        // States of a run move alike, so each of them has the chance of the others.
        moves.set(`${node} ${target} ${outcomes}`, { from: node, to: target, outcomes: names, percent: chance * 100 })
      }
  return { nodes, moves: [...moves.values()] }
}

/** The draws of one state by the nodes that they lead to: rolled starts lead to several states of one node. */
const intoNodes = (edges: readonly Edge[], nodeOf: Int32Array): readonly Edge[] =>
  summed(edges.map(edge => ({ ...edge, to: nodeOf[edge.to] ?? 0 })))

/** Moves of one outcome to one state are one: rolled starts may come to it by several ways. */
function edgesOf({ first, to, classes, chances }: Chain, state: number): readonly Edge[] {
  const found: Edge[] = []
  for (let edge = first[state] ?? 0; edge < (first[state + 1] ?? 0); edge++)
    found.push({ to: to[edge] ?? 0, outcomes: classes[edge] ?? 0, chance: chances[edge] ?? 0 })
  return summed(found)
}

function summed(edges: readonly Edge[]): readonly Edge[] {
  const found = new Map<string, Edge>()
  for (const { to, outcomes, chance } of edges) {
    const key = `${to} ${outcomes}`
    found.set(key, { to, outcomes, chance: (found.get(key)?.chance ?? 0) + chance })
  }
  return [...found.values()]
}

/** States by runs: each next one is one higher in one counter, which is the same of the whole run, and moves alike. */
function runsOf(
  values: readonly (readonly number[])[],
  edges: readonly (readonly Edge[])[],
  places: Int32Array,
): readonly (readonly number[])[] {
  const byValues = new Map(values.map((value, state) => [`${places[state]} ${value.join(' ')}`, state]))
  const order = [...values.keys()].toSorted(
    (a, b) => compared(values[a] ?? [], values[b] ?? []) || (places[a] ?? 0) - (places[b] ?? 0),
  )
  const taken = new Set<number>()
  const runs: number[][] = []
  for (const state of order) {
    if (taken.has(state)) continue
    const [longest = [state]] = (values[state] ?? [])
      .map((_, counter) => runFrom(state, counter))
      .toSorted((a, b) => b.length - a.length)
    for (const each of longest) taken.add(each)
    runs.push(longest)
  }
  return runs

  function runFrom(state: number, counter: number): number[] {
    const run = [state]
    for (let last = state; ; ) {
      const next = above(last, counter)
      if (next === undefined || taken.has(next) || !isAlike(last, next, counter)) return run
      run.push(next)
      last = next
    }
  }

  function above(state: number, counter: number): number | undefined {
    const value = values[state] ?? []
    return byValues.get(`${places[state]} ${value.with(counter, (value[counter] ?? 0) + 1).join(' ')}`)
  }

  /** True if each draw has the same chance in both, and leads to one state or, from the second, to one above it. */
  function isAlike(state: number, next: number, counter: number): boolean {
    const [own, others] = [edges[state] ?? [], edges[next] ?? []]
    return (
      own.length === others.length &&
      own.every(({ to, outcomes, chance }) => {
        const other = others.find(
          each => each.outcomes === outcomes && (each.to === to || each.to === above(to, counter)),
        )
        return other !== undefined && Math.abs(other.chance - chance) < 1e-12
      })
    )
  }
}

function compared(a: readonly number[], b: readonly number[]): number {
  for (const [place, value] of a.entries()) if (value !== b[place]) return value - (b[place] ?? 0)
  return 0
}
