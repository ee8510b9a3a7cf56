import type { FetchNode, PlanNode } from '@apollo/query-planner'

/** A plan, or a part of one, with something else in place of each of its fetches. */
export function mapFetches(node: PlanNode, change: (fetch: FetchNode) => PlanNode): PlanNode {
  return mapFetchesAt(node, change)
}

/**
 * The same for a change that depends on the path of response keys, without lists: each key follows a dot.
 * Fetches are changed in the plan's order.
 */
export function mapFetchesAt(
  node: PlanNode,
  change: (fetch: FetchNode, path: string) => PlanNode,
  path = '',
): PlanNode {
  const map = (child: PlanNode) => mapFetchesAt(child, change, path)
  switch (node.kind) {
    case 'Fetch':
      return change(node, path)
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map(map) }
    case 'Flatten': {
      const keys = node.path.map(String).filter(key => key !== '@')
      return { ...node, node: mapFetchesAt(node.node, change, [path, ...keys].join('.')) }
    }
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause && { ifClause: map(node.ifClause) }),
        ...(node.elseClause && { elseClause: map(node.elseClause) }),
      }
    case 'Defer': {
      const { primary, deferred } = node
      return {
        ...node,
        primary: { ...primary, ...(primary.node && { node: map(primary.node) }) },
        deferred: deferred.map(part => ({ ...part, ...(part.node && { node: map(part.node) }) })),
      }
    }
  }
}
