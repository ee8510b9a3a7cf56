import type { QueryPlan } from '@apollo/query-planner'
import type { OperationResult } from '../contract/operation-result.js'
import { answerPlaces } from '../exact-numbers/answer-places.js'
import type { NumberPlaces } from '../exact-numbers/number-places.js'
import type { SubgraphResponse } from '../contract/data-source.js'
import type { Epoch } from '../epoch/epoch.js'
import type { Operation } from '../contract/operation.js'
import { compileAnswer, type ExecutionRequest } from './compiled-answer.js'
import { compileVariables } from '../fetching/ask.js'
import { compilePlan } from '../fetching/compile-plan.js'
import { atRoot } from '../fetching/fetch-site.js'
import { compileTakeAnswer } from '../fetching/root-fetch.js'
import { verbatimOperation } from './verbatim-operation.js'

/**
 * The subscription to the one subgraph that resolves the field. Two equal sources deliver the same events.
 */
export interface SubscriptionSource {
  readonly serviceName: string
  readonly query: string
  readonly operationName: string | undefined
  /** Where its events hold custom scalars. */
  readonly numbers: NumberPlaces | undefined
  /**
   * The client's own operation, where the source answers all of it: a subgraph may write whole results for it.
   */
  readonly verbatim: string | null
}

/** A subscription with everything decided that does not depend on a client or an event. */
export interface CompiledSubscription {
  readonly source: SubscriptionSource
  /** The variables that the source takes, out of the client's. */
  sourceVariables(variables: ExecutionRequest['variables']): Record<string, unknown>
  /**
   * The client's answer to one event. Fields of other subgraphs are fetched, at once and only for this event.
   * @param event as the source sent it. It becomes part of the answer, so the caller must own it.
   */
  answer(event: SubgraphResponse, request: ExecutionRequest): Promise<OperationResult>
}

/**
 * @param options.operation as the client wrote it, less what it may not see. @throws Error for another kind
 * of operation.
 */
export function compileSubscription(options: {
  plan: QueryPlan
  operation: Operation
  epoch: Pick<Epoch, 'schema' | 'federationSchema' | 'supergraphSchema' | 'forPlanning' | 'limits'>
}): CompiledSubscription {
  const { node } = options.plan
  if (node?.kind !== 'Subscription') throw new Error('Only a subscription has events')
  const { primary, rest } = node
  const { compilation, make } = compileAnswer(options)
  const takeAnswer = compileTakeAnswer(compilation, primary, atRoot)
  const step = rest && compilePlan(compilation, rest, { ...atRoot, before: new Set([primary.serviceName]) })
  return {
    source: {
      serviceName: primary.serviceName,
      query: primary.operation,
      operationName: primary.operationName,
      numbers: answerPlaces(compilation.supergraphSchema, primary.operation),
      verbatim: step === undefined ? verbatimOperation(options.operation, options.epoch) : null,
    },
    sourceVariables: compileVariables(compilation, primary),
    answer: (event, request) =>
      make(request, (run, at) => {
        takeAnswer(run, at, { response: event, isShared: false })
        return step?.(run, at)
      }),
  }
}
