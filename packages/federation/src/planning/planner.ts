import { operationFromDocument, Supergraph } from '@apollo/federation-internals'
import type { QueryPlan } from '@apollo/query-planner'
import { GraphQLError, parse } from 'graphql'
import { writeLiterals } from './literals.js'
import { checkPlan, type PlannedSchemas } from './check-plan.js'
import { splitNarrowFetches } from './narrow-inputs.js'
import { orderFetches } from './order-fetches.js'
import { dropRefetched } from './refetched-inputs.js'
import { readRequiredVariants } from './required-variants.js'
import { fetchVariants } from './variant-fetches.js'
import { createBoundedPlanner, type PlanningConditions } from './bounded-planner.js'
import { documentOf, type Operation } from '../contract/operation.js'
import { supportedFeatures } from './supported-features.js'

/**
 * @throws GraphQLError LIMIT_EXCEEDED for an operation that takes too much to plan, QUERY_PLANNING_FAILED for
 * a wrong plan.
 */
export type Plan = (operation: Operation, conditions: PlanningConditions) => QueryPlan

/** Plans operations of one supergraph. */
export function createPlanner(
  supergraph: Supergraph,
  supergraphSdl: string,
  limits: { readonly comparedPlans: number },
): Plan {
  const variants = readRequiredVariants(parse(supergraphSdl, { noLocation: true }))
  const planned =
    variants === null
      ? supergraph
      : // A variant's source is valid; in the variant, the field itself may be external and no longer used.
        Supergraph.build(variants.supergraphSdl, { supportedFeatures, validateSupergraph: false })
  const schema = planned.apiSchema()
  const buildPlan = createBoundedPlanner(planned, limits, refuse)
  const schemas: PlannedSchemas = {
    supergraph: planned.schema,
    subgraph: name => planned.subgraphs().get(name)?.schema,
    isVisible: typeName => schema.type(typeName) !== undefined,
  }
  return (operation, conditions) => {
    const read = operationFromDocument(schema, documentOf(operation), { validate: false })
    const plan = splitNarrowFetches(buildPlan(read, conditions), schemas)
    checkPlan(plan, schemas)
    const made = orderFetches(variants === null ? plan : fetchVariants(plan, variants))
    return writeLiterals(dropRefetched(made))
  }
}

function refuse(reason: string): never {
  const message = `The operation takes too much to plan: ${reason}. Ask for less of what several services know, or nest it less`
  throw new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', limit: 'planning', http: { status: 400 } } })
}
