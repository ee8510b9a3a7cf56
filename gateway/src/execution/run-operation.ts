import type { RunningOperation } from '../requests/gateway-plugin.js'
import { sharedData, type OperationResult } from '../contract/operation-result.js'
import type { PluginHooks } from '../requests/plugin-hooks.js'
import { addRefusals } from './add-refusals.js'
import type { Execute, Execution } from './shared-executions.js'

/**
 * Runs a valid operation to its end: fields that its viewer may not see are left out, and the plugins see the
 * result.
 */
export type RunOperation = (running: RunningOperation) => Promise<OperationResult>

export function createOperationRunner(options: {
  execute: Execute
  hooks: Pick<PluginHooks, 'onResult'>
}): RunOperation {
  const { execute, hooks } = options
  return async running => {
    const { request, epoch, document, documentHash, context, variables, coercedVariables } = running
    const prepared = epoch.operations.prepare(document, {
      key: documentHash,
      operationName: request.operationName,
      grants: epoch.access.grantsOf(context.viewer),
      overrides: epoch.overrides.activeFor(context.viewer?.userId),
      deferBy: context.incremental === undefined ? undefined : variables,
    })
    const { plan, allowed } = prepared
    const { answered, asked, isShared }: Execution =
      plan === null || allowed === null
        ? { answered: { data: {} }, asked: context, isShared: false }
        : await execute(running, { plan, allowed })
    const { viewer } = context
    const refused = addRefusals(answered, { prepared, variables: coercedVariables, epoch, viewer })
    const result: OperationResult = isShared ? ownResult(refused) : refused
    const pending = hooks.onResult?.(asked === context ? running : { ...running, asked }, result)
    if (pending !== undefined) await pending
    return result
  }
}

/** Plugins may add to a result, even where its data is shared. */
const ownResult = ({ data, errors, extensions }: OperationResult): OperationResult => ({
  data,
  errors,
  extensions: extensions && { ...extensions },
  [sharedData]: true,
})
