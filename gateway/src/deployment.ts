/** Figures that the deployment of a gateway is made from: ops/kubernetes. */
export { LIVE_CONNECTIONS_METRIC } from './subscriptions/live-metrics.js'
export { drainMs } from './subscriptions/transports/drain.js'
export { PING_INTERVAL_MS } from './subscriptions/transports/websocket-server.js'
