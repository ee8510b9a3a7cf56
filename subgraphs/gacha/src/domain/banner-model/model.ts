import type { ModelDefinition } from './definition.js'

/** The values of all counters, in the order of `BannerModel.counters`. Never changed in place. */
export type State = readonly number[]

/** One pool of one tier: what a draw decides before the item. */
export interface Outcome {
  /** Its place in `BannerModel.outcomes`: by tier, then by pool. */
  readonly index: number
  readonly tier: number
  readonly pool: number
  /** "FIVE.featured" */
  readonly name: string
}

/** A number of one value among several, as a fraction: `share` of `total`. */
export interface Share<Value> {
  readonly value: Value
  readonly share: bigint
}

/**
 * Fractions are bigints: a chance of a tier (of 10⁸) times one of a pool (of 10⁸, or of weights) passes
 * 2⁵³. Draws make none of them: they roll the tier and then the pool, each below 2⁴⁸.
 */
export interface Shares<Value> {
  /** The sum of all shares. */
  readonly total: bigint
  /** Only those above 0. */
  readonly shares: readonly Share<Value>[]
}

export interface ModelCounter {
  readonly name: string
  readonly max: number
  readonly isOfOrder: boolean
  /** True if it moves with the last draw of an order only. */
  readonly perOrder: boolean
  /** Values that it starts with; more than one where the start is rolled. */
  readonly start: Shares<number>
}

/** A definition made ready to run. Everything is a pure function of its arguments. */
export interface BannerModel {
  readonly definition: ModelDefinition
  /** In the order of their names by code unit. */
  readonly counters: readonly ModelCounter[]
  readonly outcomes: readonly Outcome[]
  /**
   * The states that a player without history starts an order from; more than one only where a start is
   * rolled.
   */
  readonly starts: Shares<State>
  /** Tier and pool of the next draw, exactly; stocks count as full, since they are no part of a state. */
  outcomesAt(state: State): Shares<Outcome>
  /**
   * The same as doubles, one for each of `outcomes`, with no allocation: for chains of many states.
   * @param into of the length of `outcomes`; all its places are overwritten
   */
  chancesAt(state: State, into: Float64Array): void
  /**
   * The state after a draw, all counters by the state before it.
   * @param endsOrder after the last draw of an order: counters per order move, and those of the order
   * become 0 until `startsOrder` gives them their start
   */
  after(state: State, outcome: Outcome, endsOrder: boolean): State
  /** The states that an order starts from: `state`, with each counter of an order at its start. */
  startsOrder(state: State): Shares<State>
  /** Outcomes that an event stands for. @throws Error for an event that the definition does not have */
  outcomesOf(event: string): readonly Outcome[]
}
