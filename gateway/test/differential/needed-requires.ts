import { operationFromDocument } from '@apollo/federation-internals'
import type { FetchNode, QueryPlan } from '@apollo/query-planner'
import { readConditionalRequires } from '@waystone/federation/source/fetching/conditional-requires'
import { mapFetches } from '@waystone/federation/source/planning/map-fetches'
import { readConditions } from '@waystone/federation/source/projection/conditions'
import type { Epoch } from '@waystone/federation/source/epoch/epoch'
import { documentOf, type Operation } from '@waystone/federation/source/contract/operation'

/**
 * A plan whose fetches require what a request's conditions leave of it, for Apollo's executor, which does not
 * tell what was not asked for from what is missing. That this is right is shown by the other suite, against
 * operations without any condition.
 */
export function withNeededRequires(
  plan: QueryPlan,
  operation: Operation,
  epoch: Epoch,
  variables: Readonly<Record<string, unknown>>,
): QueryPlan {
  const read = operationFromDocument(epoch.federationSchema, documentOf(operation), { validate: false })
  const { decide } = readConditions(read, name => name)
  const decideNow = (variable: string): boolean => decide(variables, variable)
  const changeFetch = (node: FetchNode): FetchNode => {
    const conditional = node.requires && readConditionalRequires(epoch.supergraphSchema, node)
    return conditional ? { ...node, requires: [...conditional.requiresFor(decideNow)] } : node
  }
  const { node } = plan
  return node === undefined || node.kind === 'Subscription' ? plan : { ...plan, node: mapFetches(node, changeFetch) }
}
