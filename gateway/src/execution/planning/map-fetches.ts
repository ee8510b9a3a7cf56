import type { FetchNode, PlanNode } from '@apollo/query-planner'

/** A plan, or a part of one, with something else in place of each of its fetches. */
export function mapFetches(node: PlanNode, change: (fetch: FetchNode) => PlanNode): PlanNode {
  const map = (child: PlanNode) => mapFetches(child, change)
  switch (node.kind) {
    case 'Fetch':
      return change(node)
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map(map) }
    case 'Flatten':
      return { ...node, node: map(node.node) }
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
