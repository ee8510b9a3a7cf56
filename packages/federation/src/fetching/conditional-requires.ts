import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner'
import {
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { argumentOf, graphNamed, parseFieldSet } from '../planning/join-directives.js'
import { keysOf, type KeyFields } from './entity-keys.js'
import { conditionsOf, holds, type Condition, type Decide } from '../contract/selection-conditions.js'

type Requires = readonly QueryPlanSelectionNode[]

/** The fields that a fetch's entities must have, where they depend on @skip and @include. */
export interface ConditionalRequires {
  /** Equal for requests that require the same. */
  readonly keyOf: (decide: Decide) => string
  readonly requiresFor: (decide: Decide) => Requires
}

/** By the path of a required field: the conditions of each field that needs it. One without conditions always does. */
type Needs = Map<string, (readonly Condition[])[]>

/**
 * The planner puts fields into one fetch that require different fields, each under its own conditions. Where
 * a condition leaves out a field, no subgraph was queried for the fields that only it requires: an entity
 * without them is not incomplete.
 * @returns undefined for a fetch that always requires the same, as nearly all do.
 */
export function readConditionalRequires(schema: GraphQLSchema, node: FetchNode): ConditionalRequires | undefined {
  const { operation, requires = [], serviceName } = node
  if (!operation.includes('@skip') && !operation.includes('@include')) return undefined
  const graph = graphNamed(schema, serviceName)
  const needs = readNeeds(schema, graph, operation)
  // Keys are required of every entity.
  for (const selection of requires)
    if (selection.kind === 'InlineFragment' && selection.typeCondition !== undefined)
      for (const key of keysOf(schema, selection.typeCondition, graph)) addKey(needs, key)
  for (const [path, alternatives] of needs) if (alternatives.some(({ length }) => length === 0)) needs.delete(path)
  if (needs.size === 0) return undefined

  const isNeeded = (path: string, decide: Decide): boolean => {
    const alternatives = needs.get(path)
    return alternatives === undefined || alternatives.some(conditions => conditions.every(each => holds(each, decide)))
  }
  const keep = (selections: Requires, path: string, decide: Decide): QueryPlanSelectionNode[] =>
    selections.flatMap((selection): QueryPlanSelectionNode[] => {
      if (selection.kind === 'InlineFragment')
        return [{ ...selection, selections: keep(selection.selections, path, decide) }]
      const below = `${path}.${selection.name}`
      if (!isNeeded(below, decide)) return []
      return [
        selection.selections === undefined
          ? selection
          : { ...selection, selections: keep(selection.selections, below, decide) },
      ]
    })
  return {
    keyOf: decide => [...needs.keys()].map(path => (isNeeded(path, decide) ? '1' : '0')).join(''),
    requiresFor: decide => keep(requires, '', decide),
  }
}

/** Reads the fields that the selections right below `_entities` require in a subgraph. */
function readNeeds(schema: GraphQLSchema, graph: string | undefined, operation: string): Needs {
  const fragments = new Map<string, FragmentDefinitionNode>()
  const needs: Needs = new Map()
  const read = (set: SelectionSetNode | undefined, type: string, around: readonly Condition[]): void => {
    for (const selection of set?.selections ?? []) {
      const conditions = [...around, ...conditionsOf(selection)]
      if (selection.kind === Kind.FIELD) {
        for (const text of requiresOf(schema, graph, type, selection.name.value))
          addFieldSet(needs, parseFieldSet(text), '', conditions)
        continue
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      read(fragment?.selectionSet, fragment?.typeCondition?.name.value ?? type, conditions)
    }
  }
  const { definitions } = parse(operation, { noLocation: true })
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    const [entities] = definition.selectionSet.selections
    if (entities?.kind === Kind.FIELD) read(entities.selectionSet, '_Entity', [])
  }
  return needs
}

/** Reads the @requires field sets of a field in the subgraph that resolves it. */
function requiresOf(schema: GraphQLSchema, graph: string | undefined, typeName: string, field: string): string[] {
  const type = schema.getType(typeName)
  if (!isObjectType(type) && !isInterfaceType(type)) return []
  return (type.getFields()[field]?.astNode?.directives ?? []).flatMap(directive => {
    const requires = argumentOf(directive, 'requires')
    return requires !== undefined && argumentOf(directive, 'graph') === graph ? [requires] : []
  })
}

function addFieldSet(
  needs: Needs,
  { selections }: SelectionSetNode,
  path: string,
  conditions: readonly Condition[],
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue
    const below = selection.kind === Kind.FIELD ? `${path}.${selection.name.value}` : path
    if (selection.kind === Kind.FIELD) needs.set(below, [...(needs.get(below) ?? []), conditions])
    if (selection.selectionSet !== undefined) addFieldSet(needs, selection.selectionSet, below, conditions)
  }
}

function addKey(needs: Needs, key: KeyFields, path = ''): void {
  for (const { name, below } of key) {
    const at = `${path}.${name}`
    needs.set(at, [...(needs.get(at) ?? []), []])
    if (below !== null) addKey(needs, below, at)
  }
}
