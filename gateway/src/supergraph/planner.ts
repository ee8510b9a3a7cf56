import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import type { QueryPlan } from '@apollo/query-planner'
import { RequestFault } from '@waystone/kit/errors'
import { graphqlErrorOf } from '@waystone/kit/graphql-server'
import { parse } from 'graphql'
import { writeLiterals } from '../exact-numbers/literals.js'
import { orderContexts } from '../execution/planning/context-order.js'
import { readRequiredVariants } from '../execution/planning/required-variants.js'
import { fetchVariants } from '../execution/planning/variant-fetches.js'
import { createBoundedPlanner } from './bounded-planner.js'
import { documentOf, type Operation } from './operation.js'
import { supportedFeatures } from './supported-features.js'

/**
 * Plans operations of one supergraph.
 * @throws GraphQLError LIMIT_EXCEEDED for an operation that takes too much to plan.
 */
export function createPlanner(supergraph: Supergraph, supergraphSdl: string): (operation: Operation) => QueryPlan {
  const variants = readRequiredVariants(parse(supergraphSdl, { noLocation: true }))
  const planned =
    variants === null
      ? supergraph
      : // What it is made from is valid; of a variant, the field itself may be external and no longer used.
        Supergraph.build(variants.supergraphSdl, { supportedFeatures, validateSupergraph: false })
  const schema = planned.apiSchema()
  const buildPlan = createBoundedPlanner(planned, refuse)
  return operation => {
    const plan = buildPlan(operationFromDocument(schema, documentOf(operation), { validate: false }))
    return writeLiterals(orderContexts(variants === null ? plan : fetchVariants(plan, variants)))
  }
}

function refuse(reason: string): never {
  const message = `The operation takes too much to plan: ${reason}. Ask for less of what several services know, or nest it less`
  throw graphqlErrorOf(new RequestFault('LIMIT_EXCEEDED', message, { limit: 'planning' }))
}
