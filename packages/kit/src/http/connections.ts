import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Logger } from '../logger/index.js'

/** How many connections a server keeps open at a time. */
export interface ConnectionLimits {
  readonly max: number
  /** Of one peer; left out behind a reverse proxy, which is the peer of every client and limits them itself. */
  readonly perPeerMax?: number | undefined
  /** The name of the peer that an address counts as; the address itself when left out. */
  readonly peerOf?: ((address: string) => string) | undefined
}

export const CONNECTIONS_MAX = 50_000

/** A response that the client does not read is given up after so long without a byte of progress. */
export const WRITE_STALL_TIMEOUT_MS = 30_000
/** Stalls are looked for this many times within the deadline. */
const CHECKS_PER_STALL = 6
/** Refused connections may be very many: they are told so often. */
const REFUSALS_TOLD_INTERVAL_MS = 60_000

/** The open connections of a server, in all of their phases: idle, answering, or taken over by another protocol. */
export interface Connections {
  readonly open: ReadonlySet<Socket>
  stopWatching(): void
}

/**
 * Drops connections over the limits before anything of them is read, and closes those whose peer does not
 * read what was written to it. Idle connections, and those that wait for a slow answer, are the keep-alive
 * and request deadlines' business.
 */
export function watchConnections(
  server: Server,
  options: { limits: ConnectionLimits; writeStallTimeoutMs: number; logger: Logger },
): Connections {
  const { limits, writeStallTimeoutMs, logger } = options
  const { max, perPeerMax = Infinity, peerOf = (address: string) => address } = limits
  const open = new Set<Socket>()
  const byPeer = new Map<string, number>()
  let toldAtMs = -Infinity
  const tellRefusal = (limit: 'all' | 'peer', peer: string) => {
    if (performance.now() - toldAtMs < REFUSALS_TOLD_INTERVAL_MS) return
    toldAtMs = performance.now()
    logger.warn({ limit, peer, open: open.size }, 'a connection was refused: there are as many as are allowed')
  }

  // Not by `server.maxConnections`: with node:cluster, Node 20 offers a connection that a full worker does not take to
  // the next one, and while all are full goes on with that without a pause.
  server.on('connection', socket => {
    const peer = peerOf(socket.remoteAddress ?? '')
    if (open.size >= max) {
      tellRefusal('all', peer)
      return void socket.destroy()
    }
    const ofPeer = (byPeer.get(peer) ?? 0) + 1
    if (ofPeer > perPeerMax) {
      tellRefusal('peer', peer)
      return void socket.destroy()
    }
    open.add(socket)
    byPeer.set(peer, ofPeer)
    socket.once('close', () => {
      open.delete(socket)
      const left = (byPeer.get(peer) ?? 1) - 1
      if (left === 0) byPeer.delete(peer)
      else byPeer.set(peer, left)
    })
  })

  const checking = setInterval(() => {
    for (const socket of open) watchWrites(socket, writeStallTimeoutMs)
  }, writeStallTimeoutMs / CHECKS_PER_STALL)
  checking.unref()
  return { open, stopWatching: () => clearInterval(checking) }
}

/**
 * Node's timeout of a socket starts anew with each byte that the peer takes, and Node's HTTP server destroys
 * what times out. It is on only while something is unsent; a timeout of another length is Node's own, for
 * keep-alive.
 */
function watchWrites(socket: Socket, timeoutMs: number): void {
  if (socket.writableLength > 0) {
    if (!socket.timeout) socket.setTimeout(timeoutMs)
  } else if (socket.timeout === timeoutMs) socket.setTimeout(0)
}
