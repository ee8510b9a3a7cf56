import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
} from '@apollo/server-gateway-interface'
import { getVariableValues } from 'graphql'
import type { GatewayContext } from '../context.js'
import type { Epochs } from '../supergraph/epochs.js'
import { addRefusals } from './add-refusals.js'
import type { ExecutePlan } from './execute-plan.js'

/** A client that sends a thousand wrong variables hears of so many. */
const VARIABLE_ERRORS_MAX = 20

/** What Apollo Server takes for a gateway: the schema of the current epoch, and an executor. */
export function createGatewayInterface(options: { epochs: Epochs; executePlan: ExecutePlan }): GatewayInterface {
  const { epochs, executePlan } = options

  const executor = async (request: GatewayGraphQLRequestContext): Promise<GatewayExecutionResult> => {
    const epoch = epochs.of(request.schema)
    const { viewer } = request.context as GatewayContext
    const grants = epoch.access.grantsOf(viewer)
    const prepared = epoch.operations.prepare(request.document, {
      key: request.queryHash,
      operationName: request.request.operationName,
      grants,
    })
    const { variableDefinitions = [] } = prepared.operation.definition
    const variables = getVariableValues(epoch.schema, variableDefinitions, request.request.variables ?? {}, {
      maxErrors: VARIABLE_ERRORS_MAX,
    })
    if (variables.errors !== undefined) return { errors: variables.errors }
    const { plan, allowed } = prepared
    const result =
      plan === null || allowed === null ? { data: {} } : await executePlan({ plan, operation: allowed, epoch }, request)
    return addRefusals(result, { prepared, variables: variables.coerced, epoch })
  }

  let unsubscribe: (() => void) | undefined
  return {
    onSchemaLoadOrUpdate: callback => {
      unsubscribe = epochs.onEpoch(epoch =>
        callback({ apiSchema: epoch.schema, coreSupergraphSdl: epoch.supergraphSdl }),
      )
      return unsubscribe
    },
    load: async () => {
      await epochs.start()
      return { executor }
    },
    stop: async () => {
      unsubscribe?.()
      await epochs.stop()
    },
  }
}
