import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, GraphQLError, parse, type GraphQLSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@requires", "@external", "@authenticated", "@requiresScopes", "@policy", "@override"
])`

/** The request data that resolvers get, over HTTP and in subscriptions alike. */
export interface SubgraphContext {
  readonly authorization: string | undefined
}

/** A subgraph that has subscriptions over graphql-ws, built of common packages only. */
export interface LiveSubgraph {
  readonly name: string
  readonly url: string
  readonly sdl: string
  readonly schema: GraphQLSchema
  /** Queries that came over HTTP. */
  readonly asked: string[]
  /** Subscriptions that came over WebSocket, with their variables. */
  readonly subscribed: { query: string; variables: Readonly<Record<string, unknown>> }[]
  /** WebSocket connections at the moment. */
  readonly connections: number
  /** As if the process were gone: every socket breaks, and nothing answers. */
  kill(): Promise<void>
  /** On the same port. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function startLiveSubgraph(options: {
  name: string
  typeDefs: string
  resolvers: object
}): Promise<LiveSubgraph> {
  const { name, typeDefs, resolvers } = options
  const sdl = `${FEDERATION}\n${typeDefs}`
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as Record<string, never> }])
  const asked: string[] = []
  const subscribed: LiveSubgraph['subscribed'] = []
  let running = await serve(schema, { port: 0, asked, subscribed })
  const { port } = running
  return {
    name,
    sdl,
    schema,
    asked,
    subscribed,
    url: `http://127.0.0.1:${port}/graphql`,
    get connections() {
      return running.connections()
    },
    kill: () => running.kill(),
    restart: async () => {
      running = await serve(schema, { port, asked, subscribed })
    },
    close: () => running.kill(),
  }
}

async function serve(
  schema: GraphQLSchema,
  { port, asked, subscribed }: { port: number } & Pick<LiveSubgraph, 'asked' | 'subscribed'>,
) {
  const http = createServer((request, response) => void answer(schema, request, response, asked))
  const webSockets = new WebSocketServer({ server: http, path: '/graphql' })
  const cleanup = useServer(
    {
      schema,
      context: ({ connectionParams }): SubgraphContext => ({
        authorization: connectionParams?.['authorization'] as string | undefined,
      }),
      onSubscribe: (_context, _id, { query, variables }) => {
        subscribed.push({ query, variables: variables ?? {} })
      },
    },
    webSockets,
  )
  const sockets = new Set<Socket>()
  http.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => http.listen(port, '127.0.0.1', resolve))
  return {
    port: (http.address() as AddressInfo).port,
    connections: () => webSockets.clients.size,
    kill: async () => {
      const closed = new Promise(resolve => http.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
      await cleanup.dispose()
    },
  }
}

async function answer(schema: GraphQLSchema, request: IncomingMessage, response: ServerResponse, asked: string[]) {
  // Health checks.
  if (request.method === 'GET') return void response.end('ok')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
    query: string
    variables?: Record<string, unknown>
  }
  asked.push(query)
  const contextValue: SubgraphContext = { authorization: request.headers.authorization }
  const result = await execute({ schema, document: parse(query), variableValues: variables ?? {}, contextValue })
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(result))
}

/** The user's id of a test token, which the subgraph trusts the gateway to have checked. */
export function userOf({ authorization }: SubgraphContext): string | null {
  const payload = authorization?.split('.')[1]
  if (payload === undefined) return null
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string }).sub
}

export const refuse = (message: string, code: string): never => {
  throw new GraphQLError(message, { extensions: { code } })
}
