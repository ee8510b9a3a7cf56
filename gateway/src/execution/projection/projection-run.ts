import type { FieldSelection, CompositeType, Type } from '@apollo/federation-internals'
import { GraphQLError } from 'graphql'
import type { JsonObject } from '../json.js'
import type { Shared } from '../merge.js'

/** One answer being made. */
export interface ProjectionRun {
  /** Where the projection is, in the keys of what was fetched. */
  readonly path: (string | number)[]
  /** The client's response key of a field that planning aliased. */
  readonly clientKey: (planned: string) => string
  /** Values that the schema does not allow. */
  readonly errors: GraphQLError[]
  /** Objects that had to become null, although no subgraph reported anything. */
  readonly failures: GraphQLError[]
  /** Places of fragments that are answered later. */
  readonly deferred: DeferredPlace[]
  /** Fetched values that stand at several places. */
  readonly shared: Shared
  /** What each compiled field has made of them; undefined as long as that is nothing. */
  made: Map<Complete, Map<object, unknown>> | undefined
  readonly introspect: (selection: FieldSelection) => unknown
}

/** An object with a deferred fragment: it is filled when the fragment's data has come. */
export interface DeferredPlace {
  readonly label: string
  /** In the keys of what was fetched. */
  readonly path: readonly (string | number)[]
  /** Null when the fragment turns out to be for other types than this object's. */
  readonly fillFor: (from: JsonObject) => FillObject | null
}

/**
 * Fills the client's object from a fetched one: with all of its fields, or with one of them.
 * @param again whether another selection of the same key has filled it before: what is there stays.
 * @returns false when the object must become null.
 */
export type FillObject = (object: JsonObject, from: JsonObject, run: ProjectionRun, again: boolean) => boolean

/** A path of what was fetched as the client knows it. */
export const clientPath = (
  path: readonly (string | number)[],
  { clientKey }: Pick<ProjectionRun, 'clientKey'>,
): (string | number)[] => path.map(key => (typeof key === 'number' ? key : clientKey(key)))

/** A null that has been reported: a non-null type around it passes it on and says no more. */
export const reportedNull = Symbol('reported null')

/** A value that its non-null type does not allow: what is around it becomes null. */
export const invalid = Symbol('invalid')

/**
 * Makes the client's value from a fetched one.
 * @param before what an earlier selection of the same key has made already.
 * @returns the value, or one of the symbols above.
 */
export type Complete = (value: unknown, run: ProjectionRun, before: unknown) => unknown

/** Why an answer cannot be made at all. */
export class MalformedAnswer extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } })
  }
}

export function report(run: ProjectionRun, message: string): void {
  run.errors.push(
    new GraphQLError(message, { path: clientPath(run.path, run), extensions: { code: 'INVALID_GRAPHQL' } }),
  )
}

/** The client asks for the name of a type that no subgraph has told. */
export function failWithoutType(run: ProjectionRun): void {
  run.failures.push(
    new GraphQLError('No subgraph says of what type this object is', {
      path: clientPath(run.path, run),
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' },
    }),
  )
}

/** The place in words, for a value of a type within a field of some parent. */
export function placeOf(run: ProjectionRun, type: Type, parentType: CompositeType): string {
  const [key] = clientPath(run.path.slice(-1), run)
  return typeof key === 'number'
    ? `array element of type ${type.toString()} at index ${key}`
    : `field ${parentType.name}.${key}`
}
