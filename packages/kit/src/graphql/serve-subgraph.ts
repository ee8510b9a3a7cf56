import type { InternalSecret } from '../auth/index.js'
import { serveGraphqlSocket } from '../graphql-socket/index.js'
import { createHttpServer, graphqlRoute, healthRoutes } from '../http/index.js'
import { createLifecycle } from '../lifecycle/index.js'
import { faultOf } from '../postgres/unavailable.js'
import { internalRoute } from '../service-client/index.js'
import { graphqlErrorOf } from './format-error.js'
import { createGraphqlServer } from './graphql-server.js'
import type { RequestContext } from './request-context.js'
import type { SubgraphApp } from './subgraph-app.js'

/** Puts a subgraph on the network: /graphql, its subscriptions over WebSocket, /internal, health and metrics, and its own routes. Closing drains, then closes the app. */
export async function serveSubgraph<TContext extends RequestContext>(
  app: SubgraphApp<TContext>,
  options: { host: string; port: number; internalSecret: InternalSecret; introspection: boolean },
): Promise<{ url: string; close(): Promise<void> }> {
  const lifecycle = createLifecycle(app.logger)
  lifecycle.onClose('app', () => app.close())
  const graphql = createGraphqlServer<TContext>({
    schema: app.schema,
    logger: app.logger,
    introspection: options.introspection,
  })
  await graphql.start()
  lifecycle.onClose('graphql', () => graphql.stop())
  await app.start()
  const http = createHttpServer({
    logger: app.logger,
    routes: [
      graphqlRoute({
        path: '/graphql',
        server: graphql,
        context: request => app.context(request).catch(asGraphqlError),
      }),
      internalRoute({
        service: app.name,
        secret: options.internalSecret,
        handlers: app.internal,
        logger: app.logger,
        metrics: app.metrics,
        onRefused: app.recordRefusal,
      }),
      ...app.routes,
      ...healthRoutes({ metrics: app.metrics, ...app.readiness }),
    ],
  })
  const sockets = serveGraphqlSocket(app, {
    server: http.server,
    path: '/graphql',
    introspection: options.introspection,
  })
  const { url } = await http.listen({ port: options.port, host: options.host })
  lifecycle.onClose('http', () => http.close())
  lifecycle.onClose('sockets', () => sockets.close())
  app.logger.info({ url }, `${app.name} serves`)
  return { url, close: () => lifecycle.close() }
}

function asGraphqlError(error: unknown): never {
  const fault = faultOf(error)
  throw fault === null ? error : graphqlErrorOf(fault)
}
