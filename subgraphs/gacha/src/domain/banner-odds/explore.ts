import { EDGES_MAX, STATES_MAX } from '../banner-model/definition.js'
import type { Chain } from './chain.js'
import type { Start } from './long-run.js'

/** One whole number of a state: a counter, the place in the order, what is left of a pool, or points. */
export interface Coordinate {
  readonly name: string
  /** The value is below it. */
  readonly values: number
}

export type Vector = readonly number[]

/** Rules as a walk over vectors of whole numbers. */
export interface Walk {
  readonly coordinates: readonly Coordinate[]
  readonly starts: readonly { readonly state: Vector; readonly probability: number }[]
  /** Calls `emit` for each move of positive probability; moves of the same label to one state are put together. */
  moves(state: Vector, emit: (probability: number, label: number, next: Vector) => void): void
}

export interface Explored {
  readonly chain: Chain
  readonly starts: readonly Start[]
  readonly states: readonly Vector[]
  /** The number of a state, or null for one that is not reachable. */
  find(state: Vector): number | null
}

export interface Limits {
  readonly statesMax: number
  readonly edgesMax: number
}

export const LIMITS: Limits = { statesMax: STATES_MAX, edgesMax: EDGES_MAX }

/** Why a question is not answered: its chain is beyond the limits. */
export interface TooLarge {
  /** The coordinates whose values multiply, the largest first. */
  readonly counters: readonly string[]
  readonly message: string
}

/** All states that are reachable from the starts and the moves between them, breadth first, or what is to blame. */
export function explore(walk: Walk, limits: Limits = LIMITS): Explored | TooLarge {
  const numberOf = numbering(walk.coordinates)
  const states: Vector[] = []
  const find = (state: Vector): number => numberOf.add(state, states)
  const starts = walk.starts.map(({ state, probability }) => ({ state: find(state), probability }))
  const rowStart: number[] = [0]
  const to: number[] = []
  const probability: number[] = []
  const label: number[] = []
  let begin = 0
  const emit = (part: number, of: number, next: Vector): void => {
    const target = find(next)
    for (let edge = begin; edge < to.length; edge++) {
      if (to[edge] !== target || label[edge] !== of) continue
      probability[edge] = (probability[edge] ?? 0) + part
      return
    }
    to.push(target)
    probability.push(part)
    label.push(of)
  }
  for (let index = 0; index < states.length; index++) {
    begin = to.length
    walk.moves(states[index] ?? [], emit)
    rowStart.push(to.length)
    if (states.length > limits.statesMax || to.length > limits.edgesMax) return tooLarge(walk, states, limits)
  }
  const chain = {
    size: states.length,
    rowStart: Int32Array.from(rowStart),
    to: Int32Array.from(to),
    probability: Float64Array.from(probability),
    label: Uint16Array.from(label),
  }
  return { chain, starts, states, find: state => numberOf.get(state) }
}

/** States as one number each while that is exact, as text beyond. */
function numbering(coordinates: readonly Coordinate[]) {
  const product = coordinates.reduce((all, { values }) => all * values, 1)
  const numbers = new Map<number | string, number>()
  const keyOf = (state: Vector): number | string => {
    if (product > Number.MAX_SAFE_INTEGER) return state.join(' ')
    let key = 0
    for (let place = 0; place < coordinates.length; place++)
      key = key * (coordinates[place]?.values ?? 1) + (state[place] ?? 0)
    return key
  }
  return {
    add: (state: Vector, states: Vector[]): number => {
      const key = keyOf(state)
      const found = numbers.get(key)
      if (found !== undefined) return found
      numbers.set(key, states.length)
      states.push(state)
      return states.length - 1
    },
    get: (state: Vector): number | null => numbers.get(keyOf(state)) ?? null,
  }
}

/** The coordinates to blame are the largest ones, until their combinations alone are beyond the limit. */
function tooLarge({ coordinates }: Walk, states: readonly Vector[], { statesMax, edgesMax }: Limits): TooLarge {
  const moving = coordinates.filter((_, place) => states.some(state => state[place] !== states[0]?.[place]))
  const blamed: Coordinate[] = []
  let combinations = 1
  for (const coordinate of moving.toSorted((a, b) => b.values - a.values)) {
    if (combinations > statesMax) break
    blamed.push(coordinate)
    combinations *= coordinate.values
  }
  const list = blamed.map(({ name, values }) => `${name} (${values} values)`).join(', ')
  return {
    counters: blamed.map(({ name }) => name),
    message:
      `Expected at most ${statesMax} reachable states and ${edgesMax} moves between them, got more: ` +
      `too many combinations of ${list}`,
  }
}
