import { randomUUID } from 'node:crypto'
import { json, type HttpRequest, type HttpResponse } from '@waystone/kit/http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

let names: TestSubgraph
let scores: TestSubgraph
let remembering: TestGateway
let plain: TestGateway
/** Responses of the subgraphs. */
let nameOf: (request: HttpRequest) => HttpResponse
let scoresOf: (ids: readonly string[], request: HttpRequest) => HttpResponse

const bodyOf = (request: HttpRequest) =>
  JSON.parse(request.body.toString()) as { variables?: { representations?: { id: string }[] } }
const players = json(200, { data: { players: ['ann', 'bob'].map(id => ({ __typename: 'Player', id })) } })
const entities = (values: readonly unknown[], headers: Record<string, string> = {}) =>
  json(200, { data: { _entities: values.map(score => ({ __typename: 'Player', score })) } }, headers)

beforeAll(async () => {
  names = await startSubgraph({
    name: 'names',
    typeDefs: 'type Query { players: [Player!]! } type Player @key(fields: "id") { id: ID! }',
    handle: async request => nameOf(request),
  })
  scores = await startSubgraph({
    name: 'scores',
    typeDefs: 'type Player @key(fields: "id") { id: ID! score: Int }',
    handle: async request =>
      scoresOf(
        (bodyOf(request).variables?.representations ?? []).map(({ id }) => id),
        request,
      ),
  })
  const supergraphSdl = composeSubgraphs([names, scores])
  remembering = await startGateway({ supergraphSdl })
  plain = await startGateway({ supergraphSdl, env: { REPEATS_MAX_BYTES: '0' } })
})
beforeEach(() => {
  nameOf = () => players
  scoresOf = ids => entities(ids.map(id => id.length))
  for (const { requests } of [names, scores]) requests.length = 0
})
afterAll(async () => {
  for (const each of [remembering, plain, names, scores]) await each.close()
})

/** Each test uses queries of its own, so that the gateway has recorded nothing of them before. */
let asked = 0
const newQuery = () => `query Q${++asked} { players { id score } }`
const outcomesOf = async ({ url }: TestGateway): Promise<Record<string, number>> => {
  const text = await (await fetch(`${url}/metrics`)).text()
  const found = text.matchAll(/waystone_gateway_repeated_answers_total\{.*?outcome="(\w+)".*?\} (\d+)/g)
  return Object.fromEntries([...found].map(([, outcome = '', count]) => [outcome, Number(count)]))
}
/** Until the gateway answers it from what it remembers. */
async function untilRepeated(query: string): Promise<void> {
  const { repeated = 0 } = await outcomesOf(remembering)
  for (let turn = 0; turn < 10; turn++) {
    await remembering.ask(query)
    if (((await outcomesOf(remembering))['repeated'] ?? 0) > repeated) return
  }
  throw new Error('It never is')
}
const answerOf = async (gateway: TestGateway, ...given: Parameters<TestGateway['ask']>) => {
  const { status, data, errors } = await gateway.ask(...given)
  return { status, data, errors: errors?.map(({ message, path }) => ({ message, path })) }
}

test('an answer that repeats is given again, and the subgraphs are asked each time', async () => {
  const query = newQuery()
  const first = await answerOf(remembering, query)
  expect(first.data).toEqual({
    players: [
      { id: 'ann', score: 3 },
      { id: 'bob', score: 3 },
    ],
  })
  await untilRepeated(query)
  names.requests.length = scores.requests.length = 0
  expect(await answerOf(remembering, query)).toEqual(first)
  expect([names.requests.length, scores.requests.length]).toEqual([1, 1])
})

test('the next answer that differs is told at once, and no subgraph is asked twice for it', async () => {
  const query = newQuery()
  await untilRepeated(query)
  for (const change of [
    () => (scoresOf = ids => entities(ids.map(() => 7))),
    () => (nameOf = () => json(200, { data: { players: [{ __typename: 'Player', id: 'cyd' }] } })),
    () => (nameOf = () => json(200, { data: { players: null } })),
    () => (nameOf = () => json(200, { errors: [{ message: 'no' }] })),
    () => (nameOf = () => ({ status: 500, body: '<html>', headers: { 'content-type': 'text/html' } })),
    () => (scoresOf = () => json(200, { data: { _entities: [] } })),
  ]) {
    nameOf = () => players
    scoresOf = ids => entities(ids.map(id => id.length))
    await untilRepeated(query)
    change()
    names.requests.length = scores.requests.length = 0
    const told = await answerOf(remembering, query)
    expect(names.requests).toHaveLength(1)
    expect(scores.requests.length).toBeLessThanOrEqual(1)
    expect(told).toEqual(await answerOf(plain, query))
  }
})

test('viewers of whom subgraphs tell different things never get each other’s', async () => {
  const query = newQuery()
  const newToken = async () => await remembering.issuer.token({ userId: randomUUID() })
  const tokens = [await newToken(), await newToken()]
  scoresOf = (ids, { headers }) => entities(ids.map(() => tokens.indexOf(headers.get('authorization')?.slice(7) ?? '')))
  const before = await outcomesOf(remembering)
  for (let turn = 0; turn < 60; turn++) {
    const viewer = turn % 8 === 0 ? 0 : 1
    const { data } = await remembering.ask(query, { token: tokens[viewer] as string })
    expect(data).toMatchObject({ players: [{ score: viewer }, { score: viewer }] })
  }
  const after = await outcomesOf(remembering)
  for (const outcome of ['repeated', 'changed']) expect(after[outcome]).toBeGreaterThan(before[outcome] ?? 0)
})

test('headers are those of the answers that have just come', async () => {
  const query = newQuery()
  let age = 90
  nameOf = () => ({ ...players, headers: { ...players.headers, 'cache-control': `public, max-age=${age}` } })
  scoresOf = ids =>
    entities(
      ids.map(() => 1),
      { 'cache-control': 'public, max-age=80' },
    )
  await untilRepeated(query)
  age = 10
  const { headers } = await remembering.ask(query)
  expect(headers.get('cache-control')).toContain('max-age=10')
})

test('what one client asks for beside the data is not told to the next', async () => {
  const query = newQuery()
  await untilRepeated(query)
  expect(await remembering.ask(query, { headers: { 'x-graphql-cost': '1' } })).toHaveProperty('extensions.cost')
  expect(await remembering.ask(query)).not.toHaveProperty('extensions')
})

test('an operation whose answers are never the same is soon hardly looked at', async () => {
  const query = newQuery()
  let score = 0
  scoresOf = ids => entities(ids.map(() => score++))
  const before = await outcomesOf(remembering)
  for (let turn = 0; turn < 64; turn++) await remembering.ask(query)
  const after = await outcomesOf(remembering)
  expect((after['executed'] ?? 0) - (before['executed'] ?? 0)).toBeLessThan(10)
  expect(after['repeated']).toBe(before['repeated'])
})

test('a gateway that is to remember nothing counts nothing', async () => {
  const query = newQuery()
  for (let turn = 0; turn < 5; turn++) await plain.ask(query)
  expect(await outcomesOf(plain)).toEqual({})
})
