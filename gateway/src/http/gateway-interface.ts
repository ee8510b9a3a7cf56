import type {
  GatewayExecutionResult,
  GatewayGraphQLRequestContext,
  GatewayInterface,
} from '@apollo/server-gateway-interface'
import { GraphQLError } from 'graphql'
import type { ServerContext } from './server-context.js'
import type { Epochs } from '../supergraph/epochs.js'
import type { RunOperation } from '../requests/run-operation.js'

/** Creates the gateway that Apollo Server expects: the schema of the current epoch, and an executor. */
export function createGatewayInterface(options: { epochs: Epochs; runOperation: RunOperation }): GatewayInterface {
  const { epochs, runOperation } = options

  const executor = async (request: GatewayGraphQLRequestContext): Promise<GatewayExecutionResult> => {
    const { running } = (request.context as ServerContext).inServer
    if (running === undefined) return { errors: [noSuchOperation(request.request.operationName)] }
    if (!('epoch' in running)) return { errors: running }
    const { data, errors, extensions } = await runOperation(running)
    return {
      ...(data !== undefined && { data }),
      ...(errors !== undefined && { errors }),
      ...(extensions !== undefined && { extensions }),
    }
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

/** Apollo Server gives it its code and status. */
const noSuchOperation = (name: string | undefined) =>
  new GraphQLError(
    name === undefined
      ? 'The document has no operation, or several: say which one by operationName'
      : 'The document has no operation with the name that operationName gives',
  )
