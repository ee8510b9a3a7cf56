import type { ApolloServerPlugin } from '@apollo/server'
import type { Logger } from '@waystone/kit/logger'
import type { GatewayContext } from '../context.js'
import type { Stopwatch } from './stopwatch.js'

/** One line a request: what was asked, how long it took, whether it failed. Never variables, which may hold secrets. */
export const useRequestLog = (options: {
  logger: Logger
  stopwatch: Stopwatch
}): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart: async () => {
    const { logger, stopwatch } = options
    const elapsedMs = stopwatch()
    return {
      willSendResponse: async ({ contextValue, operation, operationName, queryHash, response }) => {
        const errors = response.body.kind === 'single' ? (response.body.singleResult.errors ?? []) : []
        logger.info(
          {
            requestId: contextValue.requestId,
            operation: operationName ?? null,
            kind: operation?.operation ?? null,
            document: queryHash?.slice(0, 12),
            userId: contextValue.viewer?.userId ?? null,
            durationMs: Math.round(elapsedMs() * 10) / 10,
            errors: errors.length,
          },
          'request',
        )
      },
    }
  },
})
