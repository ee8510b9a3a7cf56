import { isCompositeType, type Schema } from '@apollo/federation-internals'
import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner'
import { parse, type DocumentNode, type FieldNode } from 'graphql'
import { entityFields, onlyFields, writtenOut, type EntityField } from './entity-fields.js'
import { fetchesOf } from './fetches-of.js'
import { fieldsIn } from './given-inputs.js'
import { parseFieldSet } from './join-directives.js'
import { mapFetchesAt } from './map-fetches.js'
import { definitionsOf, fieldSetsOf, keySetsOf } from './subgraph-fields.js'
import { TypedWrites } from './typed-writes.js'

interface Schemas {
  readonly supergraph: Schema
  readonly subgraph: (name: string) => Schema | undefined
}

/**
 * Splits fetches that would leave out entities for the sake of another entity's fields. The planner merges all
 * that it asks of a subgraph at one path into one fetch, also where a fragment around the path, or on its
 * type, tells the entities apart: then what a field's @requires names is fetched of some entities only, and the
 * others lack it, although nothing that requires it is asked of them. The fields that require it get a fetch
 * of their own. Any other plan is given back as it is.
 */
export function splitNarrowFetches(plan: QueryPlan, schemas: Schemas): QueryPlan {
  const { node } = plan
  if (node === undefined || !fetchesOf(plan).some(fetch => readNeeds(fetch, schemas) !== null)) return plan
  const writes = new TypedWrites(schemas)
  let isSplit = false
  const change = (fetch: FetchNode, path: string): PlanNode => {
    const parts = splitFetch(fetch, { path, writes, schemas })
    for (const part of parts) writes.add(part, path)
    if (parts.length > 1) isSplit = true
    return parts.length > 1 ? { kind: 'Parallel', nodes: parts } : fetch
  }
  if (node.kind !== 'Subscription') {
    const changed = mapFetchesAt(node, change)
    return isSplit ? { ...plan, node: changed } : plan
  }
  writes.add(node.primary, '')
  const rest = node.rest && mapFetchesAt(node.rest, change)
  return isSplit ? { ...plan, node: { ...node, ...(rest && { rest }) } } : plan
}

interface NeedingField extends EntityField {
  /** Names of the fields that it requires, beside keys. */
  readonly needs: ReadonlySet<string>
}

function splitFetch(
  node: FetchNode,
  { path, writes, schemas }: { path: string; writes: TypedWrites; schemas: Schemas },
): FetchNode[] {
  const { requires } = node
  const needing = readNeeds(node, schemas)
  if (requires === undefined || needing === null) return [node]
  const { document, fields, needed } = needing
  const narrow = narrowNeeds(requires, { path, writes, needed })
  const groups = new Map<string, NeedingField[]>()
  for (const field of fields) {
    const own = [...field.needs]
      .filter(name => narrow.has(name))
      .toSorted()
      .join(' ')
    groups.set(own, [...(groups.get(own) ?? []), field])
  }
  if (groups.size < 2) return [node]
  return [...groups.values()].map(group => {
    const needs = new Set(group.flatMap(field => [...field.needs]))
    const isName = ({ field }: EntityField) => field.name.value === '__typename'
    const kept = new Set([...group, ...fields.filter(isName)].map(({ field }) => field))
    const left = withoutNames(requires, name => needed.has(name) && !needs.has(name))
    return { ...node, ...onlyFields(node, document, kept), requires: left }
  })
}

/** @returns null for a fetch of which all fields require the same. */
function readNeeds(
  node: FetchNode,
  schemas: Schemas,
): { document: DocumentNode; fields: readonly NeedingField[]; needed: ReadonlySet<string> } | null {
  const schema = schemas.subgraph(node.serviceName)
  if (node.requires === undefined || schema === undefined) return null
  const document = writtenOut(parse(node.operation, { noLocation: true }))
  const fields = entityFields(document).map(each => ({ ...each, needs: needsOf(each, schema) }))
  const needed = new Set(fields.flatMap(({ needs }) => [...needs]))
  return fields.every(({ needs }) => needs.size === needed.size) ? null : { document, fields, needed }
}

/** The required fields that are not fetched of all entities whose keys are. */
function narrowNeeds(
  requires: readonly QueryPlanSelectionNode[],
  { path, writes, needed }: { path: string; writes: TypedWrites; needed: ReadonlySet<string> },
): ReadonlySet<string> {
  const keyed = writes.having(
    withoutNames(requires, name => needed.has(name)),
    path,
  )
  const byType = writes.namesByType(requires)
  const narrow = [...needed].filter(name =>
    keyed.some(chain => {
      const isSent = [...(chain.at(-1) ?? [])].some(type => byType.get(type)?.has(name))
      return isSent && !writes.has(chain, `${path}.${name}`)
    }),
  )
  return new Set(narrow)
}

function needsOf({ type: typeName, field }: EntityField, schema: Schema): Set<string> {
  const type = schema.type(typeName)
  if (type === undefined || !isCompositeType(type)) return new Set()
  const namesIn = (sets: readonly string[]) =>
    fieldsIn(sets.map(parseFieldSet)).map(({ name }: FieldNode) => name.value)
  const definitions = definitionsOf(type, field.name.value)
  const keys = new Set(definitions.flatMap(({ parent }) => namesIn(keySetsOf(parent))))
  const required = definitions.flatMap(definition => namesIn(fieldSetsOf(definition, 'requires')))
  return new Set(required.filter(name => !keys.has(name)))
}

/** Without fields of the entities themselves, and fragments of which nothing but the type's name is left. */
function withoutNames(
  requires: readonly QueryPlanSelectionNode[],
  isLeftOut: (name: string) => boolean,
): QueryPlanSelectionNode[] {
  return requires.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field') return [selection]
    const selections = selection.selections.filter(each => each.kind !== 'Field' || !isLeftOut(each.name))
    const isEmpty = selections.every(each => each.kind === 'Field' && each.name === '__typename')
    return isEmpty ? [] : [{ ...selection, selections }]
  })
}
