import type { FieldSelection, Operation } from '@apollo/federation-internals'
import { isJsonObject, setOwn, valueAt, type JsonObject } from '../json/json.js'
import type { Shared } from '../fetching/merge.js'
import type { ProjectionScope } from './complete-field.js'
import { compileObject } from './complete-object.js'
import { clientPath, invalid, type DeferredPlace, type NullProblem, type ProjectionRun } from './projection-run.js'

/** The input of a projection: the fetched data, and the resolver of introspection. */
export interface ProjectionInput {
  readonly fetched: JsonObject
  /** The objects in `fetched` that stand at several places. */
  readonly shared: Shared
  readonly introspect: (selection: FieldSelection) => unknown
}

export interface Projected {
  readonly data: JsonObject | null
  /** Nulls that no subgraph answered. */
  readonly problems: readonly NullProblem[]
  /** The places in it of fragments that are answered later. */
  readonly deferred: readonly DeferredPlace[]
}

/**
 * Makes the client's answer from what was fetched: its fields in its order, checked against the schema that
 * it sees.
 */
export interface Projection {
  whole(input: ProjectionInput): Projected
  /** A deferred fragment at one place. @returns null when it is for other types than that of the object there. */
  part(place: DeferredPlace, input: ProjectionInput): Projected | null
}

/** Compiles the projection of an operation for one outcome of its @skip and @include. */
export function compileProjection(operation: Operation, scope: ProjectionScope): Projection {
  const { schemaDefinition } = operation.schema()
  const rootType = schemaDefinition.rootType(operation.rootKind)
  if (rootType === undefined) throw new Error(`The schema has no ${operation.rootKind}`)
  const { create } = compileObject({ runtimeType: rootType, parentType: rootType }, operation.selectionSet, scope)
  const { clientKey } = scope

  /** Nulls that came after a place was noted, further up, took it with them. */
  const standing = (data: JsonObject | null, above: DeferredPlace['path'], places: readonly DeferredPlace[]) =>
    places.filter(({ path }) => isJsonObject(valueAt(data, clientPath(path.slice(above.length), scope))))

  const newRun = (path: DeferredPlace['path'], input: Omit<ProjectionInput, 'fetched'>): ProjectionRun => ({
    path: [...path],
    clientKey,
    problems: [],
    deferred: [],
    made: undefined,
    ...input,
  })

  return {
    whole: ({ fetched, shared, introspect }) => {
      // A subgraph may call its root type something else.
      setOwn(fetched, '__typename', rootType.name)
      const run = newRun([], { shared, introspect })
      const created = create(fetched, run)
      const data = created === invalid ? null : created
      return {
        data,
        problems: run.problems,
        deferred: run.deferred.length === 0 ? [] : standing(data, [], run.deferred),
      }
    },
    part: (place, { fetched, shared, introspect }) => {
      const run = newRun(place.path, { shared, introspect })
      const from = valueAt(fetched, place.path)
      if (!isJsonObject(from)) return { data: null, problems: [unanswered(place)], deferred: [] }
      const createPart = place.createFor(from)
      if (createPart === null) return null
      const created = createPart(from, run)
      const data = created === invalid ? null : created
      return { data, problems: run.problems, deferred: standing(data, place.path, run.deferred) }
    },
  }
}

/**
 * The fetch for a deferred part removed the object that the part belongs to: subgraphs answered different
 * lists.
 */
const unanswered = ({ path }: DeferredPlace): NullProblem => ({
  kind: 'unanswered',
  path,
  typeName: '',
  message: 'the object of a deferred fragment',
})
