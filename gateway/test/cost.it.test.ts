import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

const user = { id: '1', friends: [{ id: '2' }, { id: '3' }] }
let subgraph: TestSubgraph
let supergraphSdl: string
let gateway: TestGateway
beforeAll(async () => {
  subgraph = await startSubgraph({
    name: 'people',
    typeDefs: `
      type Query {
        report: Int @federation__cost(weight: 40)
        people(first: Int, last: Int): [Person!]
          @federation__listSize(slicingArguments: ["first", "last"])
        everyone: [Person!] @federation__listSize(assumedSize: 60)
      }
      type Person { id: ID friends(first: Int = 5): [Person!] }`,
    resolvers: { Query: { report: () => 1, people: () => [user], everyone: () => [user, user] } },
  })
  supergraphSdl = composeSubgraphs([subgraph])
  gateway = await startGateway({ supergraphSdl, env: { LIMIT_COST: '100' } })
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
})

const asking = { headers: { 'x-graphql-cost': '1' } }

test('weights and sizes of the supergraph decide, before anyone is asked', async () => {
  const asked = subgraph.asked.length
  const refused = (found: number) => ({
    status: 400,
    errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost', max: 100, found } }],
  })
  expect(await gateway.ask('{ a: report b: report c: report }')).toMatchObject(refused(120))
  expect(await gateway.ask('{ people(first: 101) { id } }')).toMatchObject(refused(101))
  expect(await gateway.ask('{ everyone { friends(first: 1) { id } } }')).toMatchObject(refused(120))
  const variable = 'query ($n: Int) { people(last: $n) { id } }'
  expect(await gateway.ask(variable, { variables: { n: 200 } })).toMatchObject(refused(200))
  expect(subgraph.asked).toHaveLength(asked)
  expect((await gateway.ask(variable, { variables: { n: 100 } })).errors).toBeUndefined()
})

test('exactly one slicing argument is wanted where the supergraph says so', async () => {
  const wrong = {
    status: 400,
    errors: [{ message: expect.stringContaining('0 are given'), extensions: { code: 'BAD_USER_INPUT' } }],
  }
  expect(await gateway.ask('{ people { id } }')).toMatchObject(wrong)
  expect((await gateway.ask('{ people(first: 1, last: 1) { id } }')).status).toBe(400)
})

test('the answer says what it cost to whoever asks', async () => {
  const query = '{ everyone { id friends(first: 1) { id } } }'
  const cheap = '{ people(first: 10) { id friends { id } } }'
  const answer = (await gateway.ask(cheap, asking)) as { extensions?: unknown }
  expect(answer.extensions).toEqual({ cost: { estimated: 10 * (1 + 5), actual: 3, max: 100 } })
  expect(await gateway.ask(cheap)).not.toHaveProperty('extensions')
  expect((await gateway.ask(query, asking)).status).toBe(400)
})

test('in the mode "measure" nothing is refused, and what would be is counted', async () => {
  const measuring = await startGateway({ supergraphSdl, env: { LIMIT_COST: '100', COST_MODE: 'measure' } })
  const answer = (await measuring.ask('{ people(first: 500) { id } }', asking)) as { extensions?: unknown }
  expect(answer).toMatchObject({ status: 200, data: { people: [{ id: '1' }] } })
  expect(answer.extensions).toEqual({ cost: { estimated: 500, actual: 1, max: 100 } })
  const metrics = await (await fetch(`${measuring.url}/metrics`)).text()
  expect(metrics).toMatch(/gateway_operation_cost_count\{.*outcome="over".*\} 1/)
  await measuring.close()
})
