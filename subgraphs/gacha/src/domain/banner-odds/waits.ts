import type { Waiting } from './chain.js'
import { inOrders, momentsOf, percentileOf, survivalAt, type Distribution } from './distribution.js'
import type { Start } from './long-run.js'
import { longestOf, passageFrom } from './passage.js'
import { everOf, expectedUntil } from './solve.js'

/** A number of draws or orders until an event. */
export interface Waits {
  /** The probability that the event ever comes. Below 1, mean and deviation are Infinity. */
  readonly ever: number
  readonly mean: number
  readonly standardDeviation: number
  /** The smallest number with this probability; null where the event has a smaller one. */
  readonly p50: number | null
  readonly p90: number | null
  readonly p99: number | null
  /** Certain by then; null where no number is certain. */
  readonly max: number | null
}

export interface Passage extends Waits {
  /** The probability at the next draw, and within the next ten. */
  readonly next: number
  readonly withinTen: number
  readonly distribution: Distribution
}

const TEN = 10

export function passageOf(waiting: Waiting, starts: readonly Start[], period: number): Passage {
  const distribution = passageFrom(waiting, starts, period)
  const over = (values: Float64Array): number =>
    starts.reduce((sum, { state, probability }) => sum + probability * (values[state] ?? 0), 0)
  const longest = longestOf(waiting)
  const max = Math.max(...starts.map(({ state }) => longest[state] ?? 0))
  const ever = over(everOf(waiting))
  const waits = waitsOf(distribution, { ever, max })
  return {
    ...waits,
    // The sum over the distribution leaves out what lies beyond the limit of draws.
    ...(waits.ever < 1 ? {} : solvedMoments(waiting, over)),
    next: over(waiting.hit),
    withinTen: 1 - survivalAt(distribution, TEN),
    distribution,
  }
}

/** E[N²] has the reward 2·h − 1, with h the mean from the state on. */
function solvedMoments(
  waiting: Waiting,
  over: (values: Float64Array) => number,
): Pick<Waits, 'mean' | 'standardDeviation'> {
  const means = expectedUntil(waiting, () => 1)
  const mean = over(means)
  const square = over(expectedUntil(waiting, state => 2 * (means[state] ?? 0) - 1))
  return { mean, standardDeviation: Math.sqrt(Math.max(0, square - mean * mean)) }
}

const CERTAIN = 1 - 1e-12

export function waitsOf(distribution: Distribution, { ever, max }: { ever: number; max: number }): Waits {
  const isCertain = ever >= CERTAIN
  const none = { mean: Number.POSITIVE_INFINITY, standardDeviation: Number.POSITIVE_INFINITY }
  return {
    ever: isCertain ? 1 : ever,
    ...(isCertain ? momentsOf(distribution) : none),
    p50: percentileOf(distribution, 0.5),
    p90: percentileOf(distribution, 0.9),
    p99: percentileOf(distribution, 0.99),
    max: Number.isFinite(max) ? max : null,
  }
}

/** Orders of some draws until the event, from the draws until it. */
export function ordersIn(passage: Passage, draws: number): Waits {
  const max = passage.max === null ? Number.POSITIVE_INFINITY : Math.ceil(passage.max / draws)
  return waitsOf(inOrders(passage.distribution, draws), { ever: passage.ever, max })
}
