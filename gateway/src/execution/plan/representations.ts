import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { isJsonObject, ownValue, readerOf, writerOf, type JsonObject } from '../json.js'
import { differingLists, mergeInto, Shared } from '../merge.js'
import { typeNamesUnder } from './type-condition.js'

/** What a subgraph must know of an object to resolve it as an entity; null when something of it is missing. */
export type Represent = (object: JsonObject) => JsonObject | null

/** Representations are made anew for each object. */
const unshared = { shared: new Shared(), isForSeveral: false }

type FieldSelection = Extract<QueryPlanSelectionNode, { kind: 'Field' }>
type FragmentSelection = Extract<QueryPlanSelectionNode, { kind: 'InlineFragment' }>

/** @param selections a fetch's `requires`: fragments by type, with the key fields and whatever @requires names. */
export function compileRepresentation(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): Represent {
  const fields = selections.filter(selection => selection.kind === 'Field').map(field => compileField(schema, field))
  const fragments = selections
    .filter(selection => selection.kind === 'InlineFragment')
    .map(fragment => compileFragment(schema, fragment))

  return object => {
    let representation: JsonObject = {}
    for (const { read, write, shape } of fields) {
      const value = read(object)
      if (value === undefined || value === differingLists) return null
      write(representation, shape === undefined ? value : shape(value))
    }
    let isEmpty = fields.length === 0
    for (const fragment of fragments) {
      const more = fragment(object)
      if (more === null) continue
      if (isEmpty) representation = more
      else mergeInto(representation, more, unshared)
      isEmpty = false
    }
    return representation
  }
}

function compileField(schema: GraphQLSchema, { alias, name, selections }: FieldSelection) {
  const key = alias ?? name
  return { read: readerOf(key), write: writerOf(key), shape: selections && compileShape(schema, selections) }
}

/** A fragment whose fields are not all there adds nothing; another may still apply. */
function compileFragment(schema: GraphQLSchema, { typeCondition, selections }: FragmentSelection): Represent {
  if (typeCondition === undefined) return () => null
  const names = typeNamesUnder(schema, typeCondition)
  const represent = compileRepresentation(schema, selections)
  return object => {
    const typename = ownValue(object, '__typename')
    return typename !== undefined && names.has(typename) ? represent(object) : null
  }
}

function compileShape(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]) {
  const represent = compileRepresentation(schema, selections)
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shape)
    return isJsonObject(value) ? represent(value) : null
  }
  return shape
}
