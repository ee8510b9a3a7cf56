import { STATUS_CODES, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { handleProtocols } from 'graphql-ws'
import { WebSocketServer } from 'ws'
import type { RequestContext } from '../graphql/request-context.js'
import type { SubgraphApp } from '../graphql/subgraph-app.js'
import { closings } from './close-codes.js'
import { openConnection } from './connection.js'
import { socketLimits, type SocketLimits } from './limits.js'
import { createProtocol } from './protocol.js'
import { socketMetrics } from './socket-metrics.js'

/**
 * Serves a subgraph's subscriptions over WebSocket on a path of an HTTP server, in the protocol graphql-transport-ws.
 * Closing refuses new connections and sends the open ones away with 1012, so that they come back elsewhere.
 */
export function serveGraphqlSocket<TContext extends RequestContext>(
  app: SubgraphApp<TContext>,
  options: { server: Server; path: string; introspection: boolean; limits?: Partial<SocketLimits> },
): { close(): Promise<void> } {
  const { server, path, introspection } = options
  const limits = { ...socketLimits, ...options.limits }
  const protocol = createProtocol(app, { introspection, limits })
  const count = socketMetrics(app.metrics, app.name)
  // Compression would cost each connection a quarter of a megabyte.
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageMaxBytes,
    perMessageDeflate: false,
    handleProtocols: protocols => handleProtocols(protocols),
  })
  let isClosing = false

  server.on('upgrade', (request, stream, head) => {
    if (request.url?.split('?')[0] !== path) return refuse(stream, 404)
    if (isClosing || sockets.clients.size >= limits.connectionsMax) return refuse(stream, 503)
    sockets.handleUpgrade(request, stream, head, socket => {
      count.opened(socket)
      openConnection({
        socket,
        request,
        protocol,
        limits,
        logger: app.logger,
        watchAccess: (viewer, ended) => app.watchAccess(viewer, ended),
        onMessage: () => count.message(),
      })
    })
  })

  return {
    close: async () => {
      isClosing = true
      const { code, reason } = closings.restart
      const late = setTimeout(() => sockets.clients.forEach(socket => socket.terminate()), limits.drainTimeoutMs)
      for (const socket of sockets.clients) socket.close(code, reason)
      await new Promise(resolve => sockets.close(resolve))
      clearTimeout(late)
    },
  }
}

function refuse(stream: Duplex, status: number): void {
  stream.on('error', () => stream.destroy())
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
