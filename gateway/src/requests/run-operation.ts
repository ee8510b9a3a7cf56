import type { OperationResult } from '@waystone/federation/contract'
import type { RunningOperation } from './gateway-plugin.js'
import type { PluginHooks } from './plugin-hooks.js'

/**
 * Runs a valid operation to its end: fields that its viewer may not see are left out, and the plugins see the
 * result.
 */
export type RunOperation = (running: RunningOperation) => Promise<OperationResult>

export function createOperationRunner({ onResult }: Pick<PluginHooks, 'onResult'>): RunOperation {
  return running => {
    const { request, epoch, document, documentHash, context, variables, coercedVariables, policies } = running
    return epoch.execute({
      document,
      key: documentHash,
      operationName: request.operationName,
      variables,
      coercedVariables,
      context,
      policies,
      onResult: onResult && ((result, asked) => onResult(asked === context ? running : { ...running, asked }, result)),
    })
  }
}
