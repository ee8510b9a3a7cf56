import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { isJsonObject, ownValue, readerOf, setOwn, type JsonObject } from '../json.js'
import { mergeInto } from '../merge.js'
import { typeNamesUnder } from './type-condition.js'

/** What a subgraph must know of an object to resolve it as an entity; null when something of it is missing. */
export type Represent = (object: JsonObject) => JsonObject | null

type Part = (object: JsonObject, representation: JsonObject) => boolean

/** @param selections a fetch's `requires`: fragments by type, with the key fields and whatever @requires names. */
export function compileRepresentation(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): Represent {
  const parts = selections.map(selection => compilePart(schema, selection))
  return object => {
    const representation: JsonObject = {}
    for (const part of parts) if (!part(object, representation)) return null
    return representation
  }
}

function compilePart(schema: GraphQLSchema, selection: QueryPlanSelectionNode): Part {
  if (selection.kind === 'InlineFragment') return compileFragment(schema, selection)
  const key = selection.alias ?? selection.name
  const read = readerOf(key)
  const shape = selection.selections === undefined ? undefined : compileValue(schema, selection.selections)
  return (object, representation) => {
    const value = read(object)
    if (value === undefined) return false
    setOwn(representation, key, shape === undefined ? value : shape(value))
    return true
  }
}

/** A fragment whose fields are not all there adds nothing; another may still apply. */
function compileFragment(
  schema: GraphQLSchema,
  { typeCondition, selections }: Extract<QueryPlanSelectionNode, { kind: 'InlineFragment' }>,
): Part {
  if (typeCondition === undefined) return () => true
  const names = typeNamesUnder(schema, typeCondition)
  const represent = compileRepresentation(schema, selections)
  return (object, representation) => {
    const typename = ownValue(object, '__typename')
    if (typename === undefined || !names.has(typename)) return true
    const fields = represent(object)
    if (fields !== null) mergeInto(representation, fields, 'copy')
    return true
  }
}

function compileValue(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]) {
  const represent = compileRepresentation(schema, selections)
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shape)
    return isJsonObject(value) ? represent(value) : null
  }
  return shape
}
