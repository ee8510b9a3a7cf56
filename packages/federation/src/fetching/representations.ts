import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { getNamedType, isInterfaceType, isObjectType, type GraphQLNamedType, type GraphQLSchema } from 'graphql'
import { isCustomScalar } from '../exact-numbers/answer-places.js'
import { withNumbersAsText } from '../exact-numbers/exact-number.js'
import { isJsonObject, ownValue, readerOf, writerOf, type JsonObject } from '../json/json.js'
import { differingLists, mergeInto, Shared } from './merge.js'
import { typeNamesUnder } from './type-condition.js'

/**
 * Builds the representation by which a subgraph resolves an object as an entity; null when a required field
 * is missing.
 */
export type Represent = (object: JsonObject) => JsonObject | null

/** Each representation is a new object. */
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
  const field = isObjectType(parentType) || isInterfaceType(parentType) ? parentType.getFields()[name] : undefined
  const type = field && getNamedType(field.type)
  const shape = selections === undefined ? shapeOfLeaf(type) : compileShape(schema, selections, type)
  return { read: readerOf(key), write: writerOf(key), shape }
}

/** @returns undefined for a leaf that stands in a representation as it was answered. */
function shapeOfLeaf(type: GraphQLNamedType | undefined): ((value: unknown) => unknown) | undefined {
  if (isCustomScalar(type)) return withNumbersAsText
  return type?.name === 'ID' || type?.name === 'Int' ? heldInteger : undefined
}

/** An integer that JavaScript does not hold may be that of another entity: it counts as missing. */
const heldInteger = (value: unknown): unknown =>
  typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : value

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

/**
 * An object that is not all there makes its field missing: null is another entity's key, or a
 * wrong input.
 */
function compileShape(
  schema: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
  type: GraphQLNamedType | undefined,
) {
  const represent = compileRepresentation(schema, selections, type)
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const items = value.map(shape)
      return items.includes(undefined) ? undefined : items
    }
    return isJsonObject(value) ? (represent(value) ?? undefined) : null
  }
  return shape
}
