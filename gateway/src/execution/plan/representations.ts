import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { getNamedType, isInterfaceType, isObjectType, type GraphQLNamedType, type GraphQLSchema } from 'graphql'
import { isJsonObject, ownValue, readerOf, writerOf, type JsonObject } from '../json.js'
import { differingLists, mergeInto, Shared } from '../merge.js'
import { compileShape, type Shape } from './representation-shapes.js'
import { typeNamesUnder } from './type-condition.js'

/** What a subgraph must know of an object to resolve it as an entity; null when something of it is missing. */
export type Represent = (object: JsonObject) => JsonObject | null

/** Representations are made anew for each object. */
const unshared = new Shared().forOne

type FieldSelection = Extract<QueryPlanSelectionNode, { kind: 'Field' }>
type FragmentSelection = Extract<QueryPlanSelectionNode, { kind: 'InlineFragment' }>

/** @param selections a fetch's `requires`: fragments by type, with the key fields and whatever @requires names. */
export function compileRepresentation(
  schema: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
  parentType?: GraphQLNamedType,
): Represent {
  const fields = selections
    .filter(selection => selection.kind === 'Field')
    .map(field => compileField(schema, field, parentType))
  const fragments = selections
    .filter(selection => selection.kind === 'InlineFragment')
    .map(fragment => compileFragment(schema, fragment))

  return object => {
    let representation: JsonObject = {}
    for (const { read, write, shape } of fields) {
      const value = read(object)
      if (value === undefined || value === differingLists) return null
      const shaped = shape === undefined ? value : shape(value)
      if (shaped === undefined) return null
      write(representation, shaped)
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

function compileField(
  schema: GraphQLSchema,
  { alias, name, selections }: FieldSelection,
  parentType: GraphQLNamedType | undefined,
) {
  const key = alias ?? name
  const type = fieldsOfType(parentType)?.[name]?.type
  const shape = type && compileShape(type, selections && compileBelow(schema, selections, getNamedType(type)))
  return { read: readerOf(key), write: writerOf(key), shape }
}

export const fieldsOfType = (type: GraphQLNamedType | undefined) =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields() : undefined

/** A fragment whose fields are not all there adds nothing; another may still apply. */
function compileFragment(schema: GraphQLSchema, { typeCondition, selections }: FragmentSelection): Represent {
  if (typeCondition === undefined) return () => null
  const names = typeNamesUnder(schema, typeCondition)
  const represent = compileRepresentation(schema, selections, schema.getType(typeCondition))
  return object => {
    const typename = ownValue(object, '__typename')
    return typename !== undefined && names.has(typename) ? represent(object) : null
  }
}

/** An object within a representation. What is not all there makes the field itself missing. */
function compileBelow(
  schema: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
  type: GraphQLNamedType,
): Shape {
  const represent = compileRepresentation(schema, selections, type)
  return value => (isJsonObject(value) ? (represent(value) ?? undefined) : undefined)
}
