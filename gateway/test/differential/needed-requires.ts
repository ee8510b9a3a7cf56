import { operationFromDocument } from '@apollo/federation-internals'
import type { FetchNode, QueryPlan } from '@apollo/query-planner'
import { readConditionalRequires } from '../../src/fetching/conditional-requires.js'
import { mapFetches } from '../../src/planning/map-fetches.js'
import { readConditions } from '../../src/projection/conditions.js'
import type { Epoch } from '../../src/epoch/epoch.js'
import { documentOf, type Operation } from '../../src/contract/operation.js'

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
