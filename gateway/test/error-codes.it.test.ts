import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeSubgraphs, post, startGateway, startSubgraph, type Answer, type TestGateway } from './harness.js'

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
const [, section = ''] = page.split('## Codes of GraphQL, Apollo Server and federation')
const [table = ''] = section.split('\n## ')
const listed = [...table.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code = '']) => code)

let gateway: TestGateway
let production: TestGateway
let failing: TestGateway
const opened: { close(): Promise<void> }[] = []

const keep = async (options: Parameters<typeof startSubgraph>[0]) => {
  const subgraph = await startSubgraph(options)
  opened.push(subgraph)
  return subgraph
}

beforeAll(async () => {
  const subgraph = await startSubgraph({
    name: 'shop',
    typeDefs: 'type Query { hello: String count: Int! broken: Int gone: Gone } type Gone { id: ID! }',
    handle: async request => {
      const { query } = JSON.parse(request.body.toString()) as { query: string }
      const errors = [{ message: 'masked', path: ['broken'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]
      const answers = {
        count: { data: { count: 'three' } },
        gone: { data: {} },
        broken: { data: { broken: null }, errors },
      }
      const found = Object.entries(answers).find(([field]) => query.includes(field))
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(found?.[1] ?? {}) }
    },
  })
  const supergraphSdl = composeSubgraphs([subgraph])
  gateway = await startGateway({ supergraphSdl })
  const keys = '@key(fields: "id")'
  const unresolvable = '@key(fields: "id", resolvable: false)'
  const unplannable = composeSubgraphs([
    await keep({ name: 'a', typeDefs: `type T ${keys} { id: ID! name: String }` }),
    await keep({
      name: 'b',
      typeDefs: `type Query { other: T guarded: Int @policy(policies: [["p"]]) } type T ${unresolvable} { id: ID! name: String @external loud: String @requires(fields: "name") }`,
    }),
  ])
  const decidePolicies = () => Promise.reject(new Error('not now'))
  failing = await startGateway({ supergraphSdl: unplannable, parts: { decidePolicies } })
  opened.push(failing)
  const env = { NODE_ENV: 'production', INTERNAL_SECRET: 'a-secret-of-its-own-that-is-long-enough', PROXIES: '0' }
  production = await startGateway({ supergraphSdl, env })
  opened.push(gateway, production, subgraph)
})
afterAll(async () => {
  for (const each of opened) await each.close()
})

const unknownHash = { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }

/** A request for each code that is answered with it. */
const requests: Readonly<Record<string, () => Promise<Answer>>> = {
  GRAPHQL_PARSE_FAILED: () => gateway.ask('{'),
  GRAPHQL_VALIDATION_FAILED: () => gateway.ask('{ nothing }'),
  OPERATION_RESOLUTION_FAILURE: () => gateway.ask('query A { hello } query B { hello }'),
  PERSISTED_QUERY_NOT_FOUND: () => post(`${gateway.url}/graphql`, JSON.stringify(unknownHash)),
  INTROSPECTION_DISABLED: () => production.ask('{ __schema { types { name } } }'),
  // Composition takes any key for a way back to the field's subgraph; this one does not lead there.
  QUERY_PLANNING_FAILED: () => failing.ask('{ other { loud } }'),
  POLICY_NOT_DECIDED: () => failing.ask('{ guarded }'),
  DOWNSTREAM_SERVICE_ERROR: () => gateway.ask('{ gone { id } }'),
  INVALID_GRAPHQL: () => gateway.ask('{ count }'),
  INTERNAL_SERVER_ERROR: () => gateway.ask('{ broken }'),
}

test.each(Object.entries(requests))('%s is the code of such an error', async (code, request) => {
  expect((await request()).errors?.map(({ extensions }) => extensions?.['code'])).toEqual([code])
})

test('the page lists the codes that are sent, and no other', () => {
  expect(listed.toSorted()).toEqual(Object.keys(requests).toSorted())
})

test('introspection that is disabled is a fault of the document: 200 for clients that name application/json', async () => {
  const query = '{ __schema { types { name } } }'
  expect((await production.ask(query)).status).toBe(400)
  expect((await production.ask(query, { headers: { accept: 'application/json' } })).status).toBe(200)
})
