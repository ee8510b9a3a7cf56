import type * as OpenTelemetry from '@opentelemetry/api'
import type { Span, Tracer } from '@opentelemetry/api'
import { activeSpan, withActiveSpan } from './active-span.js'
import { parseTraceparent } from './trace-context.js'

type Api = typeof OpenTelemetry

/** The spans of one process. */
export interface Tracing {
  /** Loads OpenTelemetry; nothing is traced before. @returns the tracer. */
  start(): Promise<Tracer>
  /** Sends the spans that wait. */
  close(): Promise<void>
  /** Runs work in a span of a request that another process has sent, with the traceparent it came with. */
  serve<T>(request: ServedRequest, work: () => Promise<T>): Promise<T>
  /** Begins a span of the request that is being served; undefined outside of any. */
  begin(name: string, attributes: Attributes): Span | undefined
}

type Attributes = Readonly<Record<string, string | number>>

export interface ServedRequest {
  readonly name: string
  readonly traceparent: string | undefined
  readonly attributes: Attributes
}

/**
 * OpenTelemetry is loaded by `start`, since most processes run without: off, it costs no memory and no time.
 * @returns null without a collector.
 */
export function createTracing(options: { endpoint: string | undefined; serviceName: string }): Tracing | null {
  const { endpoint, serviceName } = options
  if (endpoint === undefined) return null
  let loaded: { api: Api; tracer: Tracer; close(): Promise<void> } | undefined

  return {
    start: async () => {
      if (loaded !== undefined) return loaded.tracer
      const [api, { startTraceExporter }] = await Promise.all([
        import('@opentelemetry/api'),
        import('./trace-exporter.js'),
      ])
      loaded = { api, ...startTraceExporter({ endpoint, serviceName }) }
      return loaded.tracer
    },
    close: async () => await loaded?.close(),
    serve: async ({ name, traceparent, attributes }, work) => {
      if (loaded === undefined) return await work()
      const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = loaded.api
      const parent = parseTraceparent(traceparent)
      const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent)
      const span = loaded.tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, context)
      try {
        return await withActiveSpan(span, work)
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR })
        throw error
      } finally {
        span.end()
      }
    },
    begin: (name, attributes) => {
      const parent = activeSpan()
      if (loaded === undefined || parent === undefined) return undefined
      const { ROOT_CONTEXT, SpanKind, trace } = loaded.api
      return loaded.tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, trace.setSpan(ROOT_CONTEXT, parent))
    },
  }
}
