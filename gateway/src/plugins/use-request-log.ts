import type { Logger } from '@waystone/kit/logger'
import type { GatewayPlugin } from './gateway-plugin.js'

/**
 * Logs one line a request: the operation, its duration, its errors. Never variables, which may hold secrets.
 */
export const useRequestLog = ({ logger }: { logger: Logger }): GatewayPlugin => ({
  onEnd: ({ request, operation, documentHash, durationMs, errorCount, via }) => {
    if (!logger.isLevelEnabled('info')) return
    const { requestId, viewer } = request.context
    logger.info(
      {
        requestId,
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
