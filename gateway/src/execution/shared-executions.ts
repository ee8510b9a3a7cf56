import type { QueryPlan } from '@apollo/query-planner'
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface'
import { OperationTypeNode } from 'graphql'
import type { GatewayContext } from '../requests/gateway-context.js'
import type { RunningOperation } from '../requests/gateway-plugin.js'
import { sharedData } from '../contract/operation-result.js'
import type { Operation } from '../contract/operation.js'
import type { ExecutePlan } from './execute-plan.js'
import type { Executed } from './repeats/repeated-answers.js'

/** The result of an execution, and the context in which subgraphs were queried. */
export interface Execution {
  readonly answered: GatewayExecutionResult
  readonly asked: GatewayContext
  /** True when other requests are answered with the same data, which then must not change. */
  readonly isShared: boolean
}

interface Planned {
  readonly plan: QueryPlan
  readonly allowed: Operation
}

/** Runs what is allowed of an operation by its plan. */
export type Execute = (running: RunningOperation, planned: Planned) => Promise<Execution>

interface Flight {
  readonly asked: GatewayContext
  readonly answered: Promise<Executed>
  waiting: number
}

/**
 * Lets queries share an execution in flight: of the same plan with the same variables, for requests with the
 * same identity towards subgraphs. Once a mutation is answered, no query joins an earlier execution any more,
 * so that a client reads its own writes. Answers in parts are never shared.
 * @param scopeOf equal for requests of which subgraphs hear the same, apart from their ids.
 */
export function shareExecutions(executePlan: ExecutePlan, scopeOf: (context: GatewayContext) => string): Execute {
  let flights = new Map<QueryPlan, Map<string, Flight>>()

  const takeOff = (key: string, { context: asked, variables, epoch }: RunningOperation, planned: Planned): Flight => {
    const { plan, allowed: operation } = planned
    const ofPlan = flights.get(plan) ?? new Map<string, Flight>()
    flights.set(plan, ofPlan)
    const answered = executePlan({ plan, operation, epoch }, { request: { variables }, context: asked })
    const flight: Flight = { asked, answered, waiting: 1 }
    ofPlan.set(key, flight)
    const land = () => {
      if (ofPlan.get(key) === flight) ofPlan.delete(key)
      if (ofPlan.size === 0 && flights.get(plan) === ofPlan) flights.delete(plan)
    }
    answered.then(land, land)
    return flight
  }

  return async (running, planned) => {
    const { context, variables, epoch, operation } = running
    const isQuery = operation.definition.operation === OperationTypeNode.QUERY
    if (!isQuery || context.incremental !== undefined) {
      try {
        const { plan, allowed } = planned
        const answered = await executePlan({ plan, operation: allowed, epoch }, { request: { variables }, context })
        return { answered, asked: context, isShared: false }
      } finally {
        if (!isQuery) flights = new Map()
      }
    }
    const key = `${scopeOf(context)}${JSON.stringify(variables)}`
    const under = flights.get(planned.plan)?.get(key)
    if (under !== undefined) under.waiting++
    const flight = under ?? takeOff(key, running, planned)
    const answered = await flight.answered
    return { answered, asked: flight.asked, isShared: flight.waiting > 1 || answered[sharedData] === true }
  }
}
