import { createHash, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { RequestFault } from '@waystone/kit/errors'
import { createRevocationList } from '@waystone/kit/auth'
import { createTestIssuer } from '@waystone/kit/testing'
import { getIntrospectionQuery, GraphQLError } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GatewayPlugin } from '../src/requests/gateway-plugin.js'
import type { GatewayParts } from '../src/app.js'
import { catalog } from './catalog.js'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

/** Refuses, adds and waits as plugins may. */
const busybody: GatewayPlugin = {
  onRequest: async request => {
    if (request.headers.get('x-refuse') === 'request')
      throw new GraphQLError('not now', {
        extensions: { code: 'BUSY', http: { status: 429, headers: new Map([['retry-after', '7']]) } },
      })
    if (request.body['documentId'] === 'greeting') request.query = 'query Greeting { hello(name: "id") }'
  },
  onOperation: ({ request, responseHeaders }) => {
    responseHeaders.set('x-operation', 'seen')
    if (request.headers.get('x-refuse') === 'operation') throw new RequestFault('FORBIDDEN', 'not you')
    if (request.headers.get('x-refuse') === 'bug') throw new Error('the password is swordfish')
  },
  onResult: async ({ request, responseHeaders }, result) => {
    if (request.headers.get('x-refuse') === 'result') throw new Error('the password is swordfish')
    if (!request.headers.has('x-extend')) return
    result.extensions = { ...result.extensions, seen: true }
    responseHeaders.set('cache-control', 'max-age=5, private')
  },
}

const ways: string[] = []
let subgraph: TestSubgraph
let plain: TestGateway
let thin: TestGateway
const tokens: Record<string, string> = {}
beforeAll(async () => {
  subgraph = await startSubgraph({
    ...catalog,
    typeDefs: `${catalog.typeDefs} extend type Query { secret: String @authenticated must: String! @requiresScopes(scopes: [["rich"]]) }`,
    resolvers: {
      ...catalog.resolvers,
      Query: { ...catalog.resolvers.Query, secret: () => 'pearl', must: () => 'gold' },
    },
  })
  const away = {
    name: 'away',
    url: 'http://127.0.0.1:1/graphql',
    sdl: 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5") type Query { away: Int }',
  }
  const supergraphSdl = composeSubgraphs([subgraph, away])
  const issuer = await createTestIssuer()
  const trust = { keys: issuer.keys, revocations: createRevocationList() }
  const [userId, sessionId] = [randomUUID(), randomUUID()]
  tokens['valid'] = await issuer.token({ userId })
  tokens['rich'] = await issuer.token({ userId, scopes: ['rich'] })
  tokens['expired'] = await issuer.token({ userId, expiresInSeconds: -1 })
  tokens['revoked'] = await issuer.token({ userId, sessionId })
  trust.revocations.add([{ sessionId, userId: null, revokedAtMs: Date.now() }])
  const start = (parts: Partial<GatewayParts>) =>
    startGateway({ supergraphSdl, env: { LIMIT_COST: '300', BODY_MAX_BYTES: '20000' }, parts: { ...trust, ...parts } })
  plain = await start({ thinPath: false, plugins: [busybody] })
  thin = await start({ plugins: [busybody, { onEnd: ({ via }) => void ways.push(via) }] })
})
afterAll(async () => {
  await thin.close()
  await plain.close()
  await subgraph.close()
})

interface Sent {
  readonly method?: string
  readonly search?: string
  readonly headers?: Record<string, string>
  readonly token?: string
  readonly body?: unknown
}

