import { stationaryOf } from '../markov.js'
import type { Chain, Waiting } from './chain.js'
import { feedbackOf, type Feedback } from './feedback.js'
import { certainOf, reaching } from './reach.js'

/** The size of the dense system that a chain is reduced to; beyond it, the solution is iterated. */
const FEEDBACK_MAX = 600
/** Multiplications of the reduction: about half a second. */
const REDUCTION_MAX = 3e8
const SWEEPS_MAX = 200_000
const TOLERANCE = 1e-13

type Reward = (state: number) => number

/**
 * The expected sum of a reward, from each state, over all draws until the event: with the reward 1 the mean number of
 * draws, the event's own included. Infinity where the event may never come.
 *
 * h = c + Q·h is solved directly. With B a feedback set, each state is a linear function of the states of B along an
 * acyclic order: one pass from each state of B gives a dense system over B, and one pass back gives all states.
 * The dense system is eliminated without a subtraction (Grassmann, Taksar, Heyman 1985).
 */
export function expectedUntil(waiting: Waiting, reward: Reward): Float64Array {
  return solved(waiting, certainOf(waiting), reward)
}

/** The probability, from each state, that the event ever comes. */
export function everOf(waiting: Waiting): Float64Array {
  const possible = reaching(waiting, state => (waiting.hit[state] ?? 0) > 0)
  const certain = certainOf(waiting)
  if (certain.every(is => is === 1)) return new Float64Array(waiting.size).fill(1)
  const ever = solved(leaking(waiting, possible), possible, state => waiting.hit[state] ?? 0)
  return ever.map((chance, state) => (certain[state] === 1 ? 1 : possible[state] === 1 ? Math.min(1, chance) : 0))
}

/** Moves to states outside of `inside` end the chain: they count as hits. */
function leaking(waiting: Waiting, inside: Uint8Array): Waiting {
  const hit = waiting.hit.slice()
  for (let state = 0; state < waiting.size; state++) {
    for (let edge = waiting.rowStart[state] ?? 0; edge < (waiting.rowStart[state + 1] ?? 0); edge++) {
      if (inside[waiting.to[edge] ?? 0] === 0) hit[state] = (hit[state] ?? 0) + (waiting.probability[edge] ?? 0)
    }
  }
  return { ...waiting, hit }
}

function solved(waiting: Waiting, included: Uint8Array, reward: Reward): Float64Array {
  const part = restricted(waiting, included)
  const feedback = feedbackOf(part, FEEDBACK_MAX)
  if (feedback === null || feedback.states.length * part.to.length > REDUCTION_MAX)
    return iterated(part, included, reward)
  const size = feedback.states.length
  const rows = Array.from({ length: size }, () => new Float64Array(size))
  const ends = new Float64Array(size)
  const costs = new Float64Array(size)
  const pass = passes(part, feedback)
  for (const [slot, state] of feedback.states.entries()) {
    const visits = pass.from([[state, 1]], rows[slot] ?? new Float64Array(size))
    for (let at = 0; at < part.size; at++) {
      const mass = visits[at] ?? 0
      if (mass === 0) continue
      costs[slot] = (costs[slot] ?? 0) + mass * reward(at)
      ends[slot] = (ends[slot] ?? 0) + mass * (part.hit[at] ?? 0)
    }
  }
  return pass.back(eliminated(rows, ends, costs), included, reward)
}

/** The graph of the included states alone; the others keep their numbers, without moves. */
function restricted(waiting: Waiting, included: Uint8Array): Waiting {
  if (included.every(is => is === 1)) return waiting
  const rowStart = new Int32Array(waiting.size + 1)
  const to: number[] = []
  const probability: number[] = []
  for (let state = 0; state < waiting.size; state++) {
    const end = included[state] === 1 ? (waiting.rowStart[state + 1] ?? 0) : 0
    for (let edge = waiting.rowStart[state] ?? 0; edge < end; edge++) {
      const target = waiting.to[edge] ?? 0
      if (included[target] === 0) continue
      to.push(target)
      probability.push(waiting.probability[edge] ?? 0)
    }
    rowStart[state + 1] = to.length
  }
  const hit = waiting.hit.map((chance, state) => (included[state] === 1 ? chance : 0))
  return { ...waiting, rowStart, hit, to: Int32Array.from(to), probability: Float64Array.from(probability) }
}

/** 1 minus the probability of a loop, as the sum of all other moves: without a subtraction. */
function exitsOf({ size, rowStart, to, probability, hit }: Waiting): Float64Array {
  const exits = hit.slice()
  for (let state = 0; state < size; state++) {
    for (let edge = rowStart[state] ?? 0; edge < (rowStart[state + 1] ?? 0); edge++) {
      if (to[edge] !== state) exits[state] = (exits[state] ?? 0) + (probability[edge] ?? 0)
    }
  }
  return exits
}

