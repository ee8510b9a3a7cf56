import { isDeepStrictEqual } from 'node:util'
import type { SelectionSetNode } from 'graphql'
import { fieldSet, restricted } from './field-set.js'
import type { FieldPlace, Model } from './model.js'
import type { Representation } from './strict-entities.js'
import { isThing, select, type Thing, type TrueValue } from './truth.js'

/** An object as a subgraph holds it: with what it was told of it. */
export interface Held {
  readonly thing: Thing
  /** With what it was asked for, when it was asked for as an entity. */
  readonly representation?: Representation | undefined
  /** The fields that it may answer on this way, beside its own. */
  readonly provided?: SelectionSetNode | undefined
}

/** Why a subgraph cannot answer a field. */
export interface Obstacle {
  readonly reason: string
  /** True when the plan that requests the field is wrong; otherwise an earlier fault has removed an input. */
  readonly isComplaint: boolean
}

/** @returns nothing when the subgraph knows all that it needs for a field. */
export function obstacleTo(
  model: Model,
  held: Held,
  { name, place }: { name: string; place: FieldPlace },
): Obstacle | undefined {
  if (place.role === 'overridden') return complaint(`${name} has moved to another subgraph`)
  if (place.role === 'external' && !isProvided(held, name)) return complaint(`${name} is external here`)
  if (place.requires === undefined) return undefined
  const set = fieldSet(place.requires)
  const truth = select(model, held.thing, set)
  if (held.representation === undefined) {
    const isKnown = Object.keys(truth).every(input => isProvided(held, input))
    return isKnown ? undefined : complaint(`${name} is asked for without an entity that has ${place.requires}`)
  }
  const given = restricted(held.representation, set)
  if (isDeepStrictEqual(given, truth)) return undefined
  const reason = `${name} requires ${JSON.stringify(truth)} and got ${JSON.stringify(given)}`
  return { reason, isComplaint: !isTruthWithNulls(given, truth) }
}

const complaint = (reason: string): Obstacle => ({ reason, isComplaint: true })

const isProvided = ({ provided }: Held, name: string): boolean =>
  provided?.selections.some(selection => 'name' in selection && selection.name?.value === name) === true

/** Checks that the values differ only where the given one is null. */
function isTruthWithNulls(given: unknown, truth: unknown): boolean {
  if (given === null) return true
  if (Array.isArray(given) && Array.isArray(truth))
    return given.length === truth.length && given.every((item, index) => isTruthWithNulls(item, truth[index]))
  if (typeof given === 'object' && typeof truth === 'object' && truth !== null) {
    const values = truth as Record<string, unknown>
    const others = given as Record<string, unknown>
    return Object.keys(values).every(key => key in others && isTruthWithNulls(others[key], values[key]))
  }
  return given === truth
}

/** The value of a field as the subgraph holds it. */
export function hold(value: TrueValue, provided: SelectionSetNode | undefined): unknown {
  if (Array.isArray(value)) return value.map(item => hold(item, provided))
  return isThing(value) ? { thing: value, provided } : value
}
