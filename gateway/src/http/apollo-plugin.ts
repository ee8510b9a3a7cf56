import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server'
import { asGraphqlError } from './graphql-response.js'
import type { KnownOperations } from './known-operations.js'
import type { ServerContext } from './server-context.js'
import type { Epochs } from '../supergraph/epochs.js'
import { outcomeOf, type RunningOperation } from '../requests/gateway-plugin.js'
import type { PluginHooks } from '../requests/plugin-hooks.js'
import { fragmentsOf, runningOperation } from '../requests/running-operation.js'

/**
 * Runs the hooks of the gateway's plugins within Apollo Server; `onRequest` has been, and `onResult` follows
 * execution.
 */
export const toApolloPlugin = (options: {
  hooks: PluginHooks
  epochs: Pick<Epochs, 'of'>
  /** Hears of each operation that is found valid. */
  known: Pick<KnownOperations, 'learn' | 'register'>
}): ApolloServerPlugin<ServerContext> => {
  const { hooks, epochs, known } = options
  return {
    invalidRequestWasReceived: async () => hooks.onTurnedAway?.('invalid'),
    contextCreationDidFail: async () => hooks.onTurnedAway?.('unauthenticated'),
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, document, operation, queryHash, schema, source }) => {
        if (operation === undefined) return
        const { inServer } = contextValue
        const found = {
          document,
          operation: { definition: operation, fragments: fragmentsOf(document) },
          documentHash: queryHash,
        }
        const { request } = inServer
        const epoch = epochs.of(schema)
        known.learn(epoch, request, { text: source, ...found })
        const running = runningOperation({ request, epoch, ...found })
        inServer.running = running
        if (isRunning(running)) {
          try {
            await hooks.onOperation?.(running)
          } catch (error) {
            throw asGraphqlError(error)
          }
        }
        if (request.extensions?.['persistedQuery'] !== undefined) known.register(epoch, queryHash, source)
      },
      willSendResponse: async request => {
        const { contextValue, response } = request
        const { running } = contextValue.inServer
        const { headers } = response.http
        if (isRunning(running)) for (const [name, value] of running.responseHeaders) headers.set(name, value)
        // Answers belong to who asked, unless a plugin says otherwise.
        if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
        end(request)
      },
    }),
  }

  function end({
    contextValue: { inServer },
    operation,
    queryHash,
    response,
  }: GraphQLRequestContextWillSendResponse<ServerContext>) {
    const { request, running } = inServer
    const result = response.body.kind === 'single' ? response.body.singleResult : undefined
    const errorCount = result?.errors?.length ?? 0
    hooks.onEnd?.({
      request,
      running: isRunning(running) ? running : null,
      operation: operation === undefined ? null : { name: operation.name?.value ?? null, kind: operation.operation },
      documentHash: queryHash ?? null,
      status: response.http.status ?? 200,
      via: 'server',
      errorCount,
      outcome: outcomeOf({ data: result?.data, errorCount }),
      durationMs: request.elapsedMs(),
    })
  }
}

const isRunning = (running: ServerContext['inServer']['running']): running is RunningOperation =>
  running !== undefined && 'epoch' in running
