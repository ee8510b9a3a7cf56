import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode, SubscriptionNode } from '@apollo/query-planner'
import type { FetchDataRewrite } from '@apollo/query-planner/dist/QueryPlan.js'
import { Kind, parse, print, stripIgnoredCharacters, visit, type DocumentNode, type FieldNode } from 'graphql'
import { entityFields, onlyFields, writtenOut } from './entity-fields.js'
import { mapFetches } from './map-fetches.js'
import type { RequiredVariants } from './required-variants.js'

type Variants = RequiredVariants['variants']

/**
 * Turns the variants of a plan (required-variants.ts) back into the fields that subgraphs know: aliased where
 * they are fetched, and under the field's name where they are handed on. A fetch that would hand on two
 * variants of one field becomes two.
 */
export function fetchVariants(plan: QueryPlan, variants: RequiredVariants): QueryPlan {
  const change = (node: PlanNode) => mapFetches(node, fetch => changeFetch(fetch, variants))
  const changeRoot = (node: PlanNode | SubscriptionNode): PlanNode | SubscriptionNode =>
    node.kind === 'Subscription'
      ? {
          ...node,
          primary: { ...node.primary, operation: withAliases(node.primary.operation, variants) },
          ...(node.rest && { rest: change(node.rest) }),
        }
      : change(node)
  return { ...plan, ...(plan.node && { node: changeRoot(plan.node) }) }
}

function changeFetch(node: FetchNode, variants: RequiredVariants): PlanNode {
  const operation = withAliases(node.operation, variants)
  const { requires } = node
  if (requires === undefined || !namesAny(requires, variants.variants)) return { ...node, operation }
  const document = writtenOut(parse(operation, { noLocation: true }))
  const groups = groupFields(document, node.serviceName, variants)
  const nodes = groups.map(({ needs, fields }): FetchNode => {
    const kept = withoutFields(requires, name => variants.variants.has(name) && !needs.has(name))
    const inputRewrites = [...(node.inputRewrites ?? []), ...renames(kept, variants.variants)]
    const part = groups.length === 1 ? { operation } : onlyFields(node, document, fields)
    return { ...node, ...part, requires: kept, inputRewrites }
  })
  const [only, another] = nodes
  return only !== undefined && another === undefined ? only : { kind: 'Parallel', nodes }
}

/** A variant is asked for as the field with its arguments, and comes back under the variant's name. */
function withAliases(operation: string, { variants }: RequiredVariants): string {
  const document = parse(operation, { noLocation: true })
  const changed = visit(document, {
    Field: (field): FieldNode | undefined => {
      const variant = variants.get(field.name.value)
      if (variant === undefined) return undefined
      const { alias = field.name } = field
      return { ...field, alias, name: { kind: Kind.NAME, value: variant.field }, arguments: variant.arguments }
    },
  })
  return changed === document ? operation : stripIgnoredCharacters(print(changed))
}

interface FieldGroup {
  /** Names of variants. */
  readonly needs: Set<string>
  readonly fields: Set<FieldNode>
}

/**
 * Groups an entity's fields so that none needs two variants of one field; each field joins the first group
 * that it fits.
 */
function groupFields(document: DocumentNode, graph: string, { variants, neededBy }: RequiredVariants): FieldGroup[] {
  const clash = (one: string, other: string) =>
    one !== other && variants.get(one)?.coordinate === variants.get(other)?.coordinate
  const groups: FieldGroup[] = []
  for (const { type, field } of entityFields(document)) {
    const needs = neededBy(graph, type, field.name.value)
    const fitting = groups.find(group => !needs.some(name => [...group.needs].some(other => clash(name, other))))
    const group = fitting ?? { needs: new Set(), fields: new Set() }
    if (fitting === undefined) groups.push(group)
    for (const name of needs) group.needs.add(name)
    group.fields.add(field)
  }
  return groups
}

const namesAny = (selections: readonly QueryPlanSelectionNode[], variants: Variants): boolean =>
  selections.some(
    selection =>
      (selection.kind === 'Field' && variants.has(selection.name)) || namesAny(selection.selections ?? [], variants),
  )

const withoutFields = (
  selections: readonly QueryPlanSelectionNode[],
  isLeftOut: (name: string) => boolean,
): QueryPlanSelectionNode[] =>
  selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'Field' && isLeftOut(selection.name)) return []
    if (selection.selections === undefined) return [selection]
    return [{ ...selection, selections: withoutFields(selection.selections, isLeftOut) }]
  })

/** In representations, variants have the names that the subgraph knows. */
function renames(
  selections: readonly QueryPlanSelectionNode[],
  variants: Variants,
  path: readonly string[] = [],
): FetchDataRewrite[] {
  return selections.flatMap((selection): FetchDataRewrite[] => {
    if (selection.kind === 'InlineFragment') {
      const step = selection.typeCondition === undefined ? [] : [`... on ${selection.typeCondition}`]
      return renames(selection.selections, variants, [...path, ...step])
    }
    const variant = variants.get(selection.name)
    const own: FetchDataRewrite[] =
      variant === undefined ? [] : [{ kind: 'KeyRenamer', path: [...path, selection.name], renameKeyTo: variant.field }]
    // Selections below come first: when they are renamed, their parent still has the variant's name.
    const below = renames(selection.selections ?? [], variants, [...path, selection.name])
    return [...below, ...own]
  })
}
