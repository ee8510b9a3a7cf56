import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConfigError } from '../config/index.js'
import { requestFaults } from '../errors/index.js'
import type { Logger } from '../logger/index.js'
import { faultOf } from '../postgres/unavailable.js'
import { canonicalAddress } from './client-address.js'
import { CONNECTIONS_MAX, watchConnections, WRITE_STALL_TIMEOUT_MS, type ConnectionLimits } from './connections.js'
import { readBody, RequestAborted } from './read-body.js'
import { json, type HttpRequest, type HttpResponse, type RequestHead, type Route } from './route.js'
import { streamChunks, streamOf } from './stream.js'

const BODY_MAX_BYTES = 1_000_000
/** The times that a client may take for its parts of an exchange. */
export interface HttpDeadlines {
  /** From the connection, or the request before, to the end of the headers. */
  readonly headersMs: number
  /** To the end of the body. */
  readonly requestMs: number
  /** Without taking a byte of what was written to it. */
  readonly writeStallMs: number
}

const deadlinesByDefault: HttpDeadlines = {
  headersMs: 10_000,
  requestMs: 30_000,
  writeStallMs: WRITE_STALL_TIMEOUT_MS,
}
/**
 * Node looks for late headers and bodies this often; its own default would let them be up to 30 s later than
 * the deadlines.
 */
const LATE_REQUESTS_INTERVAL_MS = 1_000
/** Longer than what load balancers keep idle connections, so that they close first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000
/** While the server closes. */
const CLOSE_IDLE_INTERVAL_MS = 20
const REQUEST_ID = /^[\w.:-]{1,128}$/

export interface HttpServer {
  /** The plain Node server, for upgrades. */
  readonly server: Server
  /** Resolves with the address it listens on; port 0 picks a free one. @throws ConfigError when the port is taken. */
  listen(options: { port: number; host: string }): Promise<{ url: string; port: number }>
  /** Stops accepting, lets running requests finish, closes idle connections. */
  close(): Promise<void>
}

