import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { composeServices } from '@apollo/composition'
import { createRevocationList, type RevocationList } from '@waystone/kit/auth'
import { createGraphqlServer, type RequestContext } from '@waystone/kit/graphql-server'
import { createHttpServer, graphqlRoute, type HttpRequest, type Route } from '@waystone/kit/http'
import { createLogger } from '@waystone/kit/logger'
import { createTestIssuer, type TestIssuer } from '@waystone/kit/testing'
import { parse } from 'graphql'
import { createGatewayApp, type GatewayApp, type GatewayParts } from '../src/app.js'
import { readConfig } from '../src/config.js'

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@requires", "@external", "@authenticated", "@requiresScopes", "@policy", "@override"
])`

export interface TestSubgraph {
  readonly name: string
  readonly url: string
  readonly sdl: string
  /** GraphQL documents that were asked, as they came. */
  readonly asked: string[]
  readonly requests: HttpRequest[]
  close(): Promise<void>
}

const silent = createLogger({ name: 'test', level: 'silent' })

/** Starts a subgraph on a free port. `resolvers` get the HTTP request as context. */
export async function startSubgraph(options: {
  name: string
  typeDefs: string
  resolvers?: object
  handle?: Route['handle']
  port?: number
}): Promise<TestSubgraph> {
  const { name, typeDefs, resolvers = {}, handle, port = 0 } = options
  const sdl = `${FEDERATION}\n${typeDefs}`
  const asked: string[] = []
  const requests: HttpRequest[] = []
  const server = createGraphqlServer<RequestContext & { request: HttpRequest }>({
    schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as Record<string, never> }]),
    logger: silent,
    introspection: true,
  })
  await server.start()
  const route = graphqlRoute({
    path: '/graphql',
    server,
    context: async request => ({
      requestId: request.requestId,
      viewer: null,
      remoteAddress: '',
      userAgent: null,
      request,
    }),
  })
  const recorded: Route = {
    ...route,
    handle: async request => {
      requests.push(request)
      const { query } = JSON.parse(request.body.toString()) as { query: string }
      if (!query.includes('_service')) asked.push(query)
      return await (handle ?? route.handle)(request)
    },
  }
  const http = createHttpServer({ routes: [recorded], logger: silent })
  const { url } = await http.listen({ port, host: '127.0.0.1' })
  return {
    name,
    sdl,
    asked,
    requests,
    url: `${url}/graphql`,
    close: async () => {
      await http.close()
      await server.stop()
    },
  }
}

export function composeSubgraphs(subgraphs: readonly Pick<TestSubgraph, 'name' | 'url' | 'sdl'>[]): string {
  const result = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })))
  if (result.errors !== undefined) throw new Error(result.errors.map(error => error.message).join('\n'))
  return result.supergraphSdl
}

export interface TestGateway {
  readonly app: GatewayApp
  readonly url: string
  readonly issuer: TestIssuer
  readonly revocations: RevocationList
  readonly supergraphFile: string
  /** POSTs an operation; the answer's JSON, with status and headers. */
  ask(
    query: string,
    options?: { variables?: object; token?: string; headers?: Record<string, string>; operationName?: string },
  ): Promise<Answer>
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[]
}

/** Starts a gateway before the subgraphs on a free port; `env` adds settings. */
export async function startGateway(options: {
  supergraphSdl: string
  env?: Record<string, string>
  parts?: Partial<GatewayParts>
}): Promise<TestGateway> {
  const { supergraphSdl, env = {}, parts = {} } = options
  const directory = await mkdtemp(join(tmpdir(), 'gateway-'))
  const supergraphFile = join(directory, 'supergraph.graphql')
  await writeFile(supergraphFile, supergraphSdl)
  const issuer = await createTestIssuer()
  const revocations = createRevocationList()
  const config = readConfig({ SERVICE_PORT: '0', LOG_LEVEL: 'silent', SUPERGRAPH: supergraphFile, AUTH: 'jwt', ...env })
  // A gateway that is given a service client keeps its own list of revocations, by asking users.
  const trust = parts.services === undefined ? { keys: issuer.keys, revocations } : { keys: issuer.keys }
  const app = createGatewayApp(config, { logger: silent, ...trust, ...parts })
  const { url } = await app.start()
  return {
    app,
    url,
    issuer,
    revocations,
    supergraphFile,
    ask: (query, { variables, token, headers = {}, operationName } = {}) =>
      post(`${url}/graphql`, JSON.stringify({ query, variables, operationName }), {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      }),
    close: async () => {
      await app.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export async function post(url: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
  return { status: response.status, headers: response.headers, ...((await response.json()) as object) }
}