/** Sends a request and returns the parts of the answer that a client sees. */
async function send(gateway: TestGateway, { method = 'POST', search = '', headers = {}, token, body }: Sent) {
  const response = await fetch(`${gateway.url}/graphql${search}`, {
    method,
    headers: {
      'x-request-id': 'r-1',
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: tokens[token] ?? token }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const seen = Object.fromEntries(response.headers)
  delete seen['date']
  return {
    status: response.status,
    headers: seen,
    body: (await response.text()).replaceAll(/(?<=nonce[-=]"?)[0-9a-f]{64}/g, '…'),
  }
}

/** Thrice, since the first time an operation is not known yet, and the second time its media type may be new. */
async function repeat(gateway: TestGateway, sent: Sent) {
  const answers = [await send(gateway, sent), await send(gateway, sent), await send(gateway, sent)]
  expect(answers[1]).toEqual(answers[2])
  return answers
}

const bearer = (token: string) => ({ token: `Bearer ${token}` })
const hashOf = (query: string) => createHash('sha256').update(query).digest('hex')
const persisted = (query: string, hash = hashOf(query)) => ({ persistedQuery: { version: 1, sha256Hash: hash } })
const get = (parameters: Record<string, string>) => ({
  method: 'GET',
  search: `?${new URLSearchParams(parameters).toString()}`,
  headers: { 'apollo-require-preflight': '1' },
})
const many = 'query A { hello } query B($name: String!) { hello(name: $name) } mutation C { write(text: "c") }'
const numbers = 'query N($v: Int!) { number(value: $v) }'
const cached = '{ hello(name: "cached") }'

/** Requests that bypass Apollo Server the second time. */
const known: Record<string, Sent> = {
  'a query': { body: { query: '{ hello }' } },
  'a query with a token': { body: { query: '{ hello secret }' }, token: 'valid' },
  'a mutation': { body: { query: 'mutation ($t: String!) { write(text: $t) }', variables: { t: 'x' } } },
  'one of several operations': { body: { query: many, operationName: 'B', variables: { name: 'Ann' } } },
  'nulls where nothing need be': {
    body: { query: '{ hello }', variables: null, operationName: null, extensions: null },
  },
  'an unknown property beside the query': { body: { query: '{ hello }', id: 7 } },
  'unused variables': { body: { query: '{ hello }', variables: { nobody: 1 } } },
  'a name in several alphabets': { body: { query: '{ hello(name: "Ægir 火 😀") }' } },
  'a missing variable': { body: { query: numbers } },
  'a wrong variable': { body: { query: numbers, variables: { v: 'x' } } },
  'a null variable': { body: { query: numbers, variables: { v: null } } },
  'a right variable': { body: { query: numbers, variables: { v: 12 } } },
  'a variable called like an inherited property': { body: { query: numbers, variables: { v: 1, constructor: 2 } } },
  'a field that nobody may see without a token': { body: { query: '{ hello secret }' } },
  'a field that may not be null and is refused': { body: { query: '{ hello must }' }, token: 'valid' },
  'the same, granted': { body: { query: '{ hello must }' }, token: 'rich' },
  'nothing that may be seen': { body: { query: '{ secret }' } },
  'a field that fails in its subgraph': { body: { query: 'query F { hello broken }' } },
  'a subgraph that is not there': { body: { query: '{ hello away }' } },
  introspection: { body: { query: getIntrospectionQuery() } },
  'a typename': { body: { query: '{ __typename }' } },
  'include and skip': {
    body: { query: 'query ($a: Boolean!) { hello @include(if: $a) x: hello @skip(if: $a) }', variables: { a: true } },
  },
  'too high a cost': {
    body: { query: 'query ($n: Int) { books(first: $n) { edges { node { title } } } }', variables: { n: 400 } },
  },
  'an operation that a plugin refuses': { body: { query: '{ hello }' }, headers: { 'x-refuse': 'operation' } },
  'an operation on which a plugin fails': { body: { query: '{ hello }' }, headers: { 'x-refuse': 'bug' } },
  'a result on which a plugin fails': { body: { query: '{ hello }' }, headers: { 'x-refuse': 'result' } },
  'a result that a plugin extends': { body: { query: '{ hello broken }' }, headers: { 'x-extend': '1' } },
  'a query that a plugin supplies': { body: { documentId: 'greeting' } },
  'any answer': { body: { query: '{ hello }' }, headers: { accept: '*/*' } },
  'the newer media type': { body: { query: '{ hello }' }, headers: { accept: 'application/graphql-response+json' } },
  'the newer media type, for an error': {
    body: { query: numbers },
    headers: { accept: 'application/graphql-response+json' },
  },
  'the newer media type before the older': {
    body: { query: '{ hello }' },
    headers: { accept: 'application/json;q=0.5, application/graphql-response+json' },
  },
  'a page or anything, by POST': { body: { query: '{ hello }' }, headers: { accept: 'text/html, */*;q=0.1' } },
  'a content type with a charset': {
    body: { query: '{ hello }' },
    headers: { 'content-type': 'application/json; charset=utf-8' },
  },
  'another JSON': { body: { query: '{ hello }' }, headers: { 'content-type': 'application/graphql+json' } },
  'a page of an allowed origin': {
    body: { query: '{ hello }' },
    headers: { origin: 'https://studio.apollographql.com' },
  },
  'a persisted query with its text': { body: { query: cached, extensions: persisted(cached) } },
  'a persisted query without its text': { body: { extensions: persisted(cached) } },
  'a query by GET': get({ query: '{ hello }' }),
  'a query with variables by GET': get({ query: numbers, variables: '{"v":3}', operationName: 'N' }),
  'a persisted query by GET': get({ extensions: JSON.stringify(persisted(cached)) }),
  'a GET that says so by its content type': {
    method: 'GET',
    search: '?query={hello}',
    headers: { 'content-type': 'application/json' },
  },
}

/** Requests that Apollo Server answers every time. */
const unknown: Record<string, Sent> = {
  nothing: { body: '' },
  'no JSON': { body: '{"query' },
  'an empty object': { body: {} },
  null: { body: 'null' },
  'an empty query': { body: { query: '' } },
  'a query that is not text': { body: { query: 1 } },
  'variables that are text': { body: { query: '{ hello }', variables: '{}' } },
  'variables that are a list': { body: { query: '{ hello }', variables: [] } },
  'extensions that are text': { body: { query: '{ hello }', extensions: 'x' } },
  'an operation name that is a number': { body: { query: '{ hello }', operationName: 3 } },
  'a syntax error': { body: { query: '{' } },
  'an unknown field': { body: { query: '{ nowhere }' } },
  'an operation that is not there': { body: { query: many, operationName: 'D' } },
  'an empty operation name': { body: { query: many, operationName: '' } },
  'several operations and no name': { body: { query: many } },
  'a batch': { body: [{ query: '{ hello }' }] },
  'too deep an operation': { body: { query: `{ shelves { ${'shelf { '.repeat(20)} __typename ${'} '.repeat(21)}` } },
  'too many aliases': { body: { query: `{ ${Array.from({ length: 61 }, (_, i) => `a${i}: __typename`).join(' ')} }` } },
  'too many root fields': { body: { query: `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: hello`).join(' ')} }` } },
  'too many directives': { body: { query: `{ hello ${'@skip(if: false) '.repeat(61)} }` } },
  'too many tokens': { body: { query: `{ ${'a '.repeat(5_001)} }` } },
  'too large a body': { body: { query: `{ hello(name: "${'x'.repeat(20_000)}") }` } },
  'a subscription': { body: { query: 'subscription { ticks }' } },
  'a hash that nobody knows': { body: { extensions: persisted('{ hello(name: "nobody") }') } },
  // The text is known, but no client has registered it.
  'the hash of a text that was only sent': { body: { extensions: persisted('{ hello }') } },
  'a hash of another text': { body: { query: '{ hello }', extensions: persisted(cached) } },
  'another version of persisted queries': {
    body: { query: cached, extensions: { persistedQuery: { version: 2, sha256Hash: hashOf(cached) } } },
  },
  'an expired token': { body: { query: '{ hello }' }, token: 'expired' },
  'a revoked token': { body: { query: '{ hello }' }, token: 'revoked' },
  'a header that is no token': { body: { query: '{ hello }' }, token: 'Basic eDp5' },
  text: { body: '{"query":"{ hello }"}', headers: { 'content-type': 'text/plain' } },
  'a form': { body: 'query={hello}', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  'a GET that any page could make': {
    method: 'GET',
    search: '?query={hello}',
    headers: { 'sec-fetch-site': 'cross-site', 'user-agent': 'Mozilla/5.0' },
  },
  'a GET without anything': { ...get({}) },
  'a GET with a query twice': { ...get({}), search: '?query={hello}&query={hello}' },
  'a GET with variables that are no JSON': get({ query: '{ hello }', variables: '{' }),
  'a mutation by GET': get({ query: 'mutation ($t: String!) { write(text: $t) }', variables: '{"t":"x"}' }),
  'a GET for a page': { method: 'GET', search: '?query={hello}', headers: { accept: 'text/html,*/*;q=0.8' } },
  'a HEAD': { method: 'HEAD', search: '?query={hello}', headers: { 'apollo-require-preflight': '1' } },
  'a media type that is not made': { body: { query: '{ hello }' }, headers: { accept: 'image/png' } },
  'a request that a plugin refuses': { body: { query: '{ hello }' }, headers: { 'x-refuse': 'request' } },
}

const bearing = (sent: Sent): Sent =>
  sent.token !== undefined && sent.token in tokens ? { ...sent, ...bearer(tokens[sent.token] ?? '') } : sent

describe('round Apollo Server the answer is the same, in status, headers and body:', () => {
  test.each(Object.entries(known))('%s', async (_, sent) => {
    const expected = await repeat(plain, bearing(sent))
    ways.length = 0
    const answers = await repeat(thin, bearing(sent))
    expect(answers).toEqual(expected)
    expect(ways.at(-1)).toBe('thin path')
  })

  test.each(Object.entries(unknown))('%s, which only Apollo Server answers', async (_, sent) => {
    // Another case may have left the operation known.
    await send(thin, { body: { query: '{ hello }' } })
    const expected = await repeat(plain, bearing(sent))
    ways.length = 0
    expect(await repeat(thin, bearing(sent))).toEqual(expected)
    expect(ways).not.toContain('thin path')
  })
})

test('an operation is known for its epoch only: another supergraph may not have its fields', async () => {
  const query = 'query Once { hello broken }'
  await thin.ask(query)
  ways.length = 0
  expect((await thin.ask(query)).data).toEqual({ hello: 'hello you', broken: null })
  expect(ways).toEqual(['thin path'])

  const narrower = { ...catalog, sdl: subgraph.sdl.replace('broken: Int', ''), url: subgraph.url }
  const isNext = new Promise<void>(resolve => {
    let isCurrent = true
    thin.app.epochs.onEpoch(() => (isCurrent ? (isCurrent = false) : resolve()))
  })
  await writeFile(thin.supergraphFile, composeSubgraphs([narrower]))
  await isNext
  ways.length = 0
  expect(await thin.ask(query)).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  })
  expect(ways).toEqual(['server'])
})
