export { activeTraceId, activeTraceparent } from './active-span.js'
export { formatTraceparent, parseTraceparent } from './trace-context.js'
export { tracedRoute } from './traced-route.js'
export { createTracing, type Tracing } from './tracing.js'
