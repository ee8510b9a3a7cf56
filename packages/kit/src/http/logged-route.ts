import type { Logger } from '../logger/index.js'
import type { Route } from './route.js'

/** A route that logs one line a request, of the id by which the lines of all processes are found. */
export function loggedRoute(route: Route, options: { logger: Logger; level: 'info' | 'debug' }): Route {
  const { logger, level } = options
  if (!logger.isLevelEnabled(level)) return route
  return {
    ...route,
    handle: async request => {
      const { path, requestId } = request
      const since = performance.now()
      const response = await route.handle(request)
      const durationMs = Math.round((performance.now() - since) * 10) / 10
      logger[level]({ requestId, path, status: response.status, durationMs }, 'request')
      return response
    },
  }
}
