import type { QueryPlan } from '@apollo/query-planner'
import type { SourceOf, SubgraphResponse } from '../contract/data-source.js'
import type { OperationResult } from '../contract/operation-result.js'
import type { PolicyDecisions } from '../contract/policy-decisions.js'
import type { Epoch } from '../epoch/epoch.js'
import type { PreparedOperation } from '../epoch/operations.js'
import { addRefusals, coerceForRefusals } from './add-refusals.js'
import type { ExecutionRequest } from './compiled-answer.js'
import { compileSubscription, type CompiledSubscription, type SubscriptionSource } from './compiled-subscription.js'

/** A subscription of some viewers, who are granted the same, on one epoch. */
export interface PlannedSubscription extends Pick<CompiledSubscription, 'source' | 'sourceVariables'> {
  /**
   * The answer to one event, with null and an error for each field that these viewers may not see.
   * @param event as the source sent it. It becomes part of the answer, so the caller must own it.
   * @param request.variables as the client sent them, valid for the operation.
   * @param request.policies the decisions with which it was prepared.
   */
  answer(
    event: SubgraphResponse,
    request: Pick<ExecutionRequest, 'variables' | 'context'> & { readonly policies?: PolicyDecisions | undefined },
  ): Promise<OperationResult>
}

/**
 * Plans the subscription of a prepared operation and the answers to its events; null when these viewers may
 * see none of it.
 */
export type SubscribePlan = (prepared: PreparedOperation) => PlannedSubscription | null

/** Compiles a plan once; the compiled form lives as long as the plan, in the epoch's cache. */
export function createPlanSubscriber(epoch: Epoch, sourceOf: SourceOf): SubscribePlan {
  const compiled = new WeakMap<QueryPlan, CompiledSubscription>()
  /** Made once, since a source is known by its identity. */
  const refusing = new WeakMap<SubscriptionSource, SubscriptionSource>()
  const withoutVerbatim = (source: SubscriptionSource): SubscriptionSource => {
    const known = refusing.get(source) ?? { ...source, verbatim: null }
    refusing.set(source, known)
    return known
  }

  return prepared => {
    const { plan, allowed } = prepared
    if (plan === null || allowed === null) return null
    let program = compiled.get(plan)
    if (program === undefined) {
      program = compileSubscription({ plan, operation: allowed, epoch })
      compiled.set(plan, program)
    }
    const { source, sourceVariables, answer } = program
    return {
      // Null and an error take the place of what these viewers may not see, so no answer is the source's.
      source: prepared.refused.size === 0 ? source : withoutVerbatim(source),
      sourceVariables: variables => sourceVariables(variables),
      answer: (event, { variables, context, policies }) => {
        const answered = answer(event, { variables, context, sourceOf })
        if (prepared.refused.size === 0) return answered
        const coerced = coerceForRefusals(prepared, { schema: epoch.schema, variables })
        const { viewer } = context
        return answered.then(result => addRefusals(result, { prepared, variables: coerced, epoch, viewer, policies }))
      },
    }
  }
}
