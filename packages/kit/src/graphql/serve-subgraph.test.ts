import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientAddressHeaders, signClientAddress } from '../auth/index.js'
import { createMetrics } from '../metrics/index.js'
import { freePort } from '../process/index.js'
import { createTestSubgraphApp } from '../testing/test-subgraph-app.js'
import { serveSubgraph } from './serve-subgraph.js'
import { createSubgraphSchema } from './subgraph-schema.js'

const SECRET = 'a secret of this test that is long enough'

let served: Awaited<ReturnType<typeof serveSubgraph>>
let metricsUrl = ''
beforeAll(async () => {
  const metricsPort = await freePort()
  metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`
  const schema = createSubgraphSchema({
    typeDefs: /* GraphQL */ `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
      type Query { thing: Thing things(first: Int = 20): Page }
      type Page { edges: [Edge!]! }
      type Edge { node: Thing }
      type Thing @key(fields: "id") { id: ID! self: Thing things(first: Int = 20): Page all: [Thing!]! }`,
    resolvers: { Query: { thing: () => ({ id: '1' }), things: () => ({ edges: [] }) } },
  })
  served = await serveSubgraph(
    createTestSubgraphApp({
      schema,
      metrics: createMetrics({ service: 'test', processMetrics: true }),
      context: async ({ requestId }) => ({ requestId, viewer: null, remoteAddress: '', userAgent: null }),
    }),
    { host: '127.0.0.1', port: 0, metricsPort, internalSecret: SECRET, introspection: false },
  )
})
afterAll(() => served.close())

const signed = {
  [clientAddressHeaders.address]: '192.0.2.1',
  [clientAddressHeaders.signature]: signClientAddress(SECRET, '192.0.2.1'),
}
interface Asked {
  readonly variables?: object
  readonly headers?: Record<string, string>
  readonly operationName?: string
}
const ask = async (query: string, options: Asked = {}) => {
  const { variables, headers = {}, operationName = query.startsWith('query B') ? 'B' : undefined } = options
  const response = await fetch(`${served.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  })
  const { data, errors } = (await response.json()) as {
    data?: Record<string, unknown> | null
    errors?: { message: string; extensions: { code: string; limit?: string } }[]
  }
  return {
    data,
    message: errors?.[0]?.message,
    code: errors?.[0]?.extensions.code,
    limit: errors?.[0]?.extensions.limit,
  }
}

describe('the text of the schema', () => {
  it('is told to callers that sign', async () => {
    const { data } = await ask('{ _service { sdl } }', { headers: signed })
    expect(data).toMatchObject({ _service: { sdl: expect.stringContaining('type Thing') as unknown } })
  })

  it.each([
    ['{ _service { sdl } }'],
    ['{ thing { id } text: _service { sdl } }'],
    ['{ ...F } fragment F on Query { ... { _service { sdl } } }'],
    ['query B { ...F } query A { thing { id } } fragment F on Query { _service { sdl } }'],
  ])('is refused to all others: %s', async query => {
    expect((await ask(query)).data ?? null).toBeNull()
    const forged = { ...signed, [clientAddressHeaders.address]: '192.0.2.2' }
    const { data, code } = await ask(query, { headers: forged })
    expect(data ?? null).toBeNull()
    expect(code).toBe('FORBIDDEN')
  })
})

describe('operations that are too large for a subgraph', () => {
  const nested = (levels: number) => `{ thing { ${'self { '.repeat(levels)} id ${'} '.repeat(levels)} } }`
  const many = (count: number, of: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => of(i)).join(' ')

  it.each([
    ['depth', nested(45)],
    ['aliases', `{ thing { ${many(1_001, i => `a${i}: id`)} } }`],
    ['rootFields', `{ ${many(201, i => `a${i}: thing { id }`)} }`],
    [
      'fields',
      `{ thing { ...F0 } } ${many(40, i => `fragment F${i} on Thing { ...F${i + 1} ...F${i + 1} }`)} fragment F40 on Thing { id }`,
    ],
    ['depth', '{ thing { ...A } } fragment A on Thing { self { ...A } }'],
  ])('are refused by their %s, whoever asks', async (limit, query) => {
    for (const headers of [{}, signed])
      expect(await ask(query, { headers })).toMatchObject({ code: 'LIMIT_EXCEEDED', limit })
  })

  const pages =
    'query ($n: Int) { things(first: $n) { edges { node { things(first: $n) { edges { node { id } } } } } } }'
  it('are refused by what they may cost: by the value of a page argument, wherever it comes from', async () => {
    expect((await ask(pages, { variables: { n: 100 } })).data).toEqual({ things: { edges: [] } })
    const tooCostly = { code: 'LIMIT_EXCEEDED', limit: 'cost' }
    expect(await ask(pages, { variables: { n: 1_000 } })).toMatchObject(tooCostly)
    expect(await ask(pages.replaceAll('$n)', '1000)').replace('query ($n: Int)', ''))).toMatchObject(tooCostly)
    expect(await ask(pages.replace('$n: Int', '$n: Int = 1000'))).toMatchObject(tooCostly)
    expect(await ask(`{ thing { ${'all { '.repeat(6)} id ${'} '.repeat(6)} } }`)).toMatchObject(tooCostly)
  })

  it('more is taken of callers that sign, and not everything', async () => {
    expect((await ask(pages, { variables: { n: 1_000 }, headers: signed })).data).toEqual({ things: { edges: [] } })
    expect(await ask(pages, { variables: { n: 100_000 }, headers: signed })).toMatchObject({ limit: 'cost' })
  })
})

it('a field that the schema lacks is named, and none that it has, where introspection is off', async () => {
  expect((await ask('{ thing { sel { id } } }')).message).toBe('Cannot query field "sel" on type "Thing".')
})

it('neither an operation name nor a path is repeated', async () => {
  const told = await ask('{ thing { id } }', { operationName: 'hunter2' })
  expect(told.message).toBe('The document has no operation of this name.')
  expect(await (await fetch(`${served.url}/hunter2`)).text()).not.toContain('hunter2')
})

describe('metrics', () => {
  it('are on a port of their own where one is given, and only there', async () => {
    expect(await (await fetch(metricsUrl)).text()).toContain('process_cpu_seconds_total')
    expect((await fetch(`${served.url}/metrics`)).status).toBe(404)
  })
})
