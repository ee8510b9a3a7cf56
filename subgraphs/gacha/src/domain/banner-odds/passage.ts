import { predecessorsOf, type Waiting } from './chain.js'
import type { Distribution } from './distribution.js'
import type { Start } from './long-run.js'
import { createSurvivors, type Snapshot } from './survivors.js'
import { certainOf } from './reach.js'
import { everOf, expectedUntil } from './solve.js'

/** An undecided rest that is negligible: nothing that is shown has more than 12 digits. */
const NEGLIGIBLE = 1e-14
/** Draws between two looks for a tail; each look is at twice as many draws as the one before. */
const FIRST_LOOK = 256
export const DRAWS_MAX = 2_000_000
/** Steps over moves of one passage: some seconds. */
const STEPS_MAX = 2e9

/**
 * The distribution of the number of draws until an event, by forward iteration: the probability of each state in which
 * the event has not come yet. Only states that have a probability are looked at: a few of many after a reset.
 *
 * Where the state settles while the event is still to come, the rest of the distribution is geometric, and is given as
 * its ratio: rare events without a pity take no iteration to the end.
 * @param period draws after which the rules repeat: those of an order, 1 where orders do not matter
 */
export function passageFrom(waiting: Waiting, starts: readonly Start[], period = 1): Distribution {
  const walk = createSurvivors(waiting)
  walk.load(starts)
  const survival: number[] = [walk.mass()]
  let look = FIRST_LOOK
  let snapshot: Snapshot | null = null
  while (walk.mass() > NEGLIGIBLE && survival.length < DRAWS_MAX && walk.steps() < STEPS_MAX) {
    survival.push(walk.draw())
    const draws = survival.length - 1
    if (snapshot !== null && draws === snapshot.draws + period) {
      const ratio = walk.settledRatio(snapshot)
      if (ratio !== null) return { survival: Float64Array.from(survival), tail: { ratio, period } }
      snapshot = null
    }
    if (draws === look) {
      snapshot = walk.snapshot(draws)
      look = 2 * look + period
    }
  }
  return { survival: Float64Array.from(survival), tail: null }
}

/** The longest that the event can take from each state, Infinity where there is no longest. */
export function longestOf(waiting: Waiting): Float64Array {
  const { size, rowStart } = waiting
  const predecessors = predecessorsOf(waiting)
  const open = new Int32Array(size)
  const longest = new Float64Array(size)
  const ready: number[] = []
  for (let state = 0; state < size; state++) {
    open[state] = (rowStart[state + 1] ?? 0) - (rowStart[state] ?? 0)
    longest[state] = 1
    if (open[state] === 0) ready.push(state)
  }
  // A state is decided with the last of its moves; states on a cycle, or before one, never are.
  const decided = new Uint8Array(size)
  for (let state = ready.pop(); state !== undefined; state = ready.pop()) {
    decided[state] = 1
    if (rowStart[state] === rowStart[state + 1] && waiting.hit[state] === 0) longest[state] = Number.POSITIVE_INFINITY
    for (let edge = predecessors.rowStart[state] ?? 0; edge < (predecessors.rowStart[state + 1] ?? 0); edge++) {
      const from = predecessors.from[edge] ?? 0
      longest[from] = Math.max(longest[from] ?? 0, 1 + (longest[state] ?? 0))
      open[from] = (open[from] ?? 0) - 1
      if (open[from] === 0) ready.push(from)
    }
  }
  return longest.map((draws, state) => (decided[state] === 1 ? draws : Number.POSITIVE_INFINITY))
}

/** The draws that a player in each state has to expect: arrays by state, so that any position is answered by a look. */
export interface Passages {
  readonly mean: Float64Array
  /** The chance of the next draw, and within the next ten. */
  readonly next: Float64Array
  readonly withinTen: Float64Array
  /** The smallest number of draws with this probability, Infinity where the event may never come. */
  readonly p50: Float64Array
  readonly p90: Float64Array
  readonly p99: Float64Array
}

const PARTS = [0.5, 0.9, 0.99] as const
const ROUNDING = 1e-12
const TEN = 10

/**
 * All passages of a chain at once, by backward iteration: g(n + 1) = Q·g(n), where g(n) is the probability, from each
 * state, that the event has not come in n draws.
 * @param period as that of `passageFrom`
 */
