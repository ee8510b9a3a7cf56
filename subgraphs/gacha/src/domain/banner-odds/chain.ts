/**
 * A Markov chain in compressed sparse rows: the moves of state s are the positions rowStart[s] to rowStart[s + 1] of
 * the other arrays. Every move has a positive probability, and those of a state add up to 1, or to nothing
 * where no draw is possible.
 */
export interface Chain {
  readonly size: number
  readonly rowStart: Int32Array
  readonly to: Int32Array
  readonly probability: Float64Array
  /** The index of the set of events that the move is, among the sets that the explorer has met. */
  readonly label: Uint16Array
}

/** The moves of a chain that are not the awaited event; `hit` is the probability of the event at the next draw. */
export interface Waiting {
  readonly size: number
  readonly rowStart: Int32Array
  readonly to: Int32Array
  readonly probability: Float64Array
  readonly hit: Float64Array
}

/** @param isEvent for each label, whether a move with it is the event */
export function waitingFor(chain: Chain, isEvent: readonly boolean[]): Waiting {
  const rowStart = new Int32Array(chain.size + 1)
  const to = new Int32Array(chain.to.length)
  const probability = new Float64Array(chain.to.length)
  const hit = new Float64Array(chain.size)
  let edges = 0
  for (let state = 0; state < chain.size; state++) {
    const end = chain.rowStart[state + 1] ?? 0
    for (let edge = chain.rowStart[state] ?? 0; edge < end; edge++) {
      const part = chain.probability[edge] ?? 0
      if (isEvent[chain.label[edge] ?? 0] === true) hit[state] = (hit[state] ?? 0) + part
      else {
        to[edges] = chain.to[edge] ?? 0
        probability[edges++] = part
      }
    }
    rowStart[state + 1] = edges
  }
  return { size: chain.size, rowStart, to: to.slice(0, edges), probability: probability.slice(0, edges), hit }
}

/** The probability of an event at the next draw, by state. */
export const chanceOf = (chain: Chain, isEvent: readonly boolean[]): Float64Array => waitingFor(chain, isEvent).hit

/** For each state, the states that have a move to it. */
export function predecessorsOf({ size, rowStart, to }: Pick<Waiting, 'size' | 'rowStart' | 'to'>): {
  readonly rowStart: Int32Array
  readonly from: Int32Array
} {
  const starts = new Int32Array(size + 1)
  for (const target of to) starts[target + 1] = (starts[target + 1] ?? 0) + 1
  for (let state = 0; state < size; state++) starts[state + 1] = (starts[state + 1] ?? 0) + (starts[state] ?? 0)
  const next = starts.slice()
  const from = new Int32Array(to.length)
  for (let state = 0; state < size; state++) {
    const end = rowStart[state + 1] ?? 0
    for (let edge = rowStart[state] ?? 0; edge < end; edge++) {
      const target = to[edge] ?? 0
      from[next[target] ?? 0] = state
      next[target] = (next[target] ?? 0) + 1
    }
  }
  return { rowStart: starts, from }
}
