import { predecessorsOf, type Chain, type Waiting } from './chain.js'

/** The states from which one of the seeds can be reached, the seeds included. */
export function reaching(
  graph: Pick<Waiting, 'size' | 'rowStart' | 'to'>,
  isSeed: (state: number) => boolean,
): Uint8Array {
  const { rowStart, from } = predecessorsOf(graph)
  const found = new Uint8Array(graph.size)
  const stack: number[] = []
  const visit = (state: number): void => {
    if (found[state] === 1) return
    found[state] = 1
    stack.push(state)
  }
  for (let state = 0; state < graph.size; state++) if (isSeed(state)) visit(state)
  for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
    for (let edge = rowStart[state] ?? 0; edge < (rowStart[state + 1] ?? 0); edge++) visit(from[edge] ?? 0)
  }
  return found
}

/** States from which the event comes with probability 1: from no state on the way has it become impossible. */
export function certainOf(waiting: Waiting): Uint8Array {
  const possible = reaching(waiting, state => (waiting.hit[state] ?? 0) > 0)
  const doubtful = reaching(waiting, state => possible[state] === 0)
  return doubtful.map(isDoubtful => 1 - isDoubtful)
}

/**
 * The closed classes of a chain: sets of states that reach each other and nothing else, by depth-first search with
 * low links. A state without moves, where no draw is possible, is a class by itself.
 */
export function closedClasses({ size, rowStart, to }: Pick<Chain, 'size' | 'rowStart' | 'to'>): readonly Int32Array[] {
  const index = new Int32Array(size).fill(-1)
  const low = new Int32Array(size)
  const component = new Int32Array(size).fill(-1)
  const edgeAt = rowStart.slice()
  const path: number[] = []
  const open: number[] = []
  const members: number[][] = []
  let visited = 0
  const enter = (state: number): void => {
    index[state] = low[state] = visited++
    path.push(state)
    open.push(state)
  }
  const leave = (state: number): void => {
    path.pop()
    const parent = path.at(-1)
    if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[state] ?? 0)
    if (low[state] !== index[state]) return
    const found: number[] = []
    for (let member = open.pop(); member !== undefined; member = member === state ? undefined : open.pop()) {
      component[member] = members.length
      found.push(member)
    }
    members.push(found)
  }
  for (let root = 0; root < size; root++) {
    if (index[root] !== -1) continue
    enter(root)
    for (let state = path.at(-1); state !== undefined; state = path.at(-1)) {
      const edge = edgeAt[state] ?? 0
      if (edge === rowStart[state + 1]) {
        leave(state)
        continue
      }
      edgeAt[state] = edge + 1
      const target = to[edge] ?? 0
      if (index[target] === -1) enter(target)
      else if (component[target] === -1) low[state] = Math.min(low[state] ?? 0, index[target] ?? 0)
    }
  }
  const isClosed = (states: readonly number[], id: number): boolean =>
    states.every(state => to.subarray(rowStart[state], rowStart[state + 1]).every(target => component[target] === id))
  return members.filter(isClosed).map(states => Int32Array.from(states).toSorted())
}
