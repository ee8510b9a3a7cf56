import type { OperationResult, RunningOperation } from '../plugins/gateway-plugin.js'
import type { PluginHooks } from '../plugins/plugin-hooks.js'
import { addRefusals } from './add-refusals.js'
import type { ExecutePlan } from './execute-plan.js'

/** Runs a valid operation to its end: what its viewer may not see is left out, and the plugins see the result. */
export type RunOperation = (running: RunningOperation) => Promise<OperationResult>

export function createOperationRunner(options: {
  executePlan: ExecutePlan
  hooks: Pick<PluginHooks, 'onResult'>
}): RunOperation {
  const { executePlan, hooks } = options
  return async running => {
    const { request, epoch, document, documentHash, context, variables, coercedVariables } = running
    const prepared = epoch.operations.prepare(document, {
      key: documentHash,
      operationName: request.operationName,
      grants: epoch.access.grantsOf(context.viewer),
      ...(context.incremental !== undefined && { deferBy: variables }),
    })
    const { plan, allowed } = prepared
    const answered =
      plan === null || allowed === null
        ? { data: {} }
        : await executePlan({ plan, operation: allowed, epoch }, { request: { variables }, context })
    const result = addRefusals(answered, { prepared, variables: coercedVariables, epoch })
    await hooks.onResult?.(running, result)
    return result
  }
}
