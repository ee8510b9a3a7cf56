import type { PlanNode, QueryPlan } from '@apollo/query-planner'

/** Whether a fetch of the plan takes values from what is around its entities. */
export function passesContexts({ node }: QueryPlan): boolean {
  if (node?.kind === 'Subscription') return node.rest !== undefined && doesNode(node.rest)
  return node !== undefined && doesNode(node)
}

function doesNode(node: PlanNode): boolean {
  switch (node.kind) {
    case 'Fetch':
      return node.contextRewrites !== undefined && node.contextRewrites.length > 0
    case 'Sequence':
    case 'Parallel':
      return node.nodes.some(doesNode)
    case 'Flatten':
      return doesNode(node.node)
    case 'Condition':
      return [node.ifClause, node.elseClause].some(clause => clause !== undefined && doesNode(clause))
    case 'Defer':
      return [node.primary, ...node.deferred].some(part => part.node !== undefined && doesNode(part.node))
  }
}
