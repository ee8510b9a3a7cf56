import type { CompiledModel } from '../banner-model/compile.js'
import { chanceOf, waitingFor, type Waiting } from './chain.js'
import { inOrders, momentsOf, percentileOf, survivalAt, type Distribution } from './distribution.js'
import { explore, LIMITS, type Explored, type Limits, type TooLarge } from './explore.js'
import { longRunOf, shareOf, type Start } from './long-run.js'
import { longestOf, passageFrom, passagesOf, type Passages } from './passage.js'
import { nameOf, orderOf, type Asked } from './question.js'
import { everOf, expectedUntil } from './solve.js'
import { walkOf, type AskedWalk } from './walk.js'

/** The state of a player by counter; counters that are left out are at their start. */
export type Position = Readonly<Record<string, number>>

/** A number of draws, orders, or of a currency, until an event. */
export interface Waits {
  /** The probability that the event ever comes. Below 1, mean and deviation are Infinity. */
  readonly ever: number
  readonly mean: number
  readonly standardDeviation: number
  /** Null where the event comes with a smaller probability. */
  readonly p50: number | null
  readonly p90: number | null
  readonly p99: number | null
  /** Certain by then; null where no number is certain. */
  readonly max: number | null
}

export interface Passage extends Waits {
  readonly next: number
  readonly withinTen: number
  readonly distribution: Distribution
}

export class BeyondLimits extends Error {
  readonly counters: readonly string[]

  constructor(asked: string, { counters, message }: TooLarge) {
    super(`${asked}: ${message}`)
    this.counters = counters
  }
}

export interface Odds {
  /** Draws until the event, from the start or from a player's position. */
  passage(asked: Asked, from?: Position | null): Passage
  /** The same from each reachable state at once. */
  passages(asked: Asked): Passages & Pick<Chained, 'explored'>
  /** The share of the event among all draws in the long run, null where draws end. */
  share(asked: Asked): number | null
  /** How often the event comes in some draws, on average. */
  expectedIn(asked: Asked, draws: number, from?: Position | null): number
  states(asked: Asked): number
}

export interface Chained {
  readonly walk: AskedWalk
  readonly explored: Explored
}

/**
 * Exact odds of a compiled model for draws that are made by one order, up to the rounding of doubles. Each question is
 * answered on the chain of its own slice; questions with the same slice share the chain.
 * @throws BeyondLimits from each question whose chain is too large
 */
export function createOdds(model: CompiledModel, options: OddsOptions = {}): Odds {
  const order = orderOf(model, options.order ?? null)
  const chains = new Map<string, Chained>()
  const chained = (asked: Asked, counters: readonly string[] = []): Chained => {
    const key = JSON.stringify([asked, counters])
    const found = chains.get(key)
    if (found !== undefined) return found
    const walk = walkOf(model, { asked: [asked], order, counters, unsliced: options.unsliced ?? false })
    const explored = explore(walk, options.limits ?? LIMITS)
    if ('counters' in explored) throw new BeyondLimits(nameOf(asked), explored)
    const made = { walk, explored }
    chains.set(key, made)
    return made
  }
  const periodOf = ({ walk }: Chained): number => (walk.hasPlace ? order.draws : 1)
  return {
    passage: (asked, from = null) => {
      const chain = chained(asked)
      return passageOf(waitingOf(chain), startsFrom(model, chain, from), periodOf(chain))
    },
    passages: asked => {
      const chain = chained(asked)
      return { ...passagesOf(waitingOf(chain), periodOf(chain)), explored: chain.explored }
    },
    share: asked => {
      const { explored, walk } = chained(asked)
      const longRun = longRunOf(explored.chain, explored.starts)
      return longRun.isEndless ? shareOf(explored.chain, longRun, walk.isEvent[0] ?? []) : null
    },
    expectedIn: (asked, draws, from = null) => {
      const chain = chained(asked)
      return countIn(chain, startsFrom(model, chain, from), draws)
    },
    states: asked => chained(asked).explored.chain.size,
  }
}

export interface OddsOptions {
  /** The order that draws are made by; left out, the first one. */
  readonly order?: string
  readonly limits?: Limits
  /** Keeps all counters; for tests, which compare the answers. */
  readonly unsliced?: boolean
}

export const waitingOf = ({ explored, walk }: Chained): Waiting => waitingFor(explored.chain, walk.isEvent[0] ?? [])

/** @throws Error for a position that no player can come to */
function startsFrom(model: CompiledModel, { walk, explored }: Chained, from: Position | null): readonly Start[] {
  if (from === null) return explored.starts
  const state = explored.find(walk.vectorOf(from))
  if (state !== null) return [{ state, probability: 1 }]
  const known = model.counters.map(({ name, max }) => `${name} 0 to ${max}`).join(', ')
  throw new Error(`Expected a reachable state of ${known}, got ${JSON.stringify(from)}`)
}

const TEN = 10

export function passageOf(waiting: Waiting, starts: readonly Start[], period: number): Passage {
  const distribution = passageFrom(waiting, starts, period)
  const over = (values: Float64Array): number =>
    starts.reduce((sum, { state, probability }) => sum + probability * (values[state] ?? 0), 0)
  const longest = longestOf(waiting)
  const max = Math.max(...starts.map(({ state }) => longest[state] ?? 0))
  const ever = over(everOf(waiting))
  return {
    ...waitsOf(distribution, { ever, max }),
    ...(ever < 1 ? {} : { mean: over(expectedUntil(waiting, () => 1)) }),
    next: over(waiting.hit),
    withinTen: 1 - survivalAt(distribution, TEN),
    distribution,
  }
}

export function waitsOf(distribution: Distribution, { ever, max }: { ever: number; max: number }): Waits {
  const none = { mean: Number.POSITIVE_INFINITY, standardDeviation: Number.POSITIVE_INFINITY }
  return {
    ever,
    ...(ever < 1 ? none : momentsOf(distribution)),
    p50: percentileOf(distribution, 0.5),
    p90: percentileOf(distribution, 0.9),
    p99: percentileOf(distribution, 0.99),
    max: Number.isFinite(max) ? max : null,
  }
}

/** Orders of some draws until the event, from the draws until it. */
export function ordersOf(passage: Passage, draws: number): Waits {
  const max = passage.max === null ? Number.POSITIVE_INFINITY : Math.ceil(passage.max / draws)
  return waitsOf(inOrders(passage.distribution, draws), { ever: passage.ever, max })
}

function countIn({ explored, walk }: Chained, starts: readonly Start[], draws: number): number {
  const { chain } = explored
  const { size, rowStart, to, probability } = chain
  const chance = chanceOf(chain, walk.isEvent[0] ?? [])
  let now = new Float64Array(size)
  for (const { state, probability: part } of starts) now[state] = (now[state] ?? 0) + part
  let count = 0
  for (let draw = 0; draw < draws; draw++) {
    const next = new Float64Array(size)
    for (let state = 0; state < size; state++) {
      const mass = now[state] ?? 0
      if (mass === 0) continue
      count += mass * (chance[state] ?? 0)
      for (let edge = rowStart[state] ?? 0; edge < (rowStart[state + 1] ?? 0); edge++) {
        const target = to[edge] ?? 0
        next[target] = (next[target] ?? 0) + mass * (probability[edge] ?? 0)
      }
    }
    now = next
  }
  return count
}
