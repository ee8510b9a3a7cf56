import type { Tracer } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'

/** Spans that wait to be sent; a collector that is away loses those beyond. */
const QUEUE_MAX = 2_048
const EXPORT_TIMEOUT_MS = 5_000

export interface TraceExporter {
  readonly tracer: Tracer
  /** Sends what waits, as far as the collector takes it. */
  close(): Promise<void>
}

/**
 * Sends spans to a collector by OTLP over HTTP, in batches and in the background. The usual OTEL_ variables
 * hold (sampler, headers, batch sizes). Processes without tracing never load this file, nor the libraries that
 * it loads.
 * @param endpoint the collector's base URL, as OTEL_EXPORTER_OTLP_ENDPOINT has it.
 */
export function startTraceExporter(options: { endpoint: string; serviceName: string }): TraceExporter {
  const url = `${options.endpoint.replace(/\/+$/, '')}/v1/traces`
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_TIMEOUT_MS })
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': options.serviceName }),
    spanProcessors: [new BatchSpanProcessor(exporter, { maxQueueSize: QUEUE_MAX })],
  })
  return { tracer: provider.getTracer('waystone'), close: () => provider.shutdown() }
}
