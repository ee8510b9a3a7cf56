import type { InternalSecret } from '../auth/index.js'
import { serveGraphqlSocket } from '../graphql-socket/index.js'
import {
  createHttpServer,
  graphqlRoute,
  healthRoutes,
  loggedRoute,
  metricsRoute,
  serveMetrics,
  type Route,
} from '../http/index.js'
import { createLifecycle } from '../lifecycle/index.js'
import { faultOf } from '../postgres/unavailable.js'
import { tracedRoute } from '../tracing/index.js'
import { internalRoute } from '../service-client/index.js'
import { callerLimits } from './caller-limits.js'
import { graphqlErrorOf } from './format-error.js'
import { createGraphqlServer } from './graphql-server.js'
import { limitOperations } from './operation-limits.js'
import type { RequestContext } from './request-context.js'
import type { SubgraphApp } from './subgraph-app.js'

/** Of one operation with its variables: some ten thousand representations of entities. */
const BODY_MAX_BYTES = 1_000_000

/**
 * Puts a subgraph on the network: /graphql, its subscriptions over WebSocket, /internal, health and metrics,
 * and its own routes. Closing drains, then closes the app.
 * @param options.metricsPort null or left out: /metrics is a path of the same port.
 */
export async function serveSubgraph<TContext extends RequestContext>(
  app: SubgraphApp<TContext>,
  options: {
    host: string
    port: number
    metricsPort?: number | null
    internalSecret: InternalSecret
    introspection: boolean
  },
): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, metricsPort = null } = options
  const { logger, metrics } = app
  const lifecycle = createLifecycle(logger)
  lifecycle.onClose('app', () => app.close())
  const graphql = createGraphqlServer<TContext>({
    schema: app.schema,
    logger,
    introspection: options.introspection,
    validationRules: [limitOperations],
    plugins: [callerLimits<TContext>(options.internalSecret)],
  })
  await graphql.start()
  lifecycle.onClose('graphql', () => graphql.stop())
  await app.start()
  // Other services call each other all the time: their lines are of interest to developers only.
  const traced = (verb: string, level: 'info' | 'debug', route: Route) =>
    tracedRoute(loggedRoute(route, { logger, level }), { name: `${verb} ${app.name}`, tracing: app.tracing })
  const http = createHttpServer({
    logger,
    routes: [
      traced(
        'answer',
        'info',
        graphqlRoute({
          path: '/graphql',
          server: graphql,
          bodyMaxBytes: BODY_MAX_BYTES,
          context: request => app.context(request).catch(asGraphqlError),
        }),
      ),
      traced(
        'call',
        'debug',
        internalRoute({
          service: app.name,
          secret: options.internalSecret,
          handlers: app.internal,
          logger,
          metrics,
          onRefused: app.recordRefusal,
        }),
      ),
      ...app.routes,
      ...healthRoutes(app.readiness),
      ...(metricsPort === null ? [metricsRoute(metrics)] : []),
    ],
  })
  const sockets = serveGraphqlSocket(app, {
    server: http.server,
    path: '/graphql',
    introspection: options.introspection,
  })
  if (metricsPort !== null) {
    const served = await serveMetrics({ metrics, port: metricsPort, host, logger })
    lifecycle.onClose('metrics', () => served.close())
  }
  const { url } = await http.listen({ port, host })
  lifecycle.onClose('http', () => http.close())
  lifecycle.onClose('sockets', () => sockets.close())
  lifecycle.onClose('handover', () => app.handOver?.())
  logger.info({ url }, `${app.name} serves`)
  return { url, close: () => lifecycle.close() }
}

function asGraphqlError(error: unknown): never {
  const fault = faultOf(error)
  throw fault === null ? error : graphqlErrorOf(fault)
}
