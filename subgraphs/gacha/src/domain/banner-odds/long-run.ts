import { chanceOf, type Chain, type Waiting } from './chain.js'
import { closedClasses } from './reach.js'
import { everOf, stationaryByCycle } from './solve.js'

const ITERATIONS_MAX = 1_000_000
const CONVERGED = 1e-14

export interface LongRun {
  /** The share of draws that each state has in the long run, from the start on. */
  readonly stationary: Float64Array
  /** False where draws end at some time: no share exists then. */
  readonly isEndless: boolean
}

/**
 * Long-run shares from a start. Each closed class has the stationary distribution of its own, and counts with the
 * probability that the chain comes to it.
 */
export function longRunOf(chain: Chain, starts: readonly Start[]): LongRun {
  const classes = closedClasses(chain)
  const isEndless = classes.every(members => members.some(state => rowLength(chain, state) > 0))
  const stationary = new Float64Array(chain.size)
  for (const members of classes) {
    const weight = classes.length === 1 ? 1 : entering(chain, members, starts)
    if (weight === 0) continue
    const own = stationaryByCycle(chain, members) ?? stationaryByIteration(chain, members)
    for (const state of members) stationary[state] = weight * (own[state] ?? 0)
  }
  return { stationary, isEndless }
}

export interface Start {
  readonly state: number
  readonly probability: number
}

/** The share of an event among all draws in the long run. */
export function shareOf(chain: Chain, { stationary }: LongRun, isEvent: readonly boolean[]): number {
  return chanceOf(chain, isEvent).reduce((sum, chance, state) => sum + chance * (stationary[state] ?? 0), 0)
}

const rowLength = ({ rowStart }: Chain, state: number): number => (rowStart[state + 1] ?? 0) - (rowStart[state] ?? 0)

function entering(chain: Chain, members: Int32Array, starts: readonly Start[]): number {
  const inside = new Uint8Array(chain.size)
  for (const state of members) inside[state] = 1
  const ever = everOf(entranceOf(chain, inside))
  return starts.reduce(
    (sum, { state, probability }) => sum + probability * (inside[state] === 1 ? 1 : (ever[state] ?? 0)),
    0,
  )
}

/** The moves of a chain before a set of states is entered. */
function entranceOf(chain: Chain, inside: Uint8Array): Waiting {
  const hit = new Float64Array(chain.size)
  const rowStart = new Int32Array(chain.size + 1)
  const kept: number[] = []
  for (let state = 0; state < chain.size; state++) {
    for (let edge = chain.rowStart[state] ?? 0; edge < (chain.rowStart[state + 1] ?? 0); edge++) {
      if (inside[chain.to[edge] ?? 0] === 1) hit[state] = (hit[state] ?? 0) + (chain.probability[edge] ?? 0)
      else kept.push(edge)
    }
    rowStart[state + 1] = kept.length
  }
  return {
    size: chain.size,
    rowStart,
    hit,
    to: Int32Array.from(kept, edge => chain.to[edge] ?? 0),
    probability: Float64Array.from(kept, edge => chain.probability[edge] ?? 0),
  }
}

/**
 * The same by iterating (I + P)/2 from the first member of the class: halving the moves removes every period and leaves
 * the stationary distribution as it is.
 */
export function stationaryByIteration(chain: Chain, members: Int32Array): Float64Array {
  const { rowStart, to, probability } = chain
  let now = new Float64Array(chain.size)
  let next = new Float64Array(chain.size)
  for (const state of members) now[state] = 1 / members.length
  for (let iteration = 0; iteration < ITERATIONS_MAX; iteration++) {
    next.fill(0)
    for (const state of members) {
      const half = (now[state] ?? 0) / 2
      next[state] = (next[state] ?? 0) + half
      const end = rowStart[state + 1] ?? 0
      for (let edge = rowStart[state] ?? 0; edge < end; edge++) {
        const target = to[edge] ?? 0
        next[target] = (next[target] ?? 0) + half * (probability[edge] ?? 0)
      }
    }
    let change = 0
    for (const state of members) change += Math.abs((next[state] ?? 0) - (now[state] ?? 0))
    ;[now, next] = [next, now]
    if (change < CONVERGED) break
  }
  let total = 0
  for (const state of members) total += now[state] ?? 0
  return now.map(mass => mass / total)
}
