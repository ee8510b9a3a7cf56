import type { Schema } from '@apollo/federation-internals'
import type { FetchNode, QueryPlan } from '@apollo/query-planner'
import { GraphQLError, Kind, parse, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'
import { fetchesOf } from './fetches-of.js'
import { readInputs } from './given-inputs.js'
import { findFault, NOTHING_PROVIDED, type Fault } from './resolvable.js'
import { entityTypeOf } from './subgraph-fields.js'

/** The schemas that plans are checked against. */
export interface PlannedSchemas {
  readonly supergraph: Schema
  readonly subgraph: (name: string) => Schema | undefined
  /** True for types that clients see: objects of any other never reach an answer. */
  readonly isVisible: (typeName: string) => boolean
}

/**
 * Checks that each fetch selects only what its subgraph resolves there: no external field unless it is
 * provided on that path, and no field whose @requires names what the fetch's inputs lack. A resolver that
 * lacks what it requires answers wrongly, and says nothing.
 * @throws GraphQLError QUERY_PLANNING_FAILED naming the first field that breaks the rule.
 */
export function checkPlan(plan: QueryPlan, schemas: PlannedSchemas): void {
  for (const fetch of fetchesOf(plan)) {
    const fault = checkFetch(fetch, schemas)
    if (fault !== undefined)
      throw planningFailed(`"${fault.coordinate}" would be asked of "${fetch.serviceName}", which ${fault.reason}`)
  }
}

export const planningFailed = (reason: string): GraphQLError =>
  new GraphQLError(`No right plan was found for the operation: ${reason}`, {
    extensions: { code: 'QUERY_PLANNING_FAILED', http: { status: 200 } },
  })

/**
 * Turns any error of the planner that is not meant for the client into a failure of planning. Its message is
 * left out: it may repeat values of the client.
 */
export function planOrFail(plan: () => QueryPlan): QueryPlan {
  try {
    return plan()
  } catch (error) {
    const code = error instanceof GraphQLError ? error.extensions['code'] : undefined
    if (code === 'QUERY_PLANNING_FAILED' || code === 'LIMIT_EXCEEDED') throw error
    throw planningFailed('the planner finds none')
  }
}

function checkFetch(fetch: FetchNode, { supergraph, subgraph, isVisible }: PlannedSchemas): Fault | undefined {
  const { serviceName, operationKind, requires, contextRewrites = [] } = fetch
  const schema = subgraph(serviceName)
  const type =
    requires === undefined ? schema?.schemaDefinition.rootType(operationKind) : schema && entityTypeOf(schema)
  if (type === undefined) throw planningFailed(`"${serviceName}" has no ${requires ? 'entities' : operationKind}`)
  const { fragments, selectionSet } = parseOperation(fetch.operation)
  const rules = { fragments, isVisible, passesContexts: contextRewrites.length > 0 }
  if (requires === undefined) return findFault(selectionSet, { type, provided: NOTHING_PROVIDED, inputs: null }, rules)
  const inputs = readInputs(requires, supergraph)
  for (const entities of selectionSet.selections) {
    const below = entities.kind === Kind.FIELD ? entities.selectionSet : undefined
    const fault = below && findFault(below, { type, provided: NOTHING_PROVIDED, inputs }, rules)
    if (fault !== undefined) return fault
  }
  return undefined
}

function parseOperation(operation: string) {
  const fragments = new Map<string, FragmentDefinitionNode>()
  let selectionSet: SelectionSetNode | undefined
  for (const node of parse(operation, { noLocation: true }).definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
    if (node.kind === Kind.OPERATION_DEFINITION) ({ selectionSet } = node)
  }
  if (selectionSet === undefined) throw planningFailed('a fetch has no operation')
  return { fragments, selectionSet }
}
