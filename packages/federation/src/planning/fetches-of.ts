import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner'

/** All fetches of a plan, also those that depend on a condition or are deferred. */
export function fetchesOf({ node }: QueryPlan): FetchNode[] {
  if (node?.kind !== 'Subscription') return fetchesWithin(node)
  return [node.primary, ...fetchesWithin(node.rest)]
}

function fetchesWithin(node: PlanNode | undefined): FetchNode[] {
  switch (node?.kind) {
    case undefined:
      return []
    case 'Fetch':
      return [node]
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesWithin)
    case 'Flatten':
      return fetchesWithin(node.node)
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap(fetchesWithin)
    case 'Defer':
      return [node.primary, ...node.deferred].flatMap(part => fetchesWithin(part.node))
  }
}