export function passagesOf(waiting: Waiting, period = 1): Passages {
  const { size, hit } = waiting
  const percentiles = PARTS.map(() => new Float64Array(size).fill(Number.POSITIVE_INFINITY))
  const certain = certainOf(waiting)
  const never = certain.every(is => is === 1) ? new Float64Array(size) : everOf(waiting).map(ever => 1 - ever)
  let open = 0
  for (const part of PARTS) for (const chance of never) if (chance <= 1 - part + ROUNDING) open++
  let left = new Float64Array(size).fill(1)
  let next = new Float64Array(size)
  const withinTen = new Float64Array(size)
  let look = FIRST_LOOK
  let snapshot: { readonly draws: number; readonly left: Float64Array } | null = null
  let reached: Float64Array[] = []
  for (let draws = 1; (open > 0 || draws <= TEN) && draws <= DRAWS_MAX; draws++) {
    undecided(waiting, left, next)
    ;[left, next] = [next, left]
    if (draws === TEN) for (let state = 0; state < size; state++) withinTen[state] = 1 - (left[state] ?? 0)
    open -= mark(percentiles, left, draws)
    if (snapshot !== null) reached.push(left.slice())
    if (snapshot !== null && draws === snapshot.draws + period) {
      if (isSettled({ before: snapshot.left, after: left, never })) {
        extrapolate(percentiles, { from: snapshot, reached, period, never })
        break
      }
      snapshot = null
    }
    if (draws === look) {
      snapshot = { draws, left: left.slice() }
      reached = []
      look = 2 * look + period
    }
  }
  const [p50 = left, p90 = left, p99 = left] = percentiles
  return { mean: meansOf(waiting, certain), next: hit, withinTen, p50, p90, p99 }
}

const meansOf = (waiting: Waiting, certain: Uint8Array): Float64Array =>
  expectedUntil(waiting, () => 1).map((mean, state) => (certain[state] === 1 ? mean : Number.POSITIVE_INFINITY))

function undecided({ size, rowStart, to, probability, hit }: Waiting, left: Float64Array, next: Float64Array): void {
  let edge = 0
  for (let state = 0; state < size; state++) {
    const end = rowStart[state + 1] ?? 0
    let sum = edge === end && hit[state] === 0 ? 1 : 0
    for (; edge < end; edge++) sum += (probability[edge] ?? 0) * (left[to[edge] ?? 0] ?? 0)
    next[state] = sum
  }
}

function mark(percentiles: readonly Float64Array[], left: Float64Array, draws: number): number {
  let marked = 0
  for (const [index, percentile] of percentiles.entries()) {
    const most = 1 - (PARTS[index] ?? 1) + ROUNDING
    for (let state = 0; state < left.length; state++) {
      if ((left[state] ?? 0) > most || percentile[state] !== Number.POSITIVE_INFINITY) continue
      percentile[state] = draws
      marked++
    }
  }
  return marked
}

/** True if all states lose the same part in a period of what they can lose: the rest is geometric. */
function isSettled(of: { before: Float64Array; after: Float64Array; never: Float64Array }): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  for (let state = 0; state < of.before.length; state++) {
    const never = of.never[state] ?? 0
    const earlier = (of.before[state] ?? 0) - never
    if (earlier < NEGLIGIBLE + never * ROUNDING) continue
    const ratio = ((of.after[state] ?? 0) - never) / earlier
    least = Math.min(least, ratio)
    most = Math.max(most, ratio)
  }
  return most - least <= Math.max(1e-9 * (1 - most), 2e-15)
}

interface Extrapolated {
  readonly from: { readonly draws: number; readonly left: Float64Array }
  /** The undecided rest after each draw of the period that follows. */
  readonly reached: readonly Float64Array[]
  readonly period: number
  readonly never: Float64Array
}

function extrapolate(percentiles: readonly Float64Array[], of: Extrapolated): void {
  const { from, reached, period } = of
  const last = reached.at(-1) ?? from.left
  for (let state = 0; state < last.length; state++) {
    const never = of.never[state] ?? 0
    const ratio = ((last[state] ?? 0) - never) / ((from.left[state] ?? 1) - never)
    if (!(ratio < 1)) continue
    for (const [index, percentile] of percentiles.entries()) {
      const most = 1 - (PARTS[index] ?? 1) + ROUNDING - never
      if (percentile[state] !== Number.POSITIVE_INFINITY || most <= 0) continue
      for (const [place, left] of reached.entries()) {
        const rest = (left[state] ?? 0) - never
        const periods = Math.max(0, Math.ceil(Math.log(most / rest) / Math.log(ratio)))
        percentile[state] = Math.min(percentile[state] ?? 0, from.draws + 1 + place + periods * period)
      }
    }
  }
}
