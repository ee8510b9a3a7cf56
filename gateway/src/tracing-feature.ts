import { createTracing, parseTraceparent } from '@waystone/kit/tracing'
import type { GatewayConfig } from './config.js'
import type { Feature, FeatureParts } from './feature.js'
import type { TraceIdOf } from './features/request-log/use-request-log.js'
import type { useTracing as UseTracing } from './features/tracing/use-tracing.js'

/** OpenTelemetry is loaded at the start, where a collector is named: off, it costs no memory and no time. */
export function tracingFeature(
  config: GatewayConfig,
  { lifecycle }: Pick<FeatureParts, 'lifecycle'>,
): Feature & { traceIdOf: TraceIdOf } {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName } = config
  const spans = createTracing({ endpoint, serviceName })
  if (spans === null) return { traceIdOf: traceIdOfClient }
  let loaded: ReturnType<typeof UseTracing> | undefined
  return {
    traceIdOf: request => loaded?.traceIdOf(request) ?? traceIdOfClient(request),
    plugin: {
      onRequest: request => loaded?.plugin.onRequest?.(request),
      onOperation: running => loaded?.plugin.onOperation?.(running),
      onResult: (running, result) => loaded?.plugin.onResult?.(running, result),
      onEnd: ended => loaded?.plugin.onEnd?.(ended),
    },
    wrap: (subgraph, source) => loaded?.wrap(subgraph, source) ?? source,
    start: async () => {
      const [tracer, { useTracing }] = await Promise.all([spans.start(), import('./features/tracing/use-tracing.js')])
      lifecycle.onClose('traces', () => spans.close())
      loaded = useTracing(tracer)
    },
  }
}

/** Of the client's own trace, where it follows one. */
const traceIdOfClient: TraceIdOf = ({ headers }) => parseTraceparent(headers.get('traceparent'))?.traceId
