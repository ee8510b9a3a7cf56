import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span, type Tracer } from '@opentelemetry/api'
import { createRequestNotes } from '../../requests/request-notes.js'
import type { WrapDataSource } from '../../data-sources/wrap-data-source.js'
import { clientOf } from '../client-name.js'
import type { GatewayPlugin, GatewayRequest } from '../../requests/gateway-plugin.js'
import { formatTraceparent, parseTraceparent } from '@waystone/kit/tracing'
import type { TraceIdOf } from '../request-log/use-request-log.js'

/** Of names that clients choose. */
const NAME_CHARACTERS_MAX = 100

/** The spans of one request. */
interface RequestTrace {
  readonly root: Span
  readonly context: Context
  /** From the valid operation to its first fetch: filtering, planning, compiling, or finding all of it. */
  plan: Span | undefined
}

/**
 * A span for each request, one for its planning, and one for each fetch. They name operations, subgraphs and
 * outcomes, and hold neither documents nor variables, tokens or addresses. A client's traceparent is
 * continued, and subgraphs get one.
 */
export function useTracing(tracer: Tracer): {
  plugin: GatewayPlugin
  wrap: WrapDataSource
  traceIdOf: TraceIdOf
} {
  const traces = createRequestNotes<RequestTrace>('trace')

  const begin = ({ context, headers, elapsedMs }: GatewayRequest): void => {
    const parent = parseTraceparent(headers.get('traceparent'))
    const around = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent)
    const startTime = startedBefore(elapsedMs())
    const root = tracer.startSpan(
      'graphql',
      { kind: SpanKind.SERVER, startTime, attributes: { 'waystone.request.id': context.requestId } },
      around,
    )
    traces.set(context, { root, context: trace.setSpan(around, root), plan: undefined })
  }
  const endPlan = (request: RequestTrace): void => {
    request.plan?.end()
    request.plan = undefined
  }

  return {
    traceIdOf: ({ context }) => traces.get(context)?.root.spanContext().traceId,
    plugin: {
      onRequest: begin,
      onOperation: ({ context, operation, operationName, documentHash, request }) => {
        const known = traces.get(context)
        if (known === undefined) return
        const kind = operation.definition.operation
        const name = operationName?.slice(0, NAME_CHARACTERS_MAX)
        known.root.updateName(name === undefined ? kind : `${kind} ${name}`)
        known.root.setAttributes({
          'graphql.operation.type': kind,
          'graphql.document.hash': documentHash,
          ...(name !== undefined && { 'graphql.operation.name': name }),
        })
        const client = clientOf(request).name
        if (client !== null) known.root.setAttribute('graphql.client.name', client.slice(0, NAME_CHARACTERS_MAX))
        known.plan = tracer.startSpan('plan', {}, known.context)
      },
      onResult: ({ context }) => {
        const known = traces.get(context)
        if (known !== undefined) endPlan(known)
      },
      onEnd: ({ request, status, errorCount, outcome }) => {
        const known = traces.get(request.context)
        if (known === undefined) return
        traces.delete(request.context)
        endPlan(known)
        known.root.setAttributes({ 'http.response.status_code': status, 'graphql.errors': errorCount })
        if (outcome !== 'ok') known.root.setStatus({ code: SpanStatusCode.ERROR })
        known.root.end()
      },
    },
    wrap: (subgraph, source) => ({
      ...source,
      execute: async request => {
        const known = traces.get(request.context)
        if (known === undefined) return await source.execute(request)
        endPlan(known)
        const attributes = { 'graphql.subgraph': subgraph }
        const span = tracer.startSpan(`fetch ${subgraph}`, { kind: SpanKind.CLIENT, attributes }, known.context)
        const response = await source.execute({ ...request, traceparent: formatTraceparent(span.spanContext()) })
        const errors = response.errors?.length ?? 0
        span.setAttribute('graphql.errors', errors)
        if (errors > 0) span.setStatus({ code: SpanStatusCode.ERROR })
        span.end()
        return response
      },
    }),
  }
}

/** A span may begin in the past. */
const startedBefore = (elapsedMs: number): number => performance.timeOrigin + performance.now() - elapsedMs
