import { MICROS, microsOf } from '../chance.js'
import type { Chance, Curve, When } from './definition.js'
import type { State } from './model.js'

/** Places of counters in a state, by name. */
export type CounterPlaces = ReadonlyMap<string, { readonly index: number; readonly max: number }>

/** A condition made ready: counter and value in turns. */
export type Condition = readonly (readonly [counter: number, value: number])[]

export interface CompiledCurve {
  readonly when: Condition
  /** The counter that the curve follows; null where it is one value. */
  readonly by: number | null
  /** Chance in millionths of a percent, by the value of the counter. */
  readonly chances: Int32Array
}
export type CompiledChance = readonly CompiledCurve[]

export const conditionOf = (when: When | undefined, places: CounterPlaces): Condition =>
  Object.entries(when ?? {}).map(([name, value]) => [placeOf(name, places).index, value])

export function holds(condition: Condition, state: State): boolean {
  for (const [counter, value] of condition) if (state[counter] !== value) return false
  return true
}

export const compileChance = (chance: Chance, places: CounterPlaces): CompiledChance =>
  chance.map(curve => ({
    when: conditionOf(curve.when, places),
    by: curve.by === undefined ? null : placeOf(curve.by, places).index,
    chances: Int32Array.from({ length: (curve.by === undefined ? 0 : placeOf(curve.by, places).max) + 1 }, (_, value) =>
      chanceOf(curve, value),
    ),
  }))

/** The largest of the curves whose condition holds, in millionths of a percent; 0 where none does. */
export function chanceAt(chance: CompiledChance, state: State): number {
  let largest = 0
  for (const { when, by, chances } of chance) {
    const value = chances[by === null ? 0 : (state[by] ?? 0)] ?? 0
    if (value > largest && holds(when, state)) largest = value
  }
  return largest
}

/** All counters that the chance is a function of. */
export const countersOf = (chance: CompiledChance): readonly number[] =>
  chance.flatMap(({ when, by }) => [...when.map(([counter]) => counter), ...(by === null ? [] : [by])])

/**
 * Chance, in millionths of a percent, where the counter has the value: of the last point [from, percent,
 * step] at or before x = value + 1 it is percent + step · (x − from), never below 0 nor above 100 %; 0
 * before the first point. Source: BANNERS.md "Semantics".
 */
function chanceOf({ points }: Curve, value: number): number {
  const x = value + 1
  const last = points.findLast(([from]) => from <= x)
  if (last === undefined) return 0
  const [from, percent, step = 0] = last
  return Math.min(MICROS, Math.max(0, microsOf(percent) + microsOf(step) * (x - from)))
}

function placeOf(name: string, places: CounterPlaces): { index: number; max: number } {
  const found = places.get(name)
  if (found === undefined) throw new Error(`The definition has no counter ${name}: it has not been checked`)
  return found
}
