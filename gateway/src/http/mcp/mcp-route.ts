import type * as Mcp from '@modelcontextprotocol/server'
import type { TokenVerifier } from '@waystone/kit/auth'
import { RequestFault } from '@waystone/kit/errors'
import { clientAddress, json, type HttpRequest, type HttpResponse, type Route } from '@waystone/kit/http'
import type { Logger } from '@waystone/kit/logger'
import { LRUCache } from 'lru-cache'
import { clientOf } from '../../features/client-name.js'
import type { TrustedDocuments } from '../../features/trusted-documents/trusted-manifest.js'
import type { AdmitCredential } from '../../requests/gateway-context.js'
import type { Epochs } from '../../supergraph/epochs.js'
import { withGraphqlFaults } from '../graphql-fault.js'
import type { AskTextAs } from '../own-requests.js'
import { toolsOf, type ToolBox } from './tools.js'

/** Tools on one page of the list. */
const PAGE_SIZE = 100
/** Clients with documents of their own whose tools are kept. */
const CLIENTS_MAX = 100

const SERVER = { name: 'waystone', title: 'Waystone', version: '1' }

/** Of JSON-RPC: the range for what servers define. */
const UNAUTHENTICATED = -32_001

interface McpOptions {
  readonly documents: () => TrustedDocuments
  readonly askAs: AskTextAs
  readonly epochs: Epochs
  readonly trust: {
    /** Null where the gateway checks no tokens: then every client is answered. */
    readonly verifier: TokenVerifier | null
    readonly proxies: number
    readonly onCredential?: AdmitCredential
  }
  readonly logger: Logger
}

/** None without a manifest, whose documents are the tools. */
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
  const toolBoxOf = createToolBoxes(options)
  const onerror = (error: Error) =>
    options.logger.debug({ err: error }, 'a request of the Model Context Protocol is refused')
  return {
    path: '/mcp',
    methods: ['POST'],
    handle: async request => {
      const refused = await refuseUnknown(request, options)
      if (refused !== null) return refused
      const { createMcpHandler, ...library } = await import('@modelcontextprotocol/server')
      const serve = () => mcpServer(request, { ...options, toolBox: toolBoxOf(request), library })
      // Without streams: what a client could listen to, changes of the list, it finds by asking.
      const { fetch } = createMcpHandler(serve, { maxSubscriptions: 0, onerror })
      return await toHttpResponse(await fetch(toFetchRequest(request)))
    },
  }
}

/** Tools are told to clients that have signed in: they say what the operator's own documents do. */
async function refuseUnknown(request: HttpRequest, { trust }: McpOptions) {
  const { verifier, proxies, onCredential } = trust
  if (verifier === null) return null
  const remoteAddress = clientAddress(request, proxies)
  try {
    const authorization = verifier.authorizationOf(request.headers)
    const viewer = await verifier.viewerOf(authorization, () => onCredential?.({ remoteAddress }))
    return viewer === null ? unauthenticated('Send an access token as a bearer token') : null
  } catch (error) {
    if (error instanceof RequestFault && error.code === 'UNAUTHENTICATED') return unauthenticated(error.message)
    throw error
  }
}

const unauthenticated = (message: string): HttpResponse =>
  json(401, { jsonrpc: '2.0', id: null, error: { code: UNAUTHENTICATED, message } }, { 'www-authenticate': 'Bearer' })

/** Answers one request. */
function mcpServer(
  request: HttpRequest,
  {
    toolBox,
    askAs,
    library: { Server, ProtocolError, ProtocolErrorCode },
  }: Pick<McpOptions, 'askAs'> & {
    toolBox: ToolBox
    library: Pick<typeof Mcp, 'Server' | 'ProtocolError' | 'ProtocolErrorCode'>
  },
): Mcp.Server {
  const server = new Server(SERVER, { capabilities: { tools: {} } })
  server.setRequestHandler('tools/list', ({ params }) => pageOf(toolBox, params?.cursor))
  server.setRequestHandler('tools/call', async ({ params: { name, arguments: variables = {} } }) => {
    const documentId = toolBox.documentOf(name)
    if (documentId === undefined)
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no tool "${name}": tools/list names those that are`,
      )
    const { text } = await askAs(request, { documentId, variables })
    return { content: [{ type: 'text', text }], isError: hasErrors(text) }
  })
  return server
}

/** A page is after the name of a tool, so that it is right whatever comes and goes meanwhile. */
function pageOf({ tools }: ToolBox, cursor: string | undefined) {
  const rest = cursor === undefined ? tools : tools.filter(({ name }) => name > cursor)
  const page = rest.slice(0, PAGE_SIZE)
  return {
    tools: page.map(tool => ({ ...tool, inputSchema: { ...tool.inputSchema } })),
    ...(rest.length > page.length && { nextCursor: page.at(-1)?.name }),
  }
}

/** A partial answer is one with errors, and is read by whoever reads them. */
const hasErrors = (text: string): boolean => 'errors' in (JSON.parse(text) as object)

/** Kept for each schema, and each client with documents of its own, until the manifest changes. */
function createToolBoxes({ documents, epochs, logger }: McpOptions): (request: HttpRequest) => ToolBox {
  const kept = new LRUCache<string, { of: TrustedDocuments; toolBox: ToolBox }>({ max: CLIENTS_MAX })
  return request => {
    const epoch = epochs.current()
    if (epoch === null) throw new RequestFault('SERVICE_UNAVAILABLE', 'The gateway has no supergraph yet')
    const of = documents()
    const { name } = clientOf(request)
    const clientName = name !== null && of.hasOwn(name) ? name : null
    const key = `${epoch.id}\n${clientName ?? ''}`
    const found = kept.get(key)
    if (found?.of === of) return found.toolBox
    const toolBox = toolsOf(of, { clientName, schema: epoch.schema, logger })
    kept.set(key, { of, toolBox })
    return toolBox
  }
}

const toFetchRequest = ({ method, path, search, headers, body }: HttpRequest): Request =>
  new Request(`http://gateway${path}${search}`, { method, headers: [...headers], body: Uint8Array.from(body) })

const toHttpResponse = async (response: Response): Promise<HttpResponse> => ({
  status: response.status,
  headers: Object.fromEntries([...response.headers].filter(([name]) => name !== 'connection')),
  body: await response.text(),
})
