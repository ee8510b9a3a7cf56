import type { QueryPlan } from '@apollo/query-planner'
import { OperationTypeNode } from 'graphql'
import type { OperationResult } from '../contract/operation-result.js'
import { sharedObjects } from '../contract/shared-objects.js'
import type { Operation } from '../contract/operation.js'
import type { RequestScope } from '../contract/request-scope.js'

/** The result of an execution, and the context in which subgraphs were queried. */
export interface Execution<Scope extends RequestScope> {
  readonly answered: OperationResult
  readonly asked: Scope
  /** True when other requests are answered with the same data, which then must not change. */
  readonly isShared: boolean
}

/** The operation is what the request's viewer may see of it. */
interface Planned {
  readonly plan: QueryPlan
  readonly operation: Operation
}

interface PlanRequest<Scope extends RequestScope> {
  /** As the client sent them, valid for the operation. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly context: Scope
}

/** Runs a plan for one request. */
export type ExecutePlan<Scope extends RequestScope> = (
  planned: Planned,
  request: PlanRequest<Scope>,
) => Promise<OperationResult>

/** Runs a plan for a request, and says for which other one it has run. */
export type Execute<Scope extends RequestScope> = (
  planned: Planned,
  request: PlanRequest<Scope>,
) => Promise<Execution<Scope>>

interface Flight<Scope extends RequestScope> {
  readonly asked: Scope
  readonly answered: Promise<OperationResult>
  waiting: number
}

/**
 * Lets queries share an execution in flight: of the same plan with the same variables, for requests with the
 * same identity towards subgraphs. Once a mutation is answered, no query joins an earlier execution any more,
 * so that a client reads its own writes. Answers in parts are never shared.
 * @param scopeOf equal for requests of which subgraphs hear the same, apart from their ids.
 */
export function shareExecutions<Scope extends RequestScope>(
  executePlan: ExecutePlan<Scope>,
  scopeOf: (context: Scope) => string,
): Execute<Scope> {
  let flights = new Map<QueryPlan, Map<string, Flight<Scope>>>()

  const takeOff = (key: string, planned: Planned, request: PlanRequest<Scope>): Flight<Scope> => {
    const { plan } = planned
    const ofPlan = flights.get(plan) ?? new Map<string, Flight<Scope>>()
    flights.set(plan, ofPlan)
    const answered = executePlan(planned, request)
    const flight: Flight<Scope> = { asked: request.context, answered, waiting: 1 }
    ofPlan.set(key, flight)
    const land = () => {
      if (ofPlan.get(key) === flight) ofPlan.delete(key)
      if (ofPlan.size === 0 && flights.get(plan) === ofPlan) flights.delete(plan)
    }
    answered.then(land, land)
    return flight
  }

  return async (planned, request) => {
    const { context, variables } = request
    const isQuery = planned.operation.definition.operation === OperationTypeNode.QUERY
    if (!isQuery || context.incremental !== undefined) {
      try {
        const answered = await executePlan(planned, request)
        return { answered, asked: context, isShared: false }
      } finally {
        if (!isQuery) flights = new Map()
      }
    }
    const key = `${scopeOf(context)}${JSON.stringify(variables)}`
    const under = flights.get(planned.plan)?.get(key)
    if (under !== undefined) under.waiting++
    const flight = under ?? takeOff(key, planned, request)
    const answered = await flight.answered
    return { answered, asked: flight.asked, isShared: flight.waiting > 1 || answered[sharedObjects] === true }
  }
}
