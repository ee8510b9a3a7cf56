import type { WebSocket } from 'ws'
import { sharedCounter, sharedGauge, type Registry } from '../metrics/index.js'

/** Codes that a metric tells apart: clients may send any. */
const known = new Set([1000, 1001, 1006, 1009, 1012, 1013, 4400, 4401, 4403, 4406, 4408, 4409, 4429, 4500])

/** Connections that are open, messages that came over them, and with what codes they were closed. */
export function socketMetrics(
  metrics: Registry,
  service: string,
): { opened(socket: WebSocket): void; message(): void } {
  const open = sharedGauge(metrics, {
    name: 'waystone_socket_connections',
    help: 'WebSocket connections that are open',
    labelNames: ['subgraph'],
  })
  const messages = sharedCounter(metrics, {
    name: 'waystone_socket_messages_total',
    help: 'Messages that clients sent over WebSocket',
    labelNames: ['subgraph'],
  })
  const closed = sharedCounter(metrics, {
    name: 'waystone_socket_closings_total',
    help: 'WebSocket connections that were closed, by close code',
    labelNames: ['subgraph', 'code'],
  })
  const subgraph = service
  return {
    opened: socket => {
      open.inc({ subgraph })
      socket.once('close', code => {
        open.dec({ subgraph })
        closed.inc({ subgraph, code: known.has(code) ? String(code) : 'other' })
      })
    },
    message: () => messages.inc({ subgraph }),
  }
}