function passes(waiting: Waiting, { order, slotOf }: Feedback) {
  const { size, rowStart, to, probability } = waiting
  const exits = exitsOf(waiting)
  const visits = new Float64Array(size)
  return {
    /** Expected visits of each state until B is entered again; what enters B is added to `returned`. */
    from: (sources: Iterable<readonly [state: number, mass: number]>, returned: Float64Array): Float64Array => {
      visits.fill(0)
      for (const [state, mass] of sources) visits[state] = (visits[state] ?? 0) + mass
      for (let next = 0; next < size; next++) {
        const state = order[next] ?? 0
        if (visits[state] === 0) continue
        // A loop of a state of B is left within the pass as well: it counts as a longer stay.
        const mass = (visits[state] ?? 0) / (exits[state] ?? 1)
        visits[state] = mass
        const end = rowStart[state + 1] ?? 0
        for (let edge = rowStart[state] ?? 0; edge < end; edge++) {
          const target = to[edge] ?? 0
          if (target === state) continue
          const slot = slotOf[target] ?? -1
          const moved = mass * (probability[edge] ?? 0)
          if (slot >= 0) returned[slot] = (returned[slot] ?? 0) + moved
          else visits[target] = (visits[target] ?? 0) + moved
        }
      }
      return visits
    },
    /** The values of all states from those of B. */
    back: (ofFeedback: Float64Array, included: Uint8Array, reward: Reward): Float64Array => {
      const values = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
      for (let next = size - 1; next >= 0; next--) {
        const state = order[next] ?? 0
        if (included[state] === 0) continue
        let sum = reward(state)
        for (let edge = rowStart[state] ?? 0; edge < (rowStart[state + 1] ?? 0); edge++) {
          const target = to[edge] ?? 0
          if (target === state) continue
          const slot = slotOf[target] ?? -1
          sum += (probability[edge] ?? 0) * (slot >= 0 ? (ofFeedback[slot] ?? 0) : (values[target] ?? 0))
        }
        values[state] = sum / (exits[state] ?? 1)
      }
      return values
    },
  }
}

/** Solves x = c + R·x, where each row of R and its end add up to 1, by state reduction. Changes its arguments. */
function eliminated(rows: readonly Float64Array[], ends: Float64Array, costs: Float64Array): Float64Array {
  const size = rows.length
  const exits = new Float64Array(size)
  for (let state = size - 1; state >= 0; state--) {
    const row = rows[state] ?? new Float64Array()
    let exit = ends[state] ?? 0
    for (let to = 0; to < state; to++) exit += row[to] ?? 0
    exits[state] = exit
    for (let from = 0; from < state; from++) {
      const other = rows[from] ?? new Float64Array()
      const flow = (other[state] ?? 0) / exit
      if (flow === 0) continue
      costs[from] = (costs[from] ?? 0) + flow * (costs[state] ?? 0)
      ends[from] = (ends[from] ?? 0) + flow * (ends[state] ?? 0)
      for (let to = 0; to < state; to++) other[to] = (other[to] ?? 0) + flow * (row[to] ?? 0)
    }
  }
  const values = new Float64Array(size)
  for (let state = 0; state < size; state++) {
    let sum = costs[state] ?? 0
    for (let to = 0; to < state; to++) sum += (rows[state]?.[to] ?? 0) * (values[to] ?? 0)
    values[state] = sum / (exits[state] ?? 1)
  }
  return values
}

/** Gauss-Seidel, for chains whose cycles meet in too many states. */
function iterated(waiting: Waiting, included: Uint8Array, reward: Reward): Float64Array {
  const { size, rowStart, to, probability } = waiting
  const exits = exitsOf(waiting)
  const values = new Float64Array(size)
  for (let sweep = 0; sweep < SWEEPS_MAX; sweep++) {
    let change = 0
    // The explorer numbers states by their distance from the start: most moves lead to higher numbers.
    for (let state = size - 1; state >= 0; state--) {
      if (included[state] === 0) continue
      let sum = reward(state)
      for (let edge = rowStart[state] ?? 0; edge < (rowStart[state + 1] ?? 0); edge++) {
        const target = to[edge] ?? 0
        if (target !== state) sum += (probability[edge] ?? 0) * (values[target] ?? 0)
      }
      const value = sum / (exits[state] ?? 1)
      change = Math.max(change, Math.abs(value - (values[state] ?? 0)) / Math.max(1, Math.abs(value)))
      values[state] = value
    }
    if (change < TOLERANCE) break
  }
  return values.map((value, state) => (included[state] === 1 ? value : Number.POSITIVE_INFINITY))
}

/**
 * The long-run share of draws in each state of a closed class, by renewal reward: the chain watched on a feedback set
 * alone has a small dense stationary distribution, and one cycle from it visits each state in proportion to its share.
 * @returns null where the feedback set is too large
 */
export function stationaryByCycle(chain: Chain, members: Int32Array): Float64Array | null {
  const included = new Uint8Array(chain.size)
  for (const state of members) included[state] = 1
  const part = restricted({ ...chain, hit: new Float64Array(chain.size) }, included)
  const feedback = feedbackOf(part, FEEDBACK_MAX)
  if (feedback === null || feedback.states.length * part.to.length > REDUCTION_MAX) return null
  const visits = visitsOfCycle(part, feedback)
  // A class of one state has no cycle but its loop: no feedback state, and all draws are made there.
  if (members.length === 1) visits[members[0] ?? 0] = 1
  let total = 0
  for (const state of members) total += visits[state] ?? 0
  return visits.map((mass, state) => (included[state] === 1 ? mass / total : 0))
}

function visitsOfCycle(part: Waiting, feedback: Feedback): Float64Array {
  const size = feedback.states.length
  if (size === 0) return new Float64Array(part.size)
  const pass = passes(part, feedback)
  const rows = Array.from(feedback.states, state => {
    const returned = new Float64Array(size)
    pass.from([[state, 1]], returned)
    return returned
  })
  const stationary = stationaryOf(rows)
  const sources = Array.from(feedback.states, (state, slot): [number, number] => [state, stationary[slot] ?? 0])
  return pass.from(sources, new Float64Array(size)).slice()
}
