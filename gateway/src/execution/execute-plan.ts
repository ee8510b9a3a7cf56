import type { QueryPlan } from '@apollo/query-planner'
import type { GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface'
import { Counter, type Registry } from '@waystone/kit/metrics'
import { OperationTypeNode } from 'graphql'
import type { GatewayContext } from '../requests/gateway-context.js'
import type { SourceOf } from '../contract/data-source.js'
import type { DataSources } from '../data-sources/data-sources.js'
import type { Epoch } from '../supergraph/epoch.js'
import type { Operation } from '../contract/operation.js'
import { compileOperation, type CompiledOperation } from './compiled-operation.js'
import { createEpochSources } from './epoch-sources.js'
import { createRepeatedAnswers, type Executed, type RepeatedAnswers } from './repeats/repeated-answers.js'

/** Runs a plan. This is all that the rest of the gateway knows of execution. */
export type ExecutePlan = (
  planned: { plan: QueryPlan; operation: Operation; epoch: Epoch },
  request: Pick<GatewayGraphQLRequestContext, 'request' | 'context'>,
) => Promise<Executed>

/**
 * Runs plans as compiled operations. A plan belongs to one operation of one epoch and lives in the epoch's
 * cache: its compiled form is dropped together with it.
 * @param options.repeatsMaxBytes about what may be remembered of an epoch's answers that repeat; 0 for nothing.
 */
export function createPlanExecutor(
  dataSources: Pick<DataSources, 'of'>,
  options: { repeatsMaxBytes: number; metrics: Registry },
): ExecutePlan {
  const compiled = new WeakMap<QueryPlan, CompiledOperation>()
  const sourcesOf = createEpochSources(dataSources)
  const outcomes = new Counter({
    name: 'waystone_gateway_repeated_answers_total',
    help: 'Queries that were looked at for answers that repeat: answered as before (repeated), executed, or executed after all (changed).',
    labelNames: ['outcome'],
    registers: [options.metrics],
  })
  const repeats = new WeakMap<Epoch, RepeatedAnswers>()
  const repeatsOf = (epoch: Epoch): RepeatedAnswers => {
    const known = repeats.get(epoch)
    if (known !== undefined) return known
    const made = createRepeatedAnswers({
      bytesMax: options.repeatsMaxBytes,
      onOutcome: outcome => outcomes.inc({ outcome }),
    })
    repeats.set(epoch, made)
    return made
  }

  return ({ plan, operation, epoch }, given) => {
    let program = compiled.get(plan)
    if (program === undefined) {
      program = compileOperation({ plan, operation, epoch })
      compiled.set(plan, program)
    }
    const { execute } = program
    const variables = given.request.variables ?? {}
    const context = given.context as GatewayContext
    const deliver = context.incremental?.deliver
    const bySubgraph = sourcesOf(epoch)
    const sourceOf: SourceOf = name => bySubgraph.get(name)
    const isQuery = operation.definition.operation === OperationTypeNode.QUERY
    if (!isQuery || deliver !== undefined) return execute({ variables, context, deliver, sourceOf })
    return repeatsOf(epoch).answer({ plan, variables, context, sourceOf }, from =>
      execute({ variables, context, sourceOf: from }),
    )
  }
}
