// oxlint-disable-next-line import/no-unassigned-import -- for the variable that it sets before Apollo's package is loaded
import '../config.js'
import { executeQueryPlan, type ServiceMap } from '@apollo/gateway/dist/executeQueryPlan.js'
import type { QueryPlan } from '@apollo/query-planner'
import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface'
import type { GatewayContext } from '../context.js'
import type { DataSources } from '../data-sources/data-sources.js'
import type { Epoch } from '../supergraph/epoch.js'
import type { Operation } from '../supergraph/operation.js'
import { toApolloDataSource } from './apollo-data-source.js'

/** Runs a plan. This is all that the rest of the gateway knows of execution. */
export type ExecutePlan = (
  planned: { plan: QueryPlan; operation: Operation; epoch: Epoch },
  request: GatewayGraphQLRequestContext,
) => Promise<GatewayExecutionResult>

/** By Apollo's own executor. */
export function createPlanExecutor(dataSources: DataSources): ExecutePlan {
  const services = new WeakMap<Epoch, ServiceMap>()
  const servicesOf = (epoch: Epoch): ServiceMap => {
    const known = services.get(epoch)
    if (known !== undefined) return known
    const made: ServiceMap = {}
    for (const { name, url } of epoch.subgraphs) {
      made[name] = toApolloDataSource(dataSources.of(name, url), ({ context }) => context as GatewayContext)
    }
    services.set(epoch, made)
    return made
  }

  return async ({ plan, operation, epoch }, request) =>
    await executeQueryPlan(
      plan,
      servicesOf(epoch),
      request,
      { schema: epoch.schema, operation: operation.definition, fragments: { ...operation.fragments } },
      epoch.supergraphSchema,
      epoch.federationSchema,
    )
}
