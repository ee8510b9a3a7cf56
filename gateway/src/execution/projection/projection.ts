import type { FieldSelection, Operation } from '@apollo/federation-internals'
import type { GraphQLError } from 'graphql'
import { setOwn, type JsonObject } from '../json.js'
import { compileObject, type ProjectionScope } from './complete-object.js'
import type { ProjectionRun } from './projection-run.js'

/** Makes the client's answer from what was fetched: its fields in its order, checked against the schema that it sees. */
export type Projection = (
  fetched: JsonObject,
  introspect: (selection: FieldSelection) => unknown,
) => { data: JsonObject | null; errors: GraphQLError[] }

/** Compiles the projection of an operation for one outcome of its @skip and @include. */
export function compileProjection(operation: Operation, scope: ProjectionScope): Projection {
  const { schemaDefinition } = operation.schema()
  const rootType = schemaDefinition.rootType(operation.rootKind)
  if (rootType === undefined) throw new Error(`The schema has no ${operation.rootKind}`)
  const fill = compileObject(rootType, operation.selectionSet, scope)
  return (fetched, introspect) => {
    // A subgraph may call its root type something else.
    setOwn(fetched, '__typename', rootType.name)
    const run: ProjectionRun = { path: [], errors: [], introspect }
    const data: JsonObject = {}
    return { data: fill(data, fetched, run, false) ? data : null, errors: run.errors }
  }
}
