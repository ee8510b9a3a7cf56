import { createLogger } from '@waystone/kit/logger'
import { GraphQLError, GraphQLScalarType } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeSubgraphs, post, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

const SECRET = 'hunter2'

/** A scalar that only the subgraph knows, and that says what came. */
const mail = new GraphQLScalarType({
  name: 'Mail',
  parseValue: value => {
    throw new GraphQLError(`Value is not a valid email address: ${String(value)}`)
  },
})

/** Answers as a server of graphql-js alone does, without any codes. */
const uncoded = (errors: readonly object[], data?: object) => async () => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ errors, data }),
})

let subgraphs: readonly TestSubgraph[]
let gateway: TestGateway
const logged: string[] = []
beforeAll(async () => {
  subgraphs = await Promise.all([
    startSubgraph({
      name: 'accounts',
      typeDefs: `scalar Mail
        input Account { email: Mail! password: String! age: Int parts: [Account!] }
        type Query { account(age: Int): Int }
        type Mutation { signUp(input: Account!): Int }
        type Subscription { signedUp(of: Account!): Int }`,
      resolvers: { Mail: mail },
    }),
    startSubgraph({
      name: 'plain',
      typeDefs: 'scalar Word type Query { plain(word: Word): Int }',
      handle: uncoded([
        {
          message: `Variable "$word" got invalid value "${SECRET}"; Expected type "Word". no: ${SECRET}`,
          locations: [{ line: 1, column: 8 }],
        },
      ]),
    }),
    startSubgraph({
      name: 'older',
      typeDefs: 'type Query { older: Int }',
      handle: uncoded([
        { message: 'Cannot query field "older" on type "Query".', locations: [{ line: 1, column: 3 }] },
      ]),
    }),
    startSubgraph({
      name: 'broken',
      typeDefs: 'type Query { broken: Int }',
      handle: uncoded([{ message: 'broken', locations: [{ line: 1, column: 3 }], path: ['broken'] }], { broken: null }),
    }),
  ])
  const logger = createLogger({ name: 'test', level: 'trace', destination: { write: line => void logged.push(line) } })
  gateway = await startGateway({ supergraphSdl: composeSubgraphs(subgraphs), parts: { logger } })
})
afterAll(async () => {
  await gateway.close()
  await Promise.all(subgraphs.map(subgraph => subgraph.close()))
})

const byVariable = 'mutation ($input: Account!) { signUp(input: $input) }'

test.each([
  [
    'a literal of another type',
    `mutation { signUp(input: { email: "a", password: "${SECRET}", age: "${SECRET}" }) }`,
    {},
  ],
  [
    'a literal that only the subgraph refuses',
    `mutation { signUp(input: { email: "${SECRET}", password: "${SECRET}" }) }`,
    {},
  ],
  ['a literal in place of an object', `mutation { signUp(input: "${SECRET}") }`, {}],
  ['no GraphQL', `mutation { signUp(input: { password "${SECRET}" }) }`, {}],
  ['a variable that lacks a field', byVariable, { input: { password: SECRET } }],
  ['a variable of another type', byVariable, { input: { email: 'a', password: { is: SECRET } } }],
  [
    'a variable deep within',
    byVariable,
    { input: { email: 'a', password: 'b', parts: [{ email: 'a', password: [SECRET] }] } },
  ],
  ['a variable that only the subgraph refuses', byVariable, { input: { email: SECRET, password: SECRET } }],
  ['a variable that a subgraph without codes refuses', 'query ($word: Word) { plain(word: $word) }', { word: SECRET }],
])('no answer and no log repeats the client’s values: %s', async (_, query, variables) => {
  for (const accept of [
    'application/json',
    'application/graphql-response+json',
    'multipart/mixed;deferSpec=20220824, application/json',
  ]) {
    const { data, errors } = await gateway.ask(query, { variables, headers: { accept } })
    expect(JSON.stringify({ data, errors })).not.toContain(SECRET)
    expect(errors).not.toHaveLength(0)
    for (const error of errors ?? [])
      expect(error.extensions?.['code']).toMatch(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED|GRAPHQL_PARSE_FAILED)$/)
  }
  expect(logged.join('')).not.toContain(SECRET)
})

