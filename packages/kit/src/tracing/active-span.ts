import { AsyncLocalStorage } from 'node:async_hooks'
import type { Span } from '@opentelemetry/api'
import { formatTraceparent } from './trace-context.js'

/**
 * The span that work runs in. It follows the work through promises, also into another subgraph of the same
 * process; without tracing nothing is ever stored, which costs nothing.
 */
const active = new AsyncLocalStorage<Span>()

export const activeSpan = (): Span | undefined => active.getStore()

export const withActiveSpan = <T>(span: Span, work: () => T): T => active.run(span, work)

/** For log lines; undefined outside of any trace. */
export const activeTraceId = (): string | undefined => active.getStore()?.spanContext().traceId

/** The header that continues the trace in another service; undefined outside of any trace. */
export function activeTraceparent(): string | undefined {
  const span = active.getStore()
  return span === undefined ? undefined : formatTraceparent(span.spanContext())
}
