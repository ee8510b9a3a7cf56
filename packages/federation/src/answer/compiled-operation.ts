import type { QueryPlan } from '@apollo/query-planner'
import type { OperationResult } from '../contract/operation-result.js'
import type { Epoch } from '../epoch/epoch.js'
import type { Operation } from '../contract/operation.js'
import { compileAnswer, type ExecutionRequest } from './compiled-answer.js'
import { compilePlan } from '../fetching/compile-plan.js'

/** An operation with everything decided that does not depend on a request: it is compiled once for its plan. */
export interface CompiledOperation {
  execute(request: ExecutionRequest): Promise<OperationResult>
}

/** @param options.operation as the client wrote it, less what it may not see. */
export function compileOperation(options: {
  plan: QueryPlan
  operation: Operation
  epoch: Pick<Epoch, 'schema' | 'federationSchema' | 'supergraphSchema' | 'forPlanning' | 'limits'>
  generateAfter?: number
}): CompiledOperation {
  const { node } = options.plan
  if (node?.kind === 'Subscription') throw new Error('A subscription has no answer of its own to execute')
  const { compilation, make } = compileAnswer(options)
  const step = node && compilePlan(compilation, node)
  return { execute: request => make(request, (run, at) => step?.(run, at)) }
}
