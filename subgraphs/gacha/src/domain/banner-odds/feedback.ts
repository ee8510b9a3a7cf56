import { predecessorsOf, type Waiting } from './chain.js'

type Graph = Pick<Waiting, 'size' | 'rowStart' | 'to'>

/** States whose removal leaves no cycle but loops of one state, and an order of all states in which moves go on. */
export interface Feedback {
  readonly states: Int32Array
  /** The position in `states`, −1 for other states. */
  readonly slotOf: Int32Array
  /** All states; each move leads to a later one, to a state of `states`, or back to the state itself. */
  readonly order: Int32Array
}

/**
 * A small feedback vertex set: states without a predecessor or a successor are on no cycle and are trimmed; of what is
 * left, the state with the most predecessors times successors is taken, again and again. A chain of counters returns
 * to few states (one for each value of the other counters), so that the set of 883 states has about 10.
 * @returns null if the set would be larger than `statesMax`
 */
export function feedbackOf(graph: Graph, statesMax: number): Feedback | null {
  const { size, rowStart, to } = graph
  const predecessors = predecessorsOf(graph)
  const [incoming, outgoing] = degreesOf(graph)
  const removed = new Uint8Array(size)
  const stack: number[] = []
  const rest = { size }
  const remove = (state: number): void => {
    removed[state] = 1
    rest.size--
    for (let edge = rowStart[state] ?? 0; edge < (rowStart[state + 1] ?? 0); edge++) {
      const target = to[edge] ?? 0
      if (target === state || removed[target] === 1) continue
      incoming[target] = (incoming[target] ?? 0) - 1
      if (incoming[target] === 0) stack.push(target)
    }
    for (let edge = predecessors.rowStart[state] ?? 0; edge < (predecessors.rowStart[state + 1] ?? 0); edge++) {
      const source = predecessors.from[edge] ?? 0
      if (source === state || removed[source] === 1) continue
      outgoing[source] = (outgoing[source] ?? 0) - 1
      if (outgoing[source] === 0) stack.push(source)
    }
  }
  const trim = (): void => {
    for (let state = stack.pop(); state !== undefined; state = stack.pop()) if (removed[state] === 0) remove(state)
  }
  for (let state = 0; state < size; state++) if (incoming[state] === 0 || outgoing[state] === 0) stack.push(state)
  trim()
  const states: number[] = []
  while (rest.size > 0) {
    if (states.length === statesMax) return null
    const state = busiest(removed, incoming, outgoing)
    states.push(state)
    remove(state)
    trim()
  }
  return ordered(graph, Int32Array.from(states))
}

function degreesOf({ size, rowStart, to }: Graph): [incoming: Int32Array, outgoing: Int32Array] {
  const incoming = new Int32Array(size)
  const outgoing = new Int32Array(size)
  for (let state = 0; state < size; state++) {
    for (let edge = rowStart[state] ?? 0; edge < (rowStart[state + 1] ?? 0); edge++) {
      const target = to[edge] ?? 0
      if (target === state) continue
      incoming[target] = (incoming[target] ?? 0) + 1
      outgoing[state] = (outgoing[state] ?? 0) + 1
    }
  }
  return [incoming, outgoing]
}

function busiest(removed: Uint8Array, incoming: Int32Array, outgoing: Int32Array): number {
  let [found, most] = [0, -1]
  for (let state = 0; state < removed.length; state++) {
    if (removed[state] === 1) continue
    const moves = (incoming[state] ?? 0) * (outgoing[state] ?? 0)
    if (moves > most) [found, most] = [state, moves]
  }
  return found
}

/** Kahn's topological order of the graph without the moves into `states`. */
function ordered({ size, rowStart, to }: Graph, states: Int32Array): Feedback {
  const slotOf = new Int32Array(size).fill(-1)
  for (const [slot, state] of states.entries()) slotOf[state] = slot
  const isCut = (from: number, target: number): boolean => target === from || (slotOf[target] ?? -1) >= 0
  const incoming = new Int32Array(size)
  for (let state = 0; state < size; state++) {
    for (let edge = rowStart[state] ?? 0; edge < (rowStart[state + 1] ?? 0); edge++) {
      const target = to[edge] ?? 0
      if (!isCut(state, target)) incoming[target] = (incoming[target] ?? 0) + 1
    }
  }
  const order = new Int32Array(size)
  let end = 0
  for (let state = 0; state < size; state++) if (incoming[state] === 0) order[end++] = state
  for (let next = 0; next < end; next++) {
    const state = order[next] ?? 0
    for (let edge = rowStart[state] ?? 0; edge < (rowStart[state + 1] ?? 0); edge++) {
      const target = to[edge] ?? 0
      if (isCut(state, target)) continue
      incoming[target] = (incoming[target] ?? 0) - 1
      if (incoming[target] === 0) order[end++] = target
    }
  }
  return { states, slotOf, order }
}
