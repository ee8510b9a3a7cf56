import type { FieldSelection, CompositeType, Type } from '@apollo/federation-internals'
import { GraphQLError } from 'graphql'

/** One answer being made. */
export interface ProjectionRun {
  /** Where the projection is, in the client's keys. */
  readonly path: (string | number)[]
  /** Values that the schema does not allow. */
  readonly errors: GraphQLError[]
  readonly introspect: (selection: FieldSelection) => unknown
}

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
  run.errors.push(new GraphQLError(message, { path: [...run.path], extensions: { code: 'INVALID_GRAPHQL' } }))
}

/** The place in words, for a value of a type within a field of some parent. */
export function placeOf({ path }: ProjectionRun, type: Type, parentType: CompositeType): string {
  const key = path.at(-1)
  return typeof key === 'number'
    ? `array element of type ${type.toString()} at index ${key}`
    : `field ${parentType.name}.${key}`
}
