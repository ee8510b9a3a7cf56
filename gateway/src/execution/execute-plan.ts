import type { QueryPlan } from '@apollo/query-planner'
import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface'
import type { GatewayContext } from '../context.js'
import type { DataSources } from '../data-sources/data-sources.js'
import type { Epoch } from '../supergraph/epoch.js'
import type { Operation } from '../supergraph/operation.js'
import { compileOperation, type CompiledOperation } from './compiled-operation.js'
import { createEpochSources } from './epoch-sources.js'

/** Runs a plan. This is all that the rest of the gateway knows of execution. */
export type ExecutePlan = (
  planned: { plan: QueryPlan; operation: Operation; epoch: Epoch },
  request: Pick<GatewayGraphQLRequestContext, 'request' | 'context'>,
) => Promise<GatewayExecutionResult>

/**
 * Runs plans as compiled operations. A plan belongs to one operation of one epoch and lives in the epoch's cache: what was
 * compiled for it, and for the epoch, goes when they go.
 */
export function createPlanExecutor(dataSources: Pick<DataSources, 'of'>): ExecutePlan {
  const compiled = new WeakMap<QueryPlan, CompiledOperation>()
  const sourcesOf = createEpochSources(dataSources)

  return async ({ plan, operation, epoch }, { request, context }) => {
    let program = compiled.get(plan)
    if (program === undefined) {
      program = compileOperation({ plan, operation, epoch })
      compiled.set(plan, program)
    }
    const bySubgraph = sourcesOf(epoch)
    return await program.execute({
      variables: request.variables ?? {},
      context: context as GatewayContext,
      deliver: (context as GatewayContext).incremental?.deliver,
      sourceOf: name => bySubgraph.get(name),
    })
  }
}
