import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { isInterfaceType, isObjectType, Kind, type GraphQLSchema, type SelectionSetNode } from 'graphql'
import { isJsonObject, ownValue, type JsonObject } from '../json/json.js'
import { argumentOf, graphNamed, parseFieldSet } from '../planning/join-directives.js'

/** The fields of a key; below one that is no leaf, those that the key names there. */
export type KeyFields = readonly { readonly name: string; readonly below: KeyFields | null }[]

/**
 * Checks that a representation has a key by which the subgraph finds the entity. Where entities of several
 * types are fetched at once, the planner may ask for one type's key, and of another only for its @requires
 * fields: an object of that other type is not meant.
 * @returns undefined when all that is required comes with a key, as nearly always.
 */
export function compileHasKey(
  schema: GraphQLSchema,
  fetch: { serviceName: string; requires: readonly QueryPlanSelectionNode[] },
): ((representation: JsonObject) => boolean) | undefined {
  const { serviceName, requires } = fetch
  // A single one is the key's.
  if (requires.length < 2) return undefined
  const graph = graphNamed(schema, serviceName)
  const comesWithKey = (selection: QueryPlanSelectionNode): boolean => {
    if (selection.kind === 'Field' || selection.typeCondition === undefined) return false
    const fields = fieldsOf(selection.selections)
    const keys = keysOf(schema, selection.typeCondition, graph)
    return keys.length === 0 || keys.some(key => isWithin(key, fields))
  }
  if (requires.every(comesWithKey)) return undefined

  const known = new Map<unknown, readonly KeyFields[]>()
  return representation => {
    const typename = ownValue(representation, '__typename')
    let keys = known.get(typename)
    if (keys === undefined) known.set(typename, (keys = keysOf(schema, String(typename), graph)))
    return keys.length === 0 || keys.some(key => isAnswered(key, representation))
  }
}

/**
 * A type's keys in one subgraph; those of its interfaces where it has none of its own: it may be an object
 * only as one of them.
 */
export function keysOf(schema: GraphQLSchema, typename: string, graph: string | undefined): KeyFields[] {
  const type = schema.getType(typename)
  if (!isObjectType(type) && !isInterfaceType(type)) return []
  const own = (type.astNode?.directives ?? []).flatMap(directive => {
    const key = argumentOf(directive, 'key')
    const isHere = directive.name.value === 'join__type' && argumentOf(directive, 'graph') === graph
    return isHere && key !== undefined ? [parseKey(key)] : []
  })
  if (own.length > 0) return own
  return type.getInterfaces().flatMap(({ name }) => keysOf(schema, name, graph))
}

function parseKey(key: string): KeyFields {
  const read = ({ selections }: SelectionSetNode): KeyFields =>
    selections.flatMap(selection =>
      selection.kind === Kind.FIELD
        ? [{ name: selection.name.value, below: selection.selectionSet ? read(selection.selectionSet) : null }]
        : [],
    )
  return read(parseFieldSet(key))
}

/** Fields with what is selected below them, also those within fragments. */
type RequiredFields = ReadonlyMap<string, readonly QueryPlanSelectionNode[]>

function fieldsOf(selections: readonly QueryPlanSelectionNode[]): RequiredFields {
  const fields = new Map<string, readonly QueryPlanSelectionNode[]>()
  for (const selection of selections) {
    if (selection.kind === 'Field') fields.set(selection.alias ?? selection.name, selection.selections ?? [])
    else for (const [name, below] of fieldsOf(selection.selections)) fields.set(name, below)
  }
  return fields
}

const isWithin = (key: KeyFields, fields: RequiredFields): boolean =>
  key.every(({ name, below }) => {
    const selected = fields.get(name)
    return selected !== undefined && (below === null || isWithin(below, fieldsOf(selected)))
  })

const isAnswered = (key: KeyFields, object: JsonObject): boolean =>
  key.every(({ name, below }) => {
    const value = ownValue(object, name)
    return value !== undefined && (below === null || !isJsonObject(value) || isAnswered(below, value))
  })
