import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { composeSubgraphs, startGateway, type TestGateway } from '../harness.js'
import { liveClient, type LiveClient } from './clients.js'
import { createFeed } from './feed.js'
import { startLiveSubgraph, type LiveSubgraph } from './live-subgraph.js'

interface Sale {
  readonly id: string
}

const sales = createFeed<Sale>()
const typeDefs = `
  type Query { open: Int }
  type Subscription { sold: Sale }
  type Sale @key(fields: "id") { id: ID! price: Int @policy(policies: [["prices"]]) }`

let subgraph: LiveSubgraph
let warehouse: LiveSubgraph
let gateway: TestGateway
let token: string
let asked: (readonly string[])[] = []
/** Null: policies cannot be decided. */
let granted: readonly string[] | null = []
const clients: LiveClient[] = []

beforeAll(async () => {
  subgraph = await startLiveSubgraph({
    name: 'sales',
    typeDefs,
    resolvers: {
      Subscription: { sold: { subscribe: () => sales.listen(), resolve: (sale: Sale) => sale } },
      Sale: { price: () => 7 },
    },
  })
  warehouse = await startLiveSubgraph({
    name: 'warehouse',
    typeDefs: 'type Sale @key(fields: "id") { id: ID! stock: Int room: Int }',
    resolvers: { Sale: { stock: () => 8, room: () => 9 } },
  })
  gateway = await startGateway({
    supergraphSdl: composeSubgraphs([subgraph, warehouse]),
    parts: {
      decidePolicies: ({ policies }) => {
        asked.push(policies)
        if (granted === null) throw new Error('not now')
        return Object.fromEntries(policies.map(policy => [policy, granted?.includes(policy) === true]))
      },
    },
  })
  token = await gateway.issuer.token({ userId: randomUUID() })
})
beforeEach(() => {
  asked = []
  granted = ['prices', 'sellers']
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()))
  await listeners(0)
})
afterAll(async () => {
  await gateway.close()
  await Promise.all([subgraph.close(), warehouse.close()])
})

const client = () => {
  const made = liveClient(`${gateway.url}/graphql`, { token })
  clients.push(made)
  return made
}
const listeners = (count: number) =>
  vi.waitFor(() => expect(sales.listeners).toBe(count), { timeout: 20_000, interval: 5 })
const takeOver = async (change: (sdl: string) => string) => {
  const before = gateway.app.epochs.current()?.id
  const changed = [subgraph, warehouse].map(({ name, url, sdl }) => ({ name, url, sdl: change(sdl) }))
  await writeFile(gateway.supergraphFile, composeSubgraphs(changed))
  await vi.waitFor(() => expect(gateway.app.epochs.current()?.id).not.toBe(before), { timeout: 20_000 })
}

const SOLD = 'subscription { sold { id price } }'
const sale = (id: string, price: number | null) => ({ sold: { id, price } })
const codesOf = (errors: readonly { extensions?: unknown }[] = []) =>
  errors.map(({ extensions }) => (extensions as { code?: string } | undefined)?.code)

test('a subscription asks when it begins, and not for each event', async () => {
  const received = client().subscribe(SOLD)
  await listeners(1)
  sales.publish({ id: 'a' })
  sales.publish({ id: 'b' })
  expect(await received.count(2)).toEqual([{ data: sale('a', 7) }, { data: sale('b', 7) }])
  expect(asked).toEqual([['prices']])
})

test('what is refused is null in each event, and its error says whether it was decided', async () => {
  granted = []
  const denied = client().subscribe(SOLD)
  await listeners(1)
  granted = null
  const undecided = client().subscribe(SOLD)
  await listeners(2)
  sales.publish({ id: 'a' })
  for (const [received, code] of [
    [denied, 'FORBIDDEN'],
    [undecided, 'POLICY_NOT_DECIDED'],
  ] as const) {
    const [event] = await received.count(1)
    expect(event?.data).toEqual(sale('a', null))
    expect(codesOf(event?.errors)).toEqual([code])
  }
})

test('two connections with one token share no event where they were decided about otherwise', async () => {
  const first = client().subscribe(SOLD)
  await listeners(1)
  granted = []
  const second = client().subscribe(SOLD)
  await listeners(2)
  granted = ['prices']
  const third = client().subscribe(SOLD)
  await vi.waitFor(() => expect(asked).toHaveLength(3), { timeout: 10_000 })
  sales.publish({ id: 'a' })
  const prices = []
  for (const each of [first, second, third]) prices.push((await each.count(1))[0]?.data)
  expect(prices).toEqual([sale('a', 7), sale('a', null), sale('a', 7)])
})

test('an anonymous client is decided about, too', async () => {
  const anonymous = liveClient(`${gateway.url}/graphql`)
  clients.push(anonymous)
  const received = anonymous.subscribe(SOLD)
  await listeners(1)
  sales.publish({ id: 'a' })
  expect(await received.count(1)).toEqual([{ data: sale('a', 7) }])
})

test('a new supergraph asks nothing where it needs no other policies; where it does, clients subscribe again', async () => {
  const query = 'subscription { sold { price stock room } }'
  const received = client().subscribe(query)
  await listeners(1)
  await takeOver(sdl => sdl.replace('type Query {', 'type Query { more: Int'))
  sales.publish({ id: 'a' })
  expect(await received.count(1)).toEqual([{ data: { sold: { price: 7, stock: 8, room: 9 } } }])
  expect(asked).toEqual([['prices']])

  // The events stay the same: only what is fetched for each differs.
  await takeOver(sdl => sdl.replace('room: Int', 'room: Int @policy(policies: [["sellers"]])'))
  expect(await received.end()).toMatchObject({
    how: 'error',
    error: [{ extensions: { code: 'SUBSCRIPTION_SCHEMA_RELOAD' } }],
  })
  await listeners(0)
  const again = client().subscribe(query)
  await listeners(1)
  sales.publish({ id: 'b' })
  expect(await again.count(1)).toEqual([{ data: { sold: { price: 7, stock: 8, room: 9 } } }])
  expect(asked).toEqual([['prices'], ['prices', 'sellers']])
})

test('a subscription to a field whose policies are not fulfilled is refused', async () => {
  await takeOver(sdl => sdl.replace('sold: Sale', 'sold: Sale @policy(policies: [["sellers"]])'))
  for (const [decided, code] of [
    [[], 'FORBIDDEN'],
    [null, 'POLICY_NOT_DECIDED'],
  ] as const) {
    granted = decided
    const ended = await client().subscribe(SOLD).end()
    expect(ended.how).toBe('error')
    expect(codesOf((ended as { error: { extensions?: unknown }[] }).error)).toEqual([code])
  }
})
