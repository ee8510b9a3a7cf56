import type { Explored, Vector } from './explore.js'
import type { Passages } from './passage.js'
import type { Position } from './walk.js'

/** The draws that a player in each state has to expect, as plain arrays, so that threads can send it. */
export interface PositionTable {
  /** Names of the coordinates of a state. */
  readonly coordinates: readonly string[]
  /** The value of each coordinate for a player without history. */
  readonly start: Vector
  /** All states, one after the other, in rising order. */
  readonly states: Int32Array
  readonly passages: Passages
}

export interface PositionOdds {
  readonly mean: number
  readonly next: number
  readonly withinTen: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
}

export function positionTable(
  { coordinates, start }: Pick<PositionTable, 'coordinates' | 'start'>,
  { states }: Pick<Explored, 'states'>,
  passages: Passages,
): PositionTable {
  const width = coordinates.length
  const order = Int32Array.from(states.keys()).toSorted((a, b) => compared(states[a] ?? [], states[b] ?? []))
  const sorted = new Int32Array(order.length * width)
  for (const [index, state] of order.entries()) sorted.set(states[state] ?? [], index * width)
  const arranged = (values: Float64Array): Float64Array => Float64Array.from(order, state => values[state] ?? 0)
  return {
    coordinates,
    start,
    states: sorted,
    passages: {
      mean: arranged(passages.mean),
      next: arranged(passages.next),
      withinTen: arranged(passages.withinTen),
      p50: arranged(passages.p50),
      p90: arranged(passages.p90),
      p99: arranged(passages.p99),
    },
  }
}

/** Looks a player's position up: some microseconds. Null for a state that no player can come to. */
export function oddsAt(
  { coordinates, start, states, passages }: PositionTable,
  position: Position,
): PositionOdds | null {
  const wanted = coordinates.map((name, index) => position[name] ?? start[index] ?? 0)
  const width = coordinates.length
  let [low, high] = [0, passages.mean.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const difference = compared(states.subarray(middle * width, (middle + 1) * width), wanted)
    if (difference === 0) return rowOf(passages, middle)
    if (difference < 0) low = middle + 1
    else high = middle - 1
  }
  return null
}

const rowOf = ({ mean, next, withinTen, p50, p90, p99 }: Passages, index: number): PositionOdds => ({
  mean: mean[index] ?? 0,
  next: next[index] ?? 0,
  withinTen: withinTen[index] ?? 0,
  p50: p50[index] ?? 0,
  p90: p90[index] ?? 0,
  p99: p99[index] ?? 0,
})

function compared(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let place = 0; place < a.length; place++) {
    const difference = (a[place] ?? 0) - (b[place] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
