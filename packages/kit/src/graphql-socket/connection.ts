import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Server } from 'graphql-ws'
import type { RawData, WebSocket } from 'ws'
import { systemClock } from '../clock/index.js'
import type { Logger } from '../logger/index.js'
import { canonicalAddress, headersOf } from '../http/index.js'
import { closings } from './close-codes.js'
import type { SocketLimits } from './limits.js'
import type { SocketConnection } from './protocol.js'
import { WrittenBatch } from './written-batch.js'

const SECOND_MS = 1_000

/** Speaks the protocol over one socket: its limits on messages, keep-alive, and what ends it from our side. */
export function openConnection(options: {
  socket: WebSocket
  request: IncomingMessage
  protocol: Server<SocketConnection>
  limits: SocketLimits
  logger: Logger
  watchAccess: (viewer: Parameters<SocketConnection['endWith']>[0], ended: () => void) => () => void
  onMessage: () => void
}): void {
  const { socket, request, protocol, limits, logger, watchAccess, onMessage } = options
  const headers = headersOf(request)
  const requestId = randomUUID()
  const isOpen = () => socket.readyState === socket.OPEN
  let stopWatching = () => {}
  // Resolves when the peer's machine has taken it: a slow reader's next event is read only then.
  const send = (message: string | Buffer, binary = false) =>
    new Promise<void>(resolve => {
      if (!isOpen()) return resolve()
      socket.send(message, { binary }, () => resolve())
    })
  const connection: SocketConnection = {
    headers,
    remoteAddress: canonicalAddress(request.socket.remoteAddress ?? ''),
    requestId,
    send,
    batch: new WrittenBatch(message => send(message, true)),
    close: ({ code, reason }) => socket.close(code, reason),
    endWith: viewer => {
      if (isOpen()) stopWatching = watchAccess(viewer, () => connection.close(closings.forbidden))
    },
  }
  const mayCome = messageAllowance(limits)
  const fail = (error: unknown) => {
    logger.error({ err: error, requestId }, 'unexpected error on a WebSocket connection')
    connection.close(closings.internal)
  }
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: text => send(text),
      close: (code, reason) => socket.close(code, reason),
      onMessage: handle =>
        socket.on('message', (data: RawData) => {
          if (!isOpen()) return
          if (!mayCome()) return connection.close(closings.tooManyMessages)
          onMessage()
          handle(textOf(data)).catch(fail)
        }),
    },
    connection,
  )
  const stopPinging = keepAlive(socket, limits.pingIntervalMs)
  // The socket closes itself with the code of what was wrong, such as 1009 for a message that is too large.
  socket.on('error', error => logger.debug({ err: error, requestId }, 'a WebSocket connection broke'))
  socket.once('close', (code, reason) => {
    stopPinging()
    stopWatching()
    closed(code, reason.toString()).catch(fail)
  })
}

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString()

/** A bucket that fills by the second. */
function messageAllowance({ messagesBurstMax, messagesPerSecond }: SocketLimits): () => boolean {
  let left = messagesBurstMax
  let atMs = systemClock.now().getTime()
  return () => {
    const nowMs = systemClock.now().getTime()
    left = Math.min(messagesBurstMax, left + (Math.max(0, nowMs - atMs) / SECOND_MS) * messagesPerSecond)
    atMs = nowMs
    if (left < 1) return false
    left -= 1
    return true
  }
}

function keepAlive(socket: WebSocket, intervalMs: number): () => void {
  let isAlive = true
  socket.on('pong', () => (isAlive = true))
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
  }, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}
