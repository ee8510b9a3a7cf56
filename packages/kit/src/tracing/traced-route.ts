import type { Route } from '../http/index.js'
import type { Tracing } from './tracing.js'

/** A route whose requests are spans of their callers' traces; the route itself where nothing is traced. */
export function tracedRoute(route: Route, options: { name: string; tracing: Tracing | null | undefined }): Route {
  const { name, tracing } = options
  if (tracing === null || tracing === undefined) return route
  return {
    ...route,
    handle: request =>
      tracing.serve(
        {
          name,
          traceparent: request.headers.get('traceparent'),
          attributes: { 'url.path': request.path, 'waystone.request.id': request.requestId },
        },
        async () => await route.handle(request),
      ),
  }
}
