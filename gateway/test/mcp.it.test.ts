import { randomUUID } from 'node:crypto'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { catalog } from './catalog.js'
import { composeSubgraphs, post, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

const orders = {
  name: 'orders',
  typeDefs: `
    scalar Date @specifiedBy(url: "https://example.com/date")
    enum Size { SMALL "For two." LARGE }
    input Line { size: Size! = LARGE count: Int! note: String parts: [Line!] }
    input Pick { id: ID name: String }
    type Query { "Finds lines." lines(of: [Line!]!, on: Date, pick: Pick): Int }
    type Mutation { "Orders once." order(line: Line!, key: ID!): Boolean! }`,
  resolvers: {
    Query: { lines: (_: unknown, { of }: { of: readonly unknown[] }) => of.length },
    Mutation: { order: () => true },
  },
}

const documents = [
  { id: 'hello', body: 'query Hello($name: String = "you") { hello(name: $name) }' },
  { id: 'broken', body: 'query Broken { broken hello }' },
  { id: 'lines', body: 'query Lines($of: [Line!]!, $on: Date, $pick: Pick) { lines(of: $of, on: $on, pick: $pick) }' },
  { id: 'order', body: 'mutation Order($line: Line!, $key: ID!) { order(line: $line, key: $key) }' },
  { id: 'own', body: 'query Own { hello(name: "desk") }', clientName: 'desk' },
  { id: 'own-hello', body: 'query Hello { hello(name: "of the desk") }', clientName: 'desk' },
  { id: 'anonymous', body: '{ hello }' },
  { id: 'ticks', body: 'subscription Ticks { ticks }' },
  { id: 'gone', body: 'query Gone { noSuchField }' },
]
const manifestOf = (operations: readonly object[]) =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations })

let subgraphs: readonly TestSubgraph[]
let supergraphSdl: string
let directory: string
let manifest: string
let gateway: TestGateway
beforeAll(async () => {
  subgraphs = await Promise.all([startSubgraph(catalog), startSubgraph(orders)])
  supergraphSdl = composeSubgraphs(subgraphs)
  directory = await mkdtemp(join(tmpdir(), 'mcp-'))
  manifest = join(directory, 'manifest.json')
  await writeFile(manifest, manifestOf(documents))
  gateway = await startGateway({ supergraphSdl, env: { MCP: 'on', TRUSTED_DOCUMENTS: manifest } })
})
afterAll(async () => {
  await gateway.close()
  await Promise.all(subgraphs.map(subgraph => subgraph.close()))
  await rm(directory, { recursive: true })
})

const connect = async (headers: Readonly<Record<string, string>> = {}, mode: 'auto' | 'legacy' = 'auto') => {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
  const token = await gateway.issuer.token({ userId: randomUUID() })
  const requestInit = { headers: { authorization: `Bearer ${token}`, ...headers } }
  await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`), { requestInit }))
  return client
}
const textOf = ({
  content,
  isError,
}: {
  content: readonly { readonly type: string }[]
  isError?: boolean | undefined
}) => {
  const [part] = content
  if (part === undefined || !('text' in part) || typeof part.text !== 'string') throw new Error('Expected a text')
  return { answer: JSON.parse(part.text) as unknown, isError }
}

describe('trusted documents are tools', () => {
  test.each([['2026-07-28', 'auto'] as const, ['2025-11-25', 'legacy'] as const])(
    'for clients of revision %s',
    async (revision, mode) => {
      const client = await connect({}, mode)
      expect(client.getNegotiatedProtocolVersion()).toBe(revision)
      const { tools } = await client.listTools()
      expect(tools.map(({ name }) => name)).toEqual(['Broken', 'Hello', 'Lines', 'Order'])
      const called = await client.callTool({ name: 'Hello', arguments: { name: 'there' } })
      expect(textOf(called)).toEqual({ answer: { data: { hello: 'hello there' } }, isError: false })
      await client.close()
    },
  )

  test('with their variables as JSON Schema', async () => {
    const client = await connect()
    const { tools } = await client.listTools()
    expect(tools.find(({ name }) => name === 'Hello')?.inputSchema).toEqual({
      type: 'object',
      properties: { name: { type: ['string', 'null'], default: 'you' } },
      additionalProperties: false,
    })
    expect(tools.find(({ name }) => name === 'Lines')).toMatchObject({
      description: 'GraphQL query.\nlines: Finds lines.',
      annotations: { readOnlyHint: true },
      inputSchema: {
        properties: {
          of: { type: 'array', items: { $ref: '#/$defs/Line' } },
          on: { description: 'Date https://example.com/date' },
          pick: { anyOf: [{ $ref: '#/$defs/Pick' }, { type: 'null' }] },
        },
        required: ['of'],
        $defs: {
          Size: { enum: ['SMALL', 'LARGE'], description: 'LARGE: For two.' },
          Line: {
            required: ['count'],
            properties: {
              size: { $ref: '#/$defs/Size', default: 'LARGE' },
              count: { type: 'integer' },
              parts: { type: ['array', 'null'], items: { $ref: '#/$defs/Line' } },
            },
          },
        },
      },
    })
    expect(tools.find(({ name }) => name === 'Order')?.annotations).toEqual({ readOnlyHint: false })
    await client.close()
  })

  test('run with the variables given, mutations too; GraphQL says what is wrong with them', async () => {
    const client = await connect()
    const call = async (name: string, variables: Readonly<Record<string, unknown>>) =>
      textOf(await client.callTool({ name, arguments: variables }))
    expect(await call('Lines', { of: [{ count: 1 }, { count: 2 }] })).toEqual({
      answer: { data: { lines: 2 } },
      isError: false,
    })
    expect(await call('Order', { line: { count: 1 }, key: 'k' })).toMatchObject({ answer: { data: { order: true } } })
    expect(await call('Lines', { of: 'some' })).toMatchObject({
      isError: true,
      answer: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    })
    await client.close()
  })

  test('a partial answer is told with its errors, and an error of a subgraph is masked', async () => {
    const client = await connect()
    const { answer, isError } = textOf(await client.callTool({ name: 'Broken' }))
    expect(answer).toMatchObject({ data: { broken: null, hello: 'hello you' }, errors: [{ path: ['broken'] }] })
    expect(JSON.stringify(answer)).not.toContain('swordfish')
    expect(isError).toBe(true)
    await client.close()
  })

  test('a client that names itself has its own beside them', async () => {
    const client = await connect({ 'apollographql-client-name': 'desk' })
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['Broken', 'Hello', 'Lines', 'Order', 'Own'])
    expect(textOf(await client.callTool({ name: 'Hello' })).answer).toEqual({ data: { hello: 'hello of the desk' } })
    await client.close()
    const other = await connect({ 'apollographql-client-name': 'unknown' })
    await expect(other.callTool({ name: 'Own' })).rejects.toThrow('There is no tool "Own"')
    await other.close()
  })
})

const discover = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/list',
  params: {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
}
const headersOf = (more: Readonly<Record<string, string>> = {}) => ({
  accept: 'application/json, text/event-stream',
  'mcp-method': 'tools/list',
  'mcp-protocol-version': '2026-07-28',
  ...more,
})

test('without a valid token nothing is told, and no subgraph is asked', async () => {
  const asked = subgraphs.map(subgraph => subgraph.asked.length)
  for (const authorization of [undefined, 'Bearer nonsense']) {
    const sent = await fetch(`${gateway.url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...headersOf(authorization === undefined ? {} : { authorization }),
      },
      body: JSON.stringify(discover),
    })
    expect(sent.status).toBe(401)
    expect(sent.headers.get('www-authenticate')).toBe('Bearer')
    expect(await sent.text()).not.toContain('Hello')
  }
  expect(subgraphs.map(subgraph => subgraph.asked.length)).toEqual(asked)
})

