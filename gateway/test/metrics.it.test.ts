import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startEntitySubgraphs } from './entity-subgraphs.js'
import { startGateway, type TestGateway } from './harness.js'

let subgraphs: Awaited<ReturnType<typeof startEntitySubgraphs>>
let gateway: TestGateway
beforeAll(async () => {
  subgraphs = await startEntitySubgraphs()
  gateway = await startGateway({
    supergraphSdl: subgraphs.supergraphSdl,
    env: { LIMIT_OVERLAPS: '5', LIMIT_TOKENS: '100', LIMIT_COST: '40' },
  })
})
afterAll(async () => {
  await gateway.close()
  await subgraphs.close()
})

const query = 'query Score($id: ID!) { player(id: $id) { score } }'
const valueOf = async (metric: RegExp): Promise<number | undefined> => {
  const text = await (await fetch(`${gateway.url}/metrics`)).text()
  const line = text.split('\n').find(candidate => metric.test(candidate))
  return line === undefined ? undefined : Number(line.split(' ').at(-1))
}

test('plans that were made and plans that were known', async () => {
  for (const id of ['1', '2', '3']) await gateway.ask(query, { variables: { id } })
  expect(await valueOf(/gateway_plans_total\{.*outcome="made"/)).toBe(1)
  expect(await valueOf(/gateway_plans_total\{.*outcome="known"/)).toBe(2)
})

test('what was refused, by the limit that it was over', async () => {
  const ids = Array.from({ length: 50 }, (_, i) => String(i))
  await gateway.ask('{ top top top top }')
  await gateway.ask(`{ ${'top '.repeat(200)} }`)
  await gateway.ask(
    'query ($a: ID!, $b: [ID!]!) { player(id: $a) { id } players(ids: $b) { id } x: players(ids: $b) { id } y: players(ids: $b) { id } z: players(ids: $b) { id } }',
    { variables: { a: '1', b: ids } },
  )
  await gateway.ask(query, { variables: { id: '1', more: Array.from({ length: 20_000 }, () => 1) } })
  expect(await valueOf(/limits_exceeded_total\{.*limit="tokens"/)).toBe(1)
  expect(await valueOf(/limits_exceeded_total\{.*limit="cost"/)).toBe(1)
  expect(await valueOf(/limits_exceeded_total\{.*limit="overlaps"/)).toBe(1)
  expect(await valueOf(/limits_exceeded_total\{.*limit="variableValues"/)).toBe(1)
})

test('what is under way, and nothing once it is answered', async () => {
  let send = () => {}
  subgraphs.scores.held = new Promise<void>(resolve => {
    send = resolve
  })
  const asking = [gateway.ask(query, { variables: { id: '1' } }), gateway.ask(query, { variables: { id: '2' } })]
  await vi.waitFor(async () => expect(await valueOf(/^waystone_gateway_requests_in_flight/)).toBe(2), 10_000)
  send()
  subgraphs.reset()
  await Promise.all(asking)
  await gateway.ask('{')
  expect(await valueOf(/^waystone_gateway_requests_in_flight/)).toBe(0)
})

test('fetches by subgraph and outcome', async () => {
  expect(await valueOf(/subgraph_duration_seconds_count\{.*subgraph="scores",outcome="ok"/)).toBeGreaterThan(0)
})

test('requests that failed by a fault of a subgraph, and none that failed by their own', async () => {
  const faults = async () => (await valueOf(/^waystone_gateway_faults_total/)) ?? Number.NaN
  const before = await faults()
  subgraphs.scores.errors = [
    { message: 'you may not', path: ['_entities', 0, 'score'], extensions: { code: 'FORBIDDEN' } },
  ]
  await gateway.ask(query, { variables: { id: '1' } })
  await gateway.ask('{ nowhere }')
  expect((await faults()) - before).toBe(0)
  for (const code of ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE'])
    for (const alike of [1, 2]) {
      subgraphs.scores.errors = [
        { message: `${code} ${alike}`, path: ['_entities', 0, 'score'], extensions: { code } },
        { message: 'once for a request', path: ['_entities', 0, 'score'], extensions: { code } },
      ]
      await gateway.ask(query, { variables: { id: '1' } })
    }
  subgraphs.reset()
  expect((await faults()) - before).toBe(4)
})
