import type { Logger } from '@waystone/kit/logger'
import type { GatewayPlugin, GatewayRequest } from '../../requests/gateway-plugin.js'

export type TraceIdOf = (request: GatewayRequest) => string | undefined

/**
 * Logs one line a request: the operation, its duration, its errors. Never variables, which may hold secrets.
 */
export const useRequestLog = ({ logger, traceIdOf }: { logger: Logger; traceIdOf: TraceIdOf }): GatewayPlugin => ({
  onEnd: ({ request, operation, documentHash, durationMs, errorCount, via }) => {
    if (!logger.isLevelEnabled('info')) return
    const { requestId, viewer } = request.context
    logger.info(
      {
        requestId,
        traceId: traceIdOf(request),
        operation: operation?.name ?? null,
        kind: operation?.kind ?? null,
        document: documentHash?.slice(0, 12),
        userId: viewer?.userId ?? null,
        durationMs: Math.round(durationMs * 10) / 10,
        errors: errorCount,
        via,
      },
      'request',
    )
  },
})