test.each([
  [`subscription { signedUp(of: "${SECRET}") }`, {}],
  [`subscription { signedUp(of: { password "${SECRET}" }) }`, {}],
  ['subscription ($of: Account!) { signedUp(of: $of) }', { of: { password: SECRET } }],
])('nor does a refused subscription: %s', async (query, variables) => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables }),
  })
  const text = await response.text()
  expect(text).toContain('errors')
  expect(text).not.toContain(SECRET)
})

test.each([
  ['an operation name', { query: '{ older }', operationName: SECRET }],
  ['an operation name among several', { query: 'query A { older } query B { older }', operationName: SECRET }],
  ['a key of a variable', { query: byVariable, variables: { input: { email: 'a', password: 'b', [SECRET]: 1 } } }],
  [
    'a key deep within a variable',
    { query: byVariable, variables: { input: { email: 'a', password: 'b', parts: [{ [SECRET]: 1 }] } } },
  ],
  ['a key of a literal', { query: `mutation { signUp(input: { email: "a", password: "b", ${SECRET}: 1 }) }` }],
  ['a hash', { extensions: { persistedQuery: { version: 1, sha256Hash: SECRET } } }],
  ['a version', { query: '{ older }', extensions: { persistedQuery: { version: SECRET, sha256Hash: SECRET } } }],
  ['an unknown parameter', { query: '{ older(', [SECRET]: SECRET }],
  ['parameters of wrong types', { query: [SECRET], variables: SECRET, extensions: SECRET, operationName: [SECRET] }],
  ['a batch', [{ query: SECRET }]],
])('no answer repeats %s', async (_, body) => {
  for (const accept of ['application/json', 'text/event-stream', 'multipart/mixed;deferSpec=20220824']) {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    expect(text).toContain('message')
    expect(text).not.toContain(SECRET)
  }
})

test.each([
  ['a path', `/${SECRET}`, {}],
  ['an Accept header', '/graphql?query={older}', { accept: `${SECRET}/${SECRET}`, 'apollo-require-preflight': '1' }],
  ['a content type', '/graphql?query={older}', { 'content-type': SECRET }],
  ['a token', '/graphql?query={older}', { authorization: `Bearer ${SECRET}`, 'apollo-require-preflight': '1' }],
  ['search parameters', `/graphql?variables=${SECRET}&query={older}`, { 'apollo-require-preflight': '1' }],
  ['a method', '/graphql', {}, 'PURGE'],
])('no answer repeats %s of the request', async (_, path, headers, method = 'GET') => {
  const response = await fetch(`${gateway.url}${path}`, { method, headers })
  expect((await response.text()).toLowerCase()).not.toMatch(/hunter2|purge/)
})

test('a field that the schema lacks is named; what it has instead is told only where it may be explored', async () => {
  const production = await startGateway({ supergraphSdl: composeSubgraphs(subgraphs), env: { EXPLORERS: 'false' } })
  const messageFrom = async ({ url }: TestGateway, query: string, accept: string) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query }),
    })
    return /Cannot query field[^?]*?"\.( Did you mean)?/.exec((await response.text()).replaceAll('\\"', '"'))?.[0]
  }
  try {
    for (const [query, accept, type] of [
      ['{ oldr }', 'application/json', 'Query'],
      ['subscription { signdUp }', 'text/event-stream', 'Subscription'],
    ] as const) {
      const field = query.replaceAll(/subscription|[{} ]/g, '')
      const named = `Cannot query field "${field}" on type "${type}".`
      expect(await messageFrom(gateway, query, accept)).toBe(`${named} Did you mean`)
      expect(await messageFrom(production, query, accept)).toBe(named)
    }
  } finally {
    await production.close()
  }
})

test('the names of argument, field and type stay, and where in the variables the value is', async () => {
  const { errors } = await gateway.ask(byVariable, { variables: { input: { email: 'a', password: [SECRET] } } })
  expect(errors).toMatchObject([
    {
      message:
        'Variable "$input" got an invalid value at "input.password"; String cannot represent a non string value.',
      locations: [{ line: 1, column: 11 }],
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ])
})

test('what a subgraph does not know of the supergraph is a validation error with its name, and its own failure is its own', async () => {
  expect((await post(`${gateway.url}/graphql`, '{"query":"{ older }"}')).errors).toMatchObject([
    { extensions: { code: 'GRAPHQL_VALIDATION_FAILED', serviceName: 'older' } },
  ])
  expect((await post(`${gateway.url}/graphql`, '{"query":"{ broken }"}')).errors).toMatchObject([
    { path: ['broken'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'broken' } },
  ])
})
