import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '@waystone/kit/logger'
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Admission } from '../admission.js'
import type { LiveMetrics } from '../live-metrics.js'
import { closeCodes } from './close-codes.js'
import { DRAIN_BATCH, DRAIN_PAUSE_MS, DRAIN_TIMEOUT_MS } from './drain.js'
import { WebSocketConnection, type ConnectionParts, type UpgradeRequest } from './websocket-connection.js'

/** A client that does not answer a ping until the next one counts as gone. */
export const PING_INTERVAL_MS = 30_000
/** Connections are pinged in so many groups, one after the other: never all at once. */
const PING_GROUPS = 30

/** Serves graphql-transport-ws at one path. */
export interface WebSocketTransport {
  /** Takes the server's upgrades. */
  attach(server: Server): void
  /** Closes all connections, so that clients reconnect to another instance. */
  close(): Promise<void>
}

export function createWebSocketTransport(options: {
  path: string
  parts: ConnectionParts
  addressOf: (request: UpgradeRequest) => string
  admit: (address: string) => Admission
  metrics: LiveMetrics
  logger: Logger
}): WebSocketTransport {
  const { path, parts, addressOf, admit, metrics, logger } = options
  const groups = Array.from({ length: PING_GROUPS }, () => new Set<WebSocketConnection>())
  let opened = 0
  let isClosing = false
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: parts.limits.messageMaxBytes,
    // It costs more CPU and memory than all the rest, and answers would have to be compressed for each client.
    perMessageDeflate: false,
    handleProtocols: offered => offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) && GRAPHQL_TRANSPORT_WS_PROTOCOL,
  })

  const accept = (socket: WebSocket, stream: Duplex, request: UpgradeRequest, leave: () => void) => {
    metrics.opened('graphql-ws')
    // Every subscription of the connection may wait for it to drain.
    stream.setMaxListeners(parts.limits.subscriptionsPerConnectionMax + 20)
    const connection = new WebSocketConnection({ socket, stream, request }, parts)
    const group = groups[opened++ % PING_GROUPS]
    group?.add(connection)
    socket.on('close', () => {
      group?.delete(connection)
      leave()
      metrics.closed('graphql-ws')
    })
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) connection.close(closeCodes.wrongProtocol)
    else if (isClosing) connection.close(closeCodes.restart)
  }

  const upgrade = (incoming: IncomingMessage, stream: Duplex, head: Buffer) => {
    const refuse = (status: number) => {
      const answer = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`
      stream.end(answer, () => stream.destroy())
    }
    stream.on('error', (error: unknown) => logger.debug({ err: error }, 'a client went away'))
    if (pathOf(incoming) !== path) return refuse(404)
    if (isClosing) return refuse(503)
    const request = { headers: headersOf(incoming), remoteAddress: incoming.socket.remoteAddress ?? '' }
    const admission = admit(addressOf(request))
    if (admission.kind !== 'admitted') {
      metrics.turnedAway(admission.kind)
      return refuse(admission.kind === 'address' ? 429 : 503)
    }
    // Covers a handshake that fails; leaving twice counts once.
    stream.once('close', admission.leave)
    sockets.handleUpgrade(incoming, stream, head, socket => accept(socket, stream, request, admission.leave))
  }

  let turn = 0
  const pinging = setInterval(() => {
    for (const connection of groups[turn++ % PING_GROUPS] ?? []) {
      if (connection.isAlive) connection.ping()
      else connection.terminate()
    }
  }, PING_INTERVAL_MS / PING_GROUPS)
  pinging.unref()

  const countOpen = () => groups.reduce((sum, group) => sum + group.size, 0)

  return {
    attach: server => void server.on('upgrade', upgrade),
    close: async () => {
      isClosing = true
      clearInterval(pinging)
      const connections = groups.flatMap(group => [...group])
      for (const [index, connection] of connections.entries()) {
        connection.close(closeCodes.restart)
        if (index % DRAIN_BATCH === DRAIN_BATCH - 1) await delay(DRAIN_PAUSE_MS)
      }
      for (let waitedMs = 0; countOpen() > 0 && waitedMs < DRAIN_TIMEOUT_MS; waitedMs += DRAIN_PAUSE_MS)
        await delay(DRAIN_PAUSE_MS)
      for (const group of groups) for (const connection of group) connection.terminate()
      sockets.close()
    },
  }
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/'

function headersOf({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  const named = new Map<string, string>()
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !handshake.has(name)) named.set(name, Array.isArray(value) ? value.join(', ') : value)
  return named
}

/** Of no interest once the connection is there, and kept for each client otherwise. */
const handshake = new Set([
  'connection',
  'upgrade',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-extensions',
  'sec-websocket-protocol',
])
