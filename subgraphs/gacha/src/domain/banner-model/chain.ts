import type { Outcome, State } from './model.js'

/**
 * The counters that a question depends on, and nothing else: their next values, and the chances of the answers, are
 * functions of them. `sliceOf(model, events)` finds it, `chainOf(model, slice, draws)` walks it.
 */
export interface Slice {
  /** The events asked about. */
  readonly events: readonly string[]
  /** Places in `BannerModel.counters`. */
  readonly counters: readonly number[]
  /** Outcomes that are alike to the question and to all counters of the slice, by their first one. */
  readonly classes: readonly (readonly Outcome[])[]
  /** True if a counter of the slice belongs to the order: the place in the order is part of a state then. */
  readonly hasPlace: boolean
}

/** All reachable states of a slice, and the steps between them: `steps` are those of state i from `first[i]` on. */
export interface Chain {
  /** Counters outside of the slice have their start. State 0 and the following `starts` are where an order begins. */
  readonly states: readonly State[]
  /** Draws made of the order, by state; all 0 where the slice has no place. */
  readonly places: Int32Array
  readonly starts: readonly { readonly state: number; readonly chance: number }[]
  /** Of length states + 1. */
  readonly first: Int32Array
  readonly to: Int32Array
  /** Which of `Slice.classes`. */
  readonly class: Int32Array
  readonly chance: Float64Array
}
