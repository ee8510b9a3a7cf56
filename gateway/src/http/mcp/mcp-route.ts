import type { TokenVerifier } from '@waystone/kit/auth'
import { RequestFault } from '@waystone/kit/errors'
import { clientAddress, json, type HttpRequest, type HttpResponse, type Route } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import type { VariablesSize } from '../../features/limits/variables-size.js'
import type { TrustedDocuments } from '../../features/trusted-documents/trusted-manifest.js'
import type { AdmitCredential, AdmitRequest } from '../../requests/gateway-context.js'
import { withGraphqlFaults } from '../graphql-fault.js'
import type { AskTextAs } from '../own-requests.js'
import { mcpServer } from './mcp-server.js'
import { createToolBoxes, type CurrentEpoch } from './tool-boxes.js'

/** Longer than any operation: subgraphs answer within their own timeouts. */
const ANSWER_MAX_MS = 300_000

/** Of JSON-RPC. */
const INVALID_REQUEST = -32_600
const INTERNAL_ERROR = -32_603
/** Of JSON-RPC: the range for what servers define. */
const UNAUTHENTICATED = -32_001
const FOREIGN_ORIGIN = -32_002

interface McpOptions {
  readonly documents: () => TrustedDocuments
  readonly askAs: AskTextAs
  readonly epochs: CurrentEpoch
  readonly trust: {
    /** Null where the gateway checks no tokens: then every client is answered. */
    readonly verifier: TokenVerifier | null
    readonly proxies: number
    readonly onCredential?: AdmitCredential
  }
  /** Counts the request for the rate limits. */
  readonly admit?: AdmitRequest | undefined
  readonly isAllowedOrigin: (origin: string) => boolean
  /** Of the arguments of a call. */
  readonly limits: VariablesSize
  readonly logger: Logger
  readonly answerMaxMs?: number
}

/** The manifest's documents are the tools: without one there is no route. */
export const mcpRoutes = ({
  documents,
  ...options
}: Omit<McpOptions, 'documents'> & { documents: (() => TrustedDocuments) | null }): readonly Route[] =>
  documents === null ? [] : [withGraphqlFaults(mcpRoute({ ...options, documents }), options.logger)]

/**
 * The Model Context Protocol (https://modelcontextprotocol.io/specification/2026-07-28) without sessions: a client
 * calls trusted documents as tools. Each call is an operation of the client's own, with its token, limits and log.
 * Clients of the revisions of 2025 are answered, too.
 */
function mcpRoute(options: McpOptions): Route {
  const { askAs, limits, logger, answerMaxMs = ANSWER_MAX_MS } = options
  const toolBoxFor = createToolBoxes(options)
  return {
    path: '/mcp',
    methods: ['POST'],
    handle: async request => {
      const refused = refuseForeignPage(request, options) ?? (await refuseUnknown(request, options))
      if (refused !== null) return refused
      const message = messageIn(request)
      if (Array.isArray(message))
        return rpcError(400, INVALID_REQUEST, 'Batches are not taken: expected one message, not an array')
      const toolBox = await toolBoxFor(request)
      const { createMcpHandler, ...library } = await import('@modelcontextprotocol/server')
      const { requestId } = request
      let failure: Error | undefined
      let isLogged = false
      const serve = () =>
        mcpServer(request, {
          message,
          toolBox,
          askAs,
          limits,
          library,
          onBug: error => {
            isLogged = true
            logger.error({ err: error, requestId }, 'a request of the Model Context Protocol failed')
          },
        })
      const onerror = (error: Error) => {
        failure = error
        logger.debug({ err: error, requestId }, 'a request of the Model Context Protocol is refused')
      }
      // Without streams: a client asks for the list again instead of listening to its changes.
      const { fetch } = createMcpHandler(serve, { maxSubscriptions: 0, onerror })
      const response = await withinTime(answerMaxMs, async signal =>
        toHttpResponse(await fetch(toFetchRequest(request, signal), { parsedBody: message })),
      )
      if (response.status >= 500 && !isLogged)
        logger.error(
          { err: failure, status: response.status, requestId },
          'a request of the Model Context Protocol failed',
        )
      return response
    },
  }
}

/** The protocol asks for it, since a page whose name is rebound to this server is of its origin for its browser. */
function refuseForeignPage(request: HttpRequest, { isAllowedOrigin }: McpOptions): HttpResponse | null {
  const origin = request.headers.get('origin')
  if (origin === undefined || isAllowedOrigin(origin)) return null
  return rpcError(403, FOREIGN_ORIGIN, 'Pages of this origin may not call tools: CORS_ORIGINS names those that may')
}

/** Only clients that have signed in see tools: their descriptions show the operator's own documents. */
async function refuseUnknown(request: HttpRequest, { trust, admit }: McpOptions): Promise<HttpResponse | null> {
  const { verifier, proxies, onCredential } = trust
  const remoteAddress = clientAddress(request, proxies)
  try {
    const viewer =
      verifier === null
        ? null
        : await verifier.viewerOf(verifier.authorizationOf(request.headers), () => onCredential?.({ remoteAddress }))
    await admit?.({ viewer, remoteAddress })
    return verifier === null || viewer !== null ? null : unauthenticated('Send an access token as a bearer token')
  } catch (error) {
    if (error instanceof RequestFault && error.code === 'UNAUTHENTICATED') return unauthenticated(error.message)
    throw error
  }
}

const unauthenticated = (message: string): HttpResponse =>
  rpcError(401, UNAUTHENTICATED, message, { 'www-authenticate': 'Bearer' })

const rpcError = (
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => json(status, { jsonrpc: '2.0', id: null, error: { code, message } }, headers)

/** Undefined for a body that is no JSON, which the library refuses. */
function messageIn({ body }: HttpRequest): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Ends a request that gets no answer: the library leaves a request open that its client has cancelled. */
async function withinTime(
  timeMs: number,
  answer: (signal: AbortSignal) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const abort = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<HttpResponse>(resolve => {
    timer = setTimeout(() => {
      abort.abort()
      resolve(rpcError(504, INTERNAL_ERROR, `There is no answer after ${timeMs} ms`))
    }, timeMs)
  })
  try {
    return await Promise.race([answer(abort.signal), late])
  } finally {
    clearTimeout(timer)
  }
}

const toFetchRequest = ({ method, path, search, headers, body }: HttpRequest, signal: AbortSignal): Request =>
  new Request(`http://gateway${path}${search}`, { method, headers: [...headers], body: Uint8Array.from(body), signal })

const toHttpResponse = async (response: Response): Promise<HttpResponse> => ({
  status: response.status,
  headers: Object.fromEntries([...response.headers].filter(([name]) => name !== 'connection')),
  body: await response.text(),
})
