import type * as Mcp from '@modelcontextprotocol/server'
import type { HttpRequest } from '@waystone/kit/http'
import { parseExactly } from '@waystone/federation/exact-numbers'
import { measureVariables, type VariablesSize } from '../../features/limits/variables-size.js'
import type { AskTextAs } from '../own-requests.js'
import type { ToolBox } from './tool-boxes.js'

/** Tools on one page of the list. */
const PAGE_SIZE = 100

const SERVER = { name: 'waystone', title: 'Waystone', version: '1' }

const MASKED_MESSAGE = 'Internal server error'

type Arguments = Readonly<Record<string, unknown>>

interface McpServerOptions {
  /** The body of the request, parsed. */
  readonly message: unknown
  readonly toolBox: ToolBox
  readonly askAs: AskTextAs
  readonly limits: VariablesSize
  /** Called for an error that its client sees masked. */
  readonly onBug: (error: unknown) => void
  readonly library: Pick<typeof Mcp, 'Server' | 'ProtocolError' | 'ProtocolErrorCode'>
}

/** Answers one request, which the rate limits have counted. */
export function mcpServer(
  request: HttpRequest,
  { message, toolBox, askAs, limits, onBug, library: { Server, ProtocolError, ProtocolErrorCode } }: McpServerOptions,
): Mcp.Server {
  const invalid = (problem: string) => new ProtocolError(ProtocolErrorCode.InvalidParams, problem)

  /** @throws ProtocolError */
  const callTool = async (name: string) => {
    const documentId = toolBox.documentOf(name)
    if (documentId === undefined) throw invalid(`There is no tool "${name}": tools/list names those that are`)
    const variables = argumentsOf(parseExactly(request.body.toString('utf8')) ?? message)
    const { depth, values } = measureVariables(variables, limits)
    // Deeper ones would overflow the stack of JSON.stringify before /graphql can refuse them.
    if (depth > limits.depth)
      throw invalid(`The arguments have at least ${depth} levels of values; at most ${limits.depth} are allowed`)
    if (values > limits.values)
      throw invalid(`The arguments have at least ${values} values; at most ${limits.values} are allowed`)
    const { text, hasErrors } = await askAs(request, { documentId, variables }, { isContinued: true })
    return { content: [{ type: 'text' as const, text }], isError: hasErrors }
  }

  const server = new Server(SERVER, { capabilities: { tools: {} } })
  server.setRequestHandler('tools/list', ({ params }) => pageOf(toolBox, params?.cursor))
  server.setRequestHandler('tools/call', async ({ params: { name } }) => {
    try {
      return await callTool(name)
    } catch (error) {
      if (error instanceof ProtocolError) throw error
      onBug(error)
      throw new ProtocolError(ProtocolErrorCode.InternalError, MASKED_MESSAGE)
    }
  })
  return server
}

/** A page begins after the name of a tool, so tools that are added or removed meanwhile move no other. */
function pageOf({ tools }: ToolBox, cursor: string | undefined) {
  const rest = cursor === undefined ? tools : tools.filter(({ name }) => name > cursor)
  const page = rest.slice(0, PAGE_SIZE)
  return {
    tools: page.map(tool => ({ ...tool, inputSchema: { ...tool.inputSchema } })),
    ...(rest.length > page.length && { nextCursor: page.at(-1)?.name }),
  }
}

/** From the body itself: the library's copy has lost digits of large numbers, and names such as __proto__. */
function argumentsOf(message: unknown): Arguments {
  const params = isRecord(message) ? message['params'] : undefined
  const given = isRecord(params) ? params['arguments'] : undefined
  return isRecord(given) ? given : {}
}

const isRecord = (value: unknown): value is Arguments =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
