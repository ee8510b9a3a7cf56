import type { Logger } from '../logger/index.js'
import type { Registry } from '../metrics/index.js'
import { text, type Route } from './route.js'
import { createHttpServer } from './server.js'

/** Metrics as /metrics shows them. */
export type ShownMetrics = Pick<Registry, 'metrics' | 'contentType'>

/** /metrics: Prometheus text. */
export const metricsRoute = (metrics: ShownMetrics): Route => ({
  path: '/metrics',
  methods: ['GET'],
  handle: async () => text(200, await metrics.metrics(), metrics.contentType),
})

/** Serves only /metrics, on a port of its own, so that clients cannot reach it. */
export async function serveMetrics(options: {
  metrics: ShownMetrics
  port: number
  host: string
  logger: Logger
}): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const { metrics, port, host, logger } = options
  const server = createHttpServer({ routes: [metricsRoute(metrics)], logger, connections: { max: CONNECTIONS_MAX } })
  const listening = await server.listen({ port, host })
  logger.info({ url: `${listening.url}/metrics` }, 'metrics are served')
  return { ...listening, close: () => server.close() }
}

/** Those who read metrics are few. */
const CONNECTIONS_MAX = 100