test('a body that is no request of the protocol is refused, and the endpoint goes on', async () => {
  const authorization = `Bearer ${await gateway.issuer.token({ userId: randomUUID() })}`
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'Hello' } }
  const batch = [call, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }]
  const bodies = ['{', '[]', batch, '{"jsonrpc":"2.0"}', { ...discover, method: 'tools/none' }]
  for (const body of bodies.map(each => (typeof each === 'string' ? each : JSON.stringify(each)))) {
    const sent = await fetch(`${gateway.url}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf({ authorization }) },
      body,
    })
    expect(await sent.json()).toMatchObject({ error: { code: expect.any(Number) as number } })
    expect(sent.status).toBeGreaterThanOrEqual(400)
    expect(sent.status).toBeLessThan(500)
  }
  const client = await connect()
  expect((await client.listTools()).tools).toHaveLength(4)
  await client.close()
})

test('the list comes in pages, and follows the manifest', async () => {
  const path = join(directory, 'many.json')
  const many = Array.from({ length: 250 }, (_, index) => ({
    id: `n${index}`,
    body: `query N${String(index).padStart(3, '0')} { hello }`,
  }))
  await writeFile(path, manifestOf(many))
  const own = await startGateway({ supergraphSdl, env: { MCP: 'on', TRUSTED_DOCUMENTS: path, AUTH: 'off' } })
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  let asked = 0
  const counted: typeof fetch = (input, init) => {
    if (typeof init?.body === 'string' && init.body.includes('tools/list')) asked++
    return fetch(input, init)
  }
  await client.connect(new StreamableHTTPClientTransport(new URL(`${own.url}/mcp`), { fetch: counted }))
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual(many.map((_, index) => `N${String(index).padStart(3, '0')}`))
  expect(asked).toBe(3)
  await writeFile(`${path}.new`, manifestOf(documents.slice(0, 1)))
  await rename(`${path}.new`, path)
  await vi.waitFor(async () => expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['Hello']), {
    timeout: 10_000,
    interval: 50,
  })
  await client.close()
  await own.close()
})

test('the list takes one from the rate limits as a call does, and a foreign page gets nothing', async () => {
  const own = await startGateway({
    supergraphSdl,
    env: { MCP: 'on', TRUSTED_DOCUMENTS: manifest, AUTH: 'off', RATE_LIMIT_ADDRESS: '2' },
  })
  const status = async (more: Readonly<Record<string, string>> = {}) =>
    (await post(`${own.url}/mcp`, JSON.stringify(discover), headersOf(more))).status
  expect(await status({ origin: 'https://foreign.example' })).toBe(403)
  expect([await status(), await status(), await status()]).toEqual([200, 200, 429])
  await own.close()
})

test('it is off unless a setting says otherwise, and needs a manifest', async () => {
  const off = await startGateway({ supergraphSdl, env: { TRUSTED_DOCUMENTS: manifest } })
  expect(await post(`${off.url}/mcp`, JSON.stringify(discover), headersOf())).toMatchObject({ status: 404 })
  await off.close()
  await expect(startGateway({ supergraphSdl, env: { MCP: 'on' } })).rejects.toThrow('TRUSTED_DOCUMENTS')
})