/** A thin HTTP server: exact routes, limits of body, time and connections, request ids, clean shutdown. */
export function createHttpServer(options: {
  routes: readonly Route[]
  /** Answers a request that no route has, without its body; null leaves the 404 to the server. */
  fallback?: ((request: RequestHead) => HttpResponse | null) | undefined
  logger: Logger
  bodyMaxBytes?: number
  connections?: ConnectionLimits
  deadlines?: Partial<HttpDeadlines>
}): HttpServer {
  const { routes, logger, bodyMaxBytes = BODY_MAX_BYTES, connections = { max: CONNECTIONS_MAX } } = options
  const { headersMs, requestMs, writeStallMs } = { ...deadlinesByDefault, ...options.deadlines }
  const find = routeFinder(routes)
  let closing = false
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: Math.min(LATE_REQUESTS_INTERVAL_MS, headersMs),
    },
    (incoming, outgoing) => void serve(incoming, outgoing),
  )

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const requestId = requestIdOf(incoming)
    try {
      let response: HttpResponse
      try {
        response = await answer(incoming, requestId)
      } catch (error) {
        if (error instanceof RequestAborted) throw error
        const fault = faultResponse(error, requestId, logger)
        response = { ...fault, headers: { ...fault.headers, ...faultHeaders(incoming) } }
      }
      // A connection that stays open would keep the server from closing.
      if (closing) outgoing.setHeader('connection', 'close')
      const streaming = write(outgoing, response, requestId)
      if (streaming !== undefined) await streaming
    } catch (error) {
      logger.debug({ err: error, requestId }, 'the client went away before it was answered')
      outgoing.destroy()
    }
  }

  const answer = async (incoming: IncomingMessage, requestId: string): Promise<HttpResponse> => {
    const { pathname, search } = splitUrl(incoming.url ?? '/')
    const route = find(pathname)
    const method = incoming.method ?? 'GET'
    if (route === undefined) {
      const answered = options.fallback?.({ method, path: pathname, search, headers: headersOf(incoming) })
      return answered ?? json(404, { errors: [{ message: 'There is nothing at this path' }] })
    }
    if (!route.methods.includes(method)) {
      return json(
        405,
        { errors: [{ message: `This path answers ${route.methods.join(', ')} only` }] },
        { allow: route.methods.join(', '), ...faultHeaders(incoming) },
      )
    }
    const request: HttpRequest = {
      method,
      path: pathname,
      search,
      headers: headersOf(incoming),
      body: await readBody(incoming, route.bodyMaxBytes ?? bodyMaxBytes),
      remoteAddress: canonicalAddress(incoming.socket.remoteAddress ?? ''),
      requestId,
    }
    return await route.handle(request)
  }

  const faultHeaders = (incoming: IncomingMessage): Readonly<Record<string, string>> =>
    find(splitUrl(incoming.url ?? '/').pathname)?.faultHeaders?.({ headers: headersOf(incoming) }) ?? {}

  const { open, stopWatching } = watchConnections(server, {
    limits: connections,
    writeStallTimeoutMs: writeStallMs,
    logger,
  })

  return {
    server,
    listen: ({ port, host }) =>
      new Promise((resolve, reject) => {
        const failed = (error: Error) => reject(describeListenError(error, { port, host }))
        server.once('error', failed)
        server.listen(port, host, () => {
          server.off('error', failed)
          const address = server.address() as AddressInfo
          const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
          resolve({ url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${address.port}`, port: address.port })
        })
      }),
    close: () =>
      new Promise((resolve, reject) => {
        closing = true
        if (!server.listening) {
          stopWatching()
          return resolve()
        }
        // Those that are busy now would be kept alive when they are not any more.
        const closingIdle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_INTERVAL_MS)
        server.close(error => {
          clearInterval(closingIdle)
          stopWatching()
          if (error === undefined) resolve()
          else reject(error)
        })
        server.closeIdleConnections()
        // Node takes a connection that was opened for later for a busy one, until it is late with its first request.
        for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
      }),
  }
}

/** The commonest reason for a failed start, in words; anything else is shown as it is. */
function describeListenError(error: Error, { port, host }: { port: number; host: string }): Error {
  const isTaken = 'code' in error && error.code === 'EADDRINUSE'
  return isTaken ? new ConfigError([`${host}:${port} is in use by another process: choose another port`]) : error
}

function routeFinder(routes: readonly Route[]): (path: string) => Route | undefined {
  const exact = new Map(routes.filter(route => !route.path.endsWith('/*')).map(route => [route.path, route]))
  const prefixes = routes
    .filter(route => route.path.endsWith('/*'))
    .map(route => ({ prefix: route.path.slice(0, -1), route }))
  return path => exact.get(path) ?? prefixes.find(({ prefix }) => path.startsWith(prefix))?.route
}

function splitUrl(url: string): { pathname: string; search: string } {
  const at = url.indexOf('?')
  return at === -1 ? { pathname: url, search: '' } : { pathname: url.slice(0, at), search: url.slice(at) }
}

const requestIdOf = (incoming: IncomingMessage): string => {
  const given = incoming.headers['x-request-id']
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
}

/** By names in lower case. */
export function headersOf(incoming: IncomingMessage): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  const given = incoming.headers
  for (const name in given) {
    const value = given[name]
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

function faultResponse(error: unknown, requestId: string, logger: Logger): HttpResponse {
  const fault = faultOf(error)
  if (fault !== null) {
    const { code, message, details } = fault
    return json(
      requestFaults[code],
      { errors: [{ message, extensions: { code, ...details } }] },
      code === 'PAYLOAD_TOO_LARGE' ? { connection: 'close' } : {},
    )
  }
  logger.error({ err: error, requestId }, 'unexpected error')
  return json(500, {
    errors: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }],
  })
}

/** In characters. */
const LONG_TEXT = 16_384

/**
 * A short text goes out in one piece with the head; a long one would be measured, and encoded piece by piece:
 * it goes as bytes.
 */
export const asSent = (text: string): string | Buffer => (text.length > LONG_TEXT ? Buffer.from(text) : text)

/** @returns a promise only for a body that comes in pieces. */
function write(outgoing: ServerResponse, response: HttpResponse, requestId: string): Promise<void> | undefined {
  const { status, body } = response
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    const content = typeof body === 'string' ? asSent(body) : body
    // As a list: Node makes no object of it, as it would of a record.
    const head = ['x-request-id', requestId]
    for (const name in response.headers) head.push(name, response.headers[name] ?? '')
    // 204 has no content, and of 304 the length would be that of the content which the client has.
    if (status !== 204 && status !== 304) head.push('content-length', String(Buffer.byteLength(content)))
    outgoing.writeHead(status, head)
    // At the end of this turn of the event loop, together with the other answers that are ready by then: all
    // of them wake a sleeping client process once, and waking costs more than anything else that a short
    // answer costs.
    setImmediate(() => outgoing.end(content))
    return undefined
  }
  outgoing.statusCode = status
  outgoing.setHeader('x-request-id', requestId)
  for (const [name, value] of Object.entries(response.headers ?? {})) outgoing.setHeader(name, value)
  if ('stream' in body) {
    outgoing.flushHeaders()
    body.stream(streamOf(outgoing))
    return undefined
  }
  return streamChunks(outgoing, body)
}
