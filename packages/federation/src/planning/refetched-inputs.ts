import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner'
import { Kind, parse, print, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'

/** Fields that have been fetched, with their subgraph, the path to them, and the types around them. */
type Fetched = ReadonlySet<string>

const NOTHING: Fetched = new Set()

/**
 * Leaves out of a deferred part what the plan has fetched before the part begins. The planner keeps the
 * fetches of each part apart, so it fetches what a deferred field requires again where the answer that comes
 * first has it, too.
 */
export function dropRefetched(plan: QueryPlan): QueryPlan {
  const { node } = plan
  return node?.kind === 'Defer' ? { ...plan, node: dropWithin(node, NOTHING) ?? node } : plan
}

/** @returns undefined when nothing is left to fetch. */
function dropWithin(node: PlanNode | undefined, before: Fetched, path = ''): PlanNode | undefined {
  switch (node?.kind) {
    case undefined:
      return undefined
    case 'Fetch': {
      const fields = before.size === 0 ? null : fieldsOf(node, path)
      return fields?.every(field => before.has(field)) ? undefined : node
    }
    case 'Sequence':
    case 'Parallel': {
      const nodes = node.nodes.flatMap(child => dropWithin(child, before, path) ?? [])
      return nodes.length === 0 ? undefined : { ...node, nodes }
    }
    case 'Flatten': {
      const child = dropWithin(node.node, before, pathWithin(path, node.path))
      return child && { ...node, node: child }
    }
    // A condition may hold for one of two fetches only.
    case 'Condition':
      return node
    case 'Defer': {
      const { primary, deferred } = node
      const done = new Set([...before, ...fetchedBy(primary.node, path)])
      const first = dropWithin(primary.node, before, path)
      return {
        ...node,
        primary: withNode(primary, first),
        deferred: deferred.map(part => withNode(part, dropWithin(part.node, done, path))),
      }
    }
  }
}

function withNode<TPart extends { node?: PlanNode }>(part: TPart, node: PlanNode | undefined): TPart {
  const { node: _, ...rest } = part
  return { ...rest, ...(node && { node }) } as TPart
}

/** The fields that a node fetches in any case. */
function fetchedBy(node: PlanNode | undefined, path: string): string[] {
  switch (node?.kind) {
    case 'Fetch':
      return fieldsOf(node, path) ?? []
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(child => fetchedBy(child, path))
    case 'Flatten':
      return fetchedBy(node.node, pathWithin(path, node.path))
    case 'Defer':
      return fetchedBy(node.primary.node, path)
    case 'Condition':
    case undefined:
      return []
  }
}

const pathWithin = (path: string, below: readonly (string | number)[]): string => [path, ...below].join('.')

/** @returns null for a fetch whose fields depend on variables of the request or on what is around them. */
function fieldsOf(node: FetchNode, path: string): string[] | null {
  const { operation, serviceName, contextRewrites = [] } = node
  if (/@(skip|include)\b/.test(operation) || contextRewrites.length > 0) return null
  const fragments = new Map<string, FragmentDefinitionNode>()
  const found: string[] = []
  const collect = (set: SelectionSetNode, at: string): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const { selectionSet, ...field } = selection
        const below = `${at}.${print(field)}`
        if (selectionSet === undefined) found.push(below)
        else collect(selectionSet, below)
        continue
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      const type = fragment?.typeCondition?.name.value
      if (fragment !== undefined) collect(fragment.selectionSet, type === undefined ? at : `${at}(${type})`)
    }
  }
  const document = parse(operation, { noLocation: true })
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION)
      collect(definition.selectionSet, `${serviceName} ${node.requires === undefined ? 'root' : 'entities'} ${path}`)
  return found
}
