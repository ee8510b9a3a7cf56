import type { FieldSelection, Operation } from '@apollo/federation-internals'
import type { GraphQLError } from 'graphql'
import { isJsonObject, ownValue, setOwn, type JsonObject } from '../json.js'
import type { Shared } from '../merge.js'
import { compileObject, type ProjectionScope } from './complete-object.js'
import {
  clientPath,
  MalformedAnswer,
  type DeferredPlace,
  type FillObject,
  type ProjectionRun,
} from './projection-run.js'

/** What was fetched, and who answers introspection. */
export interface ProjectionInput {
  readonly fetched: JsonObject
  /** What of it stands at several places. */
  readonly shared: Shared
  readonly introspect: (selection: FieldSelection) => unknown
}

export interface Projected {
  readonly data: JsonObject | null
  /** Values that the schema does not allow. */
  readonly errors: GraphQLError[]
  /** Objects that had to become null, although no subgraph reported anything. */
  readonly failures: readonly GraphQLError[]
  /** The places in it of fragments that are answered later. */
  readonly deferred: readonly DeferredPlace[]
}

/** Makes the client's answer from what was fetched: its fields in its order, checked against the schema that it sees. */
export interface Projection {
  whole(input: ProjectionInput): Projected
  /** A deferred fragment at one place. @returns null when it is for other types than that of the object there. */
  part(place: DeferredPlace, input: ProjectionInput): (Projected & { readonly path: (string | number)[] }) | null
}

/** Compiles the projection of an operation for one outcome of its @skip and @include. */
export function compileProjection(operation: Operation, scope: ProjectionScope): Projection {
  const { schemaDefinition } = operation.schema()
  const rootType = schemaDefinition.rootType(operation.rootKind)
  if (rootType === undefined) throw new Error(`The schema has no ${operation.rootKind}`)
  const fill = compileObject({ runtimeType: rootType, parentType: rootType }, operation.selectionSet, scope)
  const { clientKey } = scope

  /** Nulls that came after a place was noted, further up, took it with them. */
  const standing = (data: JsonObject | null, above: DeferredPlace['path'], places: readonly DeferredPlace[]) =>
    places.filter(({ path }) => isJsonObject(valueAt(data, clientPath(path.slice(above.length), scope))))

  const newRun = (path: DeferredPlace['path'], input: Omit<ProjectionInput, 'fetched'>): ProjectionRun => ({
    path: [...path],
    clientKey,
    errors: [],
    failures: [],
    deferred: [],
    made: undefined,
    ...input,
  })

  return {
    whole: ({ fetched, shared, introspect }) => {
      // A subgraph may call its root type something else.
      setOwn(fetched, '__typename', rootType.name)
      const run = newRun([], { shared, introspect })
      const object: JsonObject = {}
      const data = fill(object, fetched, run, false) ? object : null
      return {
        data,
        errors: run.errors,
        failures: run.failures,
        deferred: run.deferred.length === 0 ? [] : standing(data, [], run.deferred),
      }
    },
    part: (place, { fetched, shared, introspect }) => {
      const run = newRun(place.path, { shared, introspect })
      const object: JsonObject = {}
      const from = valueAt(fetched, place.path)
      const fillFrom = isJsonObject(from) ? place.fillFor(from) : undefined
      if (fillFrom === null) return null
      const data = isJsonObject(from) && fillFrom && fillPart(fillFrom, { object, from, run }) ? object : null
      const deferred = standing(data, place.path, run.deferred)
      return { data, errors: run.errors, failures: run.failures, deferred, path: clientPath(place.path, scope) }
    },
  }
}

/** What would reject an answer that comes at once is an error of the part: the rest of the answer is with the client. */
function fillPart(
  fill: FillObject,
  { object, from, run }: { object: JsonObject; from: JsonObject; run: ProjectionRun },
) {
  try {
    return fill(object, from, run, false)
  } catch (error) {
    if (!(error instanceof MalformedAnswer)) throw error
    run.errors.push(error)
    return false
  }
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let at = value
  for (const key of path) {
    if (typeof key === 'number') at = Array.isArray(at) ? at[key] : undefined
    else at = isJsonObject(at) ? ownValue(at, key) : undefined
  }
  return at
}
