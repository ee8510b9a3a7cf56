export { type ConnectionLimits } from './connections.js'
export { asSent, createHttpServer, headersOf, type HttpDeadlines, type HttpServer } from './server.js'
export {
  text,
  json,
  type HttpRequest,
  type HttpResponse,
  type RequestHead,
  type ResponseStream,
  type Route,
  type StreamedBody,
} from './route.js'
export { canonicalAddress, clientAddress, networkOf } from './client-address.js'
export { answerGraphql, graphqlRoute, parseJsonBody } from './graphql-route.js'
export { healthRoutes, READY_TIMEOUT_MS, type Readiness } from './health-routes.js'
export { loggedRoute } from './logged-route.js'
export { metricsRoute, serveMetrics, type ShownMetrics } from './metrics-server.js'
