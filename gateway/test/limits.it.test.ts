import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalog } from './catalog.js'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

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

const refused = (limit: string) => ({
  status: 400,
  errors: [{ message: expect.stringContaining('at most'), extensions: { code: 'LIMIT_EXCEEDED', limit } }],
})
const nested = (depth: number) => `{ shelves { ${'shelf { '.repeat(depth - 2)} __typename ${'} '.repeat(depth)}`

const aliases = (count: number) => Array.from({ length: count }, (_, i) => `a${i}: __typename`).join(' ')

test('depth', async () => {
  expect((await gateway.ask(nested(15))).errors).toBeUndefined()
  const answer = await gateway.ask(nested(16))
  expect(answer).toMatchObject(refused('depth'))
  expect(answer.errors?.[0]?.extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'depth', max: 15, found: 16 })
})

test('depth within fragments', async () => {
  const query = `${nested(14).replace('__typename', '...F')} fragment F on Shelf { shelf { shelf { __typename } } }`
  expect(await gateway.ask(query)).toMatchObject(refused('depth'))
})

test('aliases', async () => {
  expect((await gateway.ask(`{ shelves { ${aliases(60)} } }`)).errors).toBeUndefined()
  expect(await gateway.ask(`{ shelves { ${aliases(61)} } }`)).toMatchObject(refused('aliases'))
})

test('root fields', async () => {
  const query = `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: hello`).join(' ')} }`
  expect(await gateway.ask(query)).toMatchObject(refused('rootFields'))
})

test('directives', async () => {
  expect(await gateway.ask(`{ hello ${'@skip(if: false) '.repeat(61)} }`)).toMatchObject(refused('directives'))
})

test('fields of fragments that double at each level, in no time', async () => {
  const fragments = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Shelf { ...F${i + 1} ...F${i + 1} }`)
  const query = `{ shelves { ...F0 } } ${fragments.join(' ')} fragment F40 on Shelf { __typename }`
  expect(await gateway.ask(query)).toMatchObject(refused('fields'))
}, 2_000)

test('fragments in a circle are refused by validation', async () => {
  const answer = await gateway.ask(
    '{ shelves { ...A } } fragment A on Shelf { shelf { ...B } } fragment B on Shelf { ...A }',
  )
  expect(answer.errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED')
})

test('tokens', async () => {
  const answer = await gateway.ask(`{ ${'hello '.repeat(6_000)} }`)
  expect(answer).toMatchObject({
    status: 400,
    errors: [
      {
        message: expect.stringContaining('5000'),
        extensions: { code: 'LIMIT_EXCEEDED', limit: 'tokens', max: 5_000 },
      },
    ],
  })
})

test('cost, by page sizes from values, variables and defaults', async () => {
  const query = 'query ($n: Int) { books(first: $n) { edges { node { similar { similar { title } } } } } }'
  const asked = subgraph.asked.length
  const answer = await gateway.ask(query, { variables: { n: 1_000 } })
  expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost' } }] })
  expect(subgraph.asked).toHaveLength(asked)
  expect((await gateway.ask(query, { variables: { n: 10 } })).errors).toBeUndefined()
  expect((await gateway.ask(query)).errors).toBeUndefined()
})

test('every one can be set', async () => {
  const strict = await startGateway({ supergraphSdl, env: { LIMIT_DEPTH: '1', LIMIT_COST: '5', LIMIT_TOKENS: '20' } })
  expect(await strict.ask('{ shelves { __typename } }')).toMatchObject(refused('depth'))
  await strict.close()
})

test('the introspection query of explorers passes', async () => {
  const answer = await gateway.ask(
    getIntrospectionQuery({
      descriptions: true,
      inputValueDeprecation: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
    }),
  )
  expect(answer.errors).toBeUndefined()
  expect(answer.data?.['__schema']).toBeDefined()
})
