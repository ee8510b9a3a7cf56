import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalog } from './catalog.js'
import { composeSubgraphs, post, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

let subgraph: TestSubgraph
let supergraphSdl: string
let gateway: TestGateway
beforeAll(async () => {
  subgraph = await startSubgraph(catalog)
  supergraphSdl = composeSubgraphs([subgraph])
  gateway = await startGateway({ supergraphSdl })
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
})

const get = (query: string) =>
  fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, { headers: { 'apollo-require-preflight': '1' } })
const send = (body: object) => post(`${gateway.url}/graphql`, JSON.stringify(body))

test('a query with variables and an operation name is answered', async () => {
  const query = 'query A { hello } query B($name: String!) { hello(name: $name) }'
  const answer = await gateway.ask(query, { variables: { name: 'Ann' }, operationName: 'B' })
  expect(answer).toMatchObject({ status: 200, data: { hello: 'hello Ann' } })
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
})

test('the media type of the answer is the one that the client accepts', async () => {
  const accept = 'application/graphql-response+json'
  const answer = await gateway.ask('{ hello }', { headers: { accept } })
  expect(answer.headers.get('content-type')).toContain(accept)
})

test('a query may come by GET, a mutation may not', async () => {
  expect(await (await get('{ hello }')).json()).toEqual({ data: { hello: 'hello you' } })
  expect((await get('mutation { write(text: "x") }')).status).toBe(405)
})

test.each([
  ['nothing', '', 400],
  ['no JSON', '{"query', 400],
  ['no query', '{}', 400],
  ['a query that is not text', '{"query":1}', 400],
  ['a syntax error', '{"query":"{"}', 400],
  ['an unknown field', '{"query":"{ nowhere }"}', 400],
  ['an operation that is not there', '{"query":"query A { hello }","operationName":"B"}', 400],
  ['several operations and no name', '{"query":"query A { hello } query B { hello }"}', 400],
  ['a batch', '[{"query":"{ hello }"},{"query":"{ hello }"}]', 400],
  ['a missing variable', '{"query":"query ($v: Int!) { number(value: $v) }"}', 400],
  ['a variable of the wrong type', '{"query":"query ($v: Int!) { number(value: $v) }","variables":{"v":"x"}}', 400],
])('%s is refused with an error that has a code', async (_, body, status) => {
  const answer = await post(`${gateway.url}/graphql`, body)
  expect(answer.status).toBe(status)
  expect(answer.errors?.[0]).toMatchObject({ message: expect.any(String), extensions: { code: expect.any(String) } })
  expect(answer.data ?? null).toBeNull()
})

test('a subscription is refused in words, whatever its root looks like', async () => {
  const queries = ['subscription { ticks }', 'subscription ($v: Boolean!) { ticks @include(if: $v) tocks }']
  for (const query of queries)
    expect(await gateway.ask(query)).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringContaining('Subscriptions'), extensions: { code: 'BAD_REQUEST' } }],
    })
})

test('an unknown field is named, with its code', async () => {
  const answer = await gateway.ask('{ nowhere }')
  expect(answer.errors?.[0]).toMatchObject({
    message: 'Cannot query field "nowhere" on type "Query".',
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  })
})

test('a request that a form of another site could make is refused', async () => {
  const plain = await post(`${gateway.url}/graphql`, '{"query":"{ hello }"}', { 'content-type': 'text/plain' })
  expect(plain.status).toBeGreaterThanOrEqual(400)
  const plainGet = await fetch(`${gateway.url}/graphql?query={hello}`, { headers: { 'user-agent': 'Mozilla/5.0' } })
  expect(plainGet.status).toBe(400)
})

test('a body that is too large is refused before it is read', async () => {
  const small = await startGateway({ supergraphSdl, env: { BODY_MAX_BYTES: '1000' } })
  const answer = await small.ask(`{ hello(name: "${'x'.repeat(2_000)}") }`)
  await small.close()
  expect(answer).toMatchObject({ status: 413, errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] })
})

test('a persisted query is asked for once, and then known by its hash', async () => {
  const query = '{ hello(name: "persisted") }'
  const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } }
  expect((await send({ extensions })).errors?.[0]?.extensions?.['code']).toBe('PERSISTED_QUERY_NOT_FOUND')
  expect((await send({ query, extensions })).data).toEqual({ hello: 'hello persisted' })
  expect((await send({ extensions })).data).toEqual({ hello: 'hello persisted' })
  expect((await send({ query: '{ hello }', extensions })).status).toBe(400)
})

const production = { NODE_ENV: 'production', INTERNAL_SECRET: 'a-secret-of-its-own-that-is-long-enough', PROXIES: '0' }

test('there is no introspection, no explorer and no CORS', async () => {
  const closed = await startGateway({ supergraphSdl, env: production })
  expect((await closed.ask('{ __schema { types { name } } }')).status).toBe(400)
  expect((await closed.ask('{ hello __typename }')).data).toEqual({ hello: 'hello you', __typename: 'Query' })
  const page = await fetch(`${closed.url}/graphql`, { headers: { accept: 'text/html' } })
  expect(await page.text()).not.toContain('apollographql')
  expect((await fetch(`${closed.url}/graphiql`)).status).toBe(404)
  const preflight = await fetch(`${closed.url}/graphql`, {
    method: 'OPTIONS',
    headers: { origin: 'https://studio.apollographql.com', 'access-control-request-method': 'POST' },
  })
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  await closed.close()
})

test('what nobody expected is masked, with the request id and the subgraph', async () => {
  const answer = await gateway.ask('{ hello broken }', { headers: { 'x-request-id': 'r-17' } })
  expect(answer.data).toEqual({ hello: 'hello you', broken: null })
  expect(answer.errors).toEqual([
    {
      message: 'Internal server error',
      path: ['broken'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', serviceName: 'catalog', requestId: 'r-17' },
    },
  ])
})
