import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { listRevocations } from '@waystone/events'
import { answerCall, internalRoute } from '@waystone/kit/service-client'
import { createLogger } from '@waystone/kit/logger'
import { execute, parse, type GraphQLSchema } from 'graphql'
import { SECRET, type Call } from './process-contract.js'
import { shop } from './shop.js'

/**
 * All subgraphs as one process, at /<name>: each different request is executed once and its answer kept as
 * bytes, so that the gateway dominates the measurement. It also stands for users: it publishes the key of the
 * tokens, and knows of no revocations.
 */

/** The delay of each answer while calls are recorded: parallel requests arrive within it. */
const RECORDING_DELAY_MS = 60
const ANSWERS_MAX = 50_000

const schemas = new Map<string, GraphQLSchema>(
  shop.map(({ name, typeDefs, resolvers }) => [
    `/${name}`,
    buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as Record<string, never> }]),
  ]),
)
const answers = new Map<string, Buffer>()
const jwks = process.argv[2] ?? '{"keys":[]}'
let calls = 0
let recorded: Call[] | null = null
let wave = 0
let underWay = 0

const revocations = internalRoute({
  service: 'users',
  secret: SECRET,
  handlers: [answerCall(listRevocations, async () => [])],
  logger: createLogger({ name: 'bench', level: 'warn' }),
})

async function answer(path: string, body: Buffer): Promise<Buffer> {
  const text = body.toString('utf8')
  calls++
  if (recorded !== null) {
    // No request is in flight, so the next one has waited for the earlier ones: a new wave begins.
    if (underWay++ === 0) wave++
    recorded.push({ path, body: text, wave })
    await delay(RECORDING_DELAY_MS)
    underWay--
  }
  const key = `${path}\n${text}`
  const known = answers.get(key)
  if (known !== undefined) return known
  const schema = schemas.get(path)
  if (schema === undefined) throw new Error(`There is no subgraph at ${path}`)
  const { query, variables, operationName } = JSON.parse(text) as {
    query: string
    variables?: Record<string, unknown>
    operationName?: string
  }
  const result = await execute({
    schema,
    document: parse(query),
    variableValues: variables,
    operationName: operationName ?? null,
    contextValue: {},
  })
  const made = Buffer.from(JSON.stringify(result))
  if (answers.size < ANSWERS_MAX) answers.set(key, made)
  return made
}

async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/'
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const send = (value: Buffer) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': value.length })
    response.end(value)
  }
  const json = (value: unknown) => send(Buffer.from(JSON.stringify(value)))
  if (schemas.has(path)) return send(await answer(path, body))
  if (path === '/calls') return json(calls)
  if (path === '/record') {
    recorded = []
    wave = 0
    return json(null)
  }
  if (path === '/recorded') {
    json(recorded)
    recorded = null
    return
  }
  if (path === '/.well-known/jwks.json') return send(Buffer.from(jwks))
  if (path.startsWith('/internal/')) {
    const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const { status, body: answered } = await revocations.handle({
      method: 'POST',
      path,
      search: '',
      headers,
      body,
      remoteAddress: '127.0.0.1',
      requestId: 'bench',
    })
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(answered)
    return
  }
  response.writeHead(path === '/healthz' ? 200 : 404)
  response.end()
}

const server = createServer((request, response) => {
  route(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    response.writeHead(500)
    response.end()
  })
})
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`)
})
