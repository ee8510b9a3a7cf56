import type { FieldSelection, CompositeType, Type } from '@apollo/federation-internals'
import type { JsonObject } from '../json/json.js'
import type { Shared } from '../fetching/merge.js'

/** One answer being made. */
export interface ProjectionRun {
  /** Where the projection is, in the keys of what was fetched. */
  readonly path: (string | number)[]
  /** The client's response key of a field that planning aliased. */
  readonly clientKey: (planned: string) => string
  /** Nulls that no subgraph answered. */
  readonly problems: NullProblem[]
  /** Places of fragments that are answered later. */
  readonly deferred: DeferredPlace[]
  /** Fetched values that stand at several places. */
  readonly shared: Shared
  /** Completed values of shared entities, by compiled field; undefined until the first one. */
  made: Map<Complete, Map<object, unknown>> | undefined
  readonly introspect: (selection: FieldSelection) => unknown
}

/**
 * A null of the answer that no subgraph answered, or that the schema does not allow. It is an error of its
 * own only where no other error says why it is there.
 */
export interface NullProblem {
  /**
   * No subgraph answered the field; or a value is `invalid`; or an object is of no type that the client may
   * be told.
   */
  readonly kind: 'unanswered' | 'invalid' | 'untyped'
  /** In the keys of what was fetched. */
  readonly path: readonly (string | number)[]
  /** The type of the object that has the field. */
  readonly typeName: string
  readonly message: string
}

/** An object with a deferred fragment: it is filled when the fragment's data has come. */
export interface DeferredPlace {
  readonly label: string
  /** In the keys of what was fetched. */
  readonly path: readonly (string | number)[]
  /** Null when the fragment turns out to be for other types than this object's. */
  readonly createFor: (from: JsonObject) => CreateObject | null
}

/**
 * Fills the client's object from a fetched one: with all of its fields, or with one of them.
 * @param again whether another selection of the same key has filled it before: existing values stay.
 * @returns false when the object must become null.
 */
export type FillObject = (object: JsonObject, from: JsonObject, run: ProjectionRun, again: boolean) => boolean

/** Makes the client's object from a fetched one; `invalid` when it must become null. */
export type CreateObject = (from: JsonObject, run: ProjectionRun) => JsonObject | typeof invalid

/** A path of what was fetched as the client knows it. */
export const clientPath = (
  path: readonly (string | number)[],
  { clientKey }: Pick<ProjectionRun, 'clientKey'>,
): (string | number)[] => path.map(key => (typeof key === 'number' ? key : clientKey(key)))

/** A null that has been noted as a problem: a non-null type around it passes it on and says no more. */
export const reportedNull = Symbol('reported null')

/** A value that its non-null type does not allow: its parent becomes null. */
export const invalid = Symbol('invalid')

/**
 * Makes the client's value from a fetched one.
 * @param before what an earlier selection of the same key has made already.
 * @returns the value, or one of the symbols above.
 */
export type Complete = (value: unknown, run: ProjectionRun, before: unknown) => unknown

/** A field as the client asked for it, of an object of some type. */
export interface FieldPlace {
  /** The type that the client named around the field; messages speak of it. */
  readonly parentType: CompositeType
  readonly runtimeType: CompositeType
}

/** Notes a value that the schema does not allow. @returns what stands in its place. */
export function invalidValue(run: ProjectionRun, { runtimeType }: FieldPlace, message: string): typeof reportedNull {
  run.problems.push({ kind: 'invalid', path: [...run.path], typeName: runtimeType.name, message })
  return reportedNull
}

/** The place in words, for a value of a type within a field of some parent. */
export function placeOf(run: ProjectionRun, type: Type, { parentType }: FieldPlace): string {
  const [key] = clientPath(run.path.slice(-1), run)
  return typeof key === 'number'
    ? `array element of type ${type.toString()} at index ${key}`
    : `field ${parentType.name}.${key}`
}

/** Notes an object of which no subgraph says what it is: clients are told object types only. */
export function reportUntyped(run: ProjectionRun, typeName: string): void {
  const message = 'No subgraph says of what type this object is'
  run.problems.push({ kind: 'untyped', path: [...run.path], typeName, message })
}
