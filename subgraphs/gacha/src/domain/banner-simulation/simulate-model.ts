import type { CompiledModel } from '../banner-model/compile.js'
import type { Order } from '../banner-model/definition.js'
import { eventNames } from '../banner-model/events.js'
import { BeyondLimits, createOdds, type Odds } from '../banner-odds/odds.js'
import type { Words } from '../words.js'
import { BATCH_DRAWS, simulateShares, type ObservedShares } from './shares.js'
import { PLAYER_DRAWS_MAX, simulateWaits, type AwaitedEvent, type ObservedWait } from './waits.js'

/** A test with a smaller probability shows a disagreement: one in 10,000 by chance. */
export const P_MIN = 1e-4

/** Observations of one order, beside the exact odds of draws that are made by it alone. */
export interface SimulatedOrder extends ObservedShares {
  readonly order: string
  /** Draws of one order. */
  readonly draws: number
  /** None of an event whose odds are beyond the limits. */
  readonly waits: readonly ObservedWait[]
  /**
   * False if a test has a probability below `P_MIN`. Three standard errors of each share alone decide nothing: of 20
   * right shares, one is farther away in one report of 20.
   */
  readonly agrees: boolean
}

interface Simulation {
  /** Only the order of this name; left out, all of them. */
  readonly order?: string
  /** Draws of the long run of each order, and as many at most of new players. */
  readonly draws: number
  /** The randomness of an order, by its place: each has its own, so that one alone draws as it does among all. */
  readonly wordsOf: (place: number) => Words
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
  /** The exact odds; others only in tests, which have them find a wrong expectation. */
  readonly oddsOf?: (model: CompiledModel, order: Order) => Odds
}

/**
 * Draws by each order of a model, and compares shares and waits of all tiers and pools with the exact odds.
 * @throws UndrawableOrder
 */
export function simulateModel(model: CompiledModel, simulation: Simulation): readonly SimulatedOrder[] {
  const { order: name, draws, wordsOf, onProgress } = simulation
  const events = eventNames(model.definition)
  const { oddsOf = (of, { name: order }) => createOdds(of, { order, together: events }) } = simulation
  const places = [...model.definition.orders.entries()].filter(([, order]) => name === undefined || order.name === name)
  const total = places.length * draws * 2
  return places.map(([place, order], index) => {
    const odds = oddsOf(model, order)
    const words = wordsOf(place)
    const begun = index * draws * 2
    let done = 0
    const onDraws = (more: number): void => onProgress?.({ done: Math.min(total, begun + (done += more)), total })
    const exact = (event: string) => answered(() => odds.share(event))
    const { shares, test } = simulateShares(model, { order, draws, words, exact, onBatch: onDraws })
    const awaited = events.flatMap<Awaited99>(event => {
      const passage = answered(() => odds.passage(event))
      return passage === null ? [] : [{ event, ...passage }]
    })
    const drawsMax = drawsOfPlayers(awaited, order)
    const players = Math.max(1, Math.floor(draws / drawsMax))
    const onPlayer = () => onDraws(drawsMax)
    const waits = simulateWaits(model, { order, players, drawsMax, words, awaited, onPlayer })
    const tests = [test, ...waits.map(wait => wait.test)]
    return {
      order: order.name,
      draws: order.draws,
      shares,
      test,
      waits,
      agrees: tests.every(each => each === null || each.pValue >= P_MIN),
    }
  })
}

type Awaited99 = AwaitedEvent & { readonly p99: number | null }

/** 99 of 100 players have the rarest event by then, unless that takes too many draws. Whole orders. */
function drawsOfPlayers(awaited: readonly Awaited99[], order: Order): number {
  const wanted = Math.max(1, ...awaited.map(({ p99 }) => p99 ?? PLAYER_DRAWS_MAX))
  return Math.max(1, Math.floor(Math.min(wanted, PLAYER_DRAWS_MAX, BATCH_DRAWS) / order.draws)) * order.draws
}

/** Null for a question whose chain is beyond the limits. */
function answered<Value>(ask: () => Value): Value | null {
  try {
    return ask()
  } catch (error) {
    if (error instanceof BeyondLimits) return null
    throw error
  }
}
