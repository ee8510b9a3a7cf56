import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from '../harness.js'
import {
  callBack,
  checkAndBegin,
  startCallbackSubgraph,
  startScriptedSubgraph,
  typeDefs,
  type AskedCallback,
} from './callback-subgraph.js'
import { liveClient, type LiveClient } from './clients.js'

const SOLD = 'subscription { sold { id price stock } }'
const BODY_MAX_BYTES = 20_000

let apollo: Awaited<ReturnType<typeof startCallbackSubgraph>>
let scripted: Awaited<ReturnType<typeof startScriptedSubgraph>>
let warehouse: TestSubgraph
/** Before Apollo Server, and before the scripted subgraph. */
let real: TestGateway
let gateway: TestGateway
const clients: LiveClient[] = []

beforeAll(async () => {
  apollo = await startCallbackSubgraph()
  scripted = await startScriptedSubgraph()
  warehouse = await startSubgraph({
    name: 'warehouse',
    typeDefs: 'type Sale @key(fields: "id") { id: ID! stock: Int }',
    resolvers: { Sale: { __resolveReference: ({ id }: { id: string }) => ({ id, stock: 8 }) } },
  })
  real = await before(apollo.url, { CALLBACK_HEARTBEAT_MS: '600000' })
  gateway = await before(scripted.url, {
    CALLBACK_HEARTBEAT_MS: '600000',
    BODY_MAX_BYTES: String(BODY_MAX_BYTES),
  })
})
afterEach(async () => {
  scripted.replyWith(checkAndBegin)
  scripted.asked.length = 0
  await Promise.all(clients.splice(0).map(client => client.close()))
  await nobodyListens()
})
afterAll(async () => {
  await Promise.all([real.close(), gateway.close()])
  await Promise.all([apollo.close(), scripted.close(), warehouse.close()])
})

/** Starts a gateway before the subgraph at a URL. */
const before = (url: string, env: Record<string, string>) =>
  startGateway({
    supergraphSdl: composeSubgraphs([{ name: 'sales', url, sdl: typeDefs }, warehouse]),
    env: { CALLBACK_SUBGRAPHS: 'sales', ...env },
  })
const subscribe = (at: TestGateway, query = SOLD, token?: string) => {
  const client = liveClient(`${at.url}/graphql`, token === undefined ? {} : { token })
  clients.push(client)
  return client.subscribe(query)
}
const listeners = (count: number) =>
  vi.waitFor(() => expect(apollo.sales.listeners).toBe(count), { timeout: 20_000, interval: 10 })
/** The next event after the gateway has seen a client go tells the subgraph so. */
const nobodyListens = () =>
  vi.waitFor(
    () => {
      apollo.sales.publish({ id: 'last', price: 1 })
      expect(apollo.sales.listeners).toBe(0)
    },
    { timeout: 20_000 },
  )
const sale = (id: string, price: number | null = 7) => ({ data: { sold: { id, price, stock: 8 } } })

describe('Apollo Server with its plugin', () => {
  test('sends events, which are answered with what other subgraphs know, in order', async () => {
    const token = await real.issuer.token({ userId: randomUUID() })
    const received = subscribe(real, SOLD, token)
    await listeners(1)
    for (const id of ['a', 'b', 'c']) apollo.sales.publish({ id, price: 7 })
    expect(await received.count(3, 20_000)).toEqual([sale('a'), sale('b'), sale('c')])
    expect(apollo.seen.at(-1)).toEqual({ authorization: `Bearer ${token}`, variables: {} })
  })

  test('is told with its next heartbeat that the client has gone', async () => {
    const lively = await before(apollo.url, { CALLBACK_HEARTBEAT_MS: '100' })
    const received = subscribe(lively)
    await listeners(1)
    received.stop()
    await listeners(0)
    expect(apollo.sales.listeners).toBe(0)
    await lively.close()
  })

  test('has one subscription for all clients of a channel', async () => {
    const asked = apollo.seen.length
    const received = [subscribe(real), subscribe(real)]
    await listeners(1)
    await vi.waitFor(async () =>
      expect(await real.app.metrics.metrics()).toMatch(/waystone_gateway_live_subscriptions\{[^}]*\} 2/),
    )
    apollo.sales.publish({ id: 'a', price: 7 })
    for (const each of received) expect(await each.count(1, 20_000)).toEqual([sale('a')])
    expect(apollo.seen.length - asked).toBe(1)
  })

  test('ends the subscription of the client when its events end', async () => {
    const received = subscribe(real)
    await listeners(1)
    apollo.sales.end()
    expect(await received.end(20_000)).toEqual({ how: 'complete' })
  })

  test('refuses a subscription with its own error', async () => {
    const ended = await subscribe(real, 'subscription { refused }').end(20_000)
    expect(ended).toMatchObject({
      how: 'error',
      error: [{ message: 'Not today', extensions: { code: 'CLOSED', serviceName: 'sales' } }],
    })
  })
})

/** Subscribes, and waits until the subgraph has begun. */
async function begin(query = SOLD) {
  const received = subscribe(gateway, query)
  return { received, asked: await firstAsked() }
}

async function firstAsked(): Promise<AskedCallback> {
  await vi.waitFor(() => expect(scripted.asked).toHaveLength(1), { timeout: 20_000 })
  const [asked] = scripted.asked
  if (asked === undefined) throw new Error('It was asked just now')
  return asked
}
const reasonOf = (ended: { how: string; error?: unknown }) =>
  (ended.error as { extensions?: { code?: string; reason?: string } }[] | undefined)?.map(({ extensions }) => [
    extensions?.code,
    extensions?.reason,
  ])

describe('the protocol', () => {
  test('asks with an id, an address and a verifier that nobody can guess', async () => {
    const { received, asked } = await begin()
    expect(scripted.asked).toMatchObject([
      {
        headers: { accept: 'application/json;callbackSpec=1.0', 'content-type': 'application/json' },
        callbackUrl: `${gateway.url}/callback/${asked.subscriptionId}`,
        subscriptionId: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
        verifier: expect.stringMatching(/^[\w-]{43}$/),
        heartbeatIntervalMs: 600_000,
      },
    ])
    received.stop()
  })

  test('answers check with 204, next with 200, complete with 202, and says its version', async () => {
    const { received, asked } = await begin()
    expect(await callBack(asked, { action: 'check' })).toEqual([204, 'callback/1.0'])
    const event = (id: string) => ({
      action: 'next',
      payload: { data: { sold: { __typename: 'Sale', id, price: 7 } } },
    })
    expect(await callBack(asked, event('a'))).toEqual([200, 'callback/1.0'])
    expect(await callBack(asked, { action: 'complete' })).toEqual([202, 'callback/1.0'])
    expect(received.results).toEqual([sale('a')])
    expect(await received.end()).toEqual({ how: 'complete' })
    for (const late of [{ action: 'check' }, event('b'), { action: 'complete' }])
      expect((await callBack(asked, late))[0]).toBe(404)
  })

  test('keeps all digits of numbers of custom scalars', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'subscription { sold { serial } }' }),
    })
    const asked = await firstAsked()
    const { callbackUrl, subscriptionId: id, verifier } = asked
    const start = JSON.stringify({ kind: 'subscription', action: 'next', id, verifier }).slice(0, -1)
    const body = `${start},"payload":{"data":{"sold":{"serial":9007199254740993}}}}`
    expect((await fetch(callbackUrl, { method: 'POST', body })).status).toBe(200)
    await callBack(asked, { action: 'complete' })
    expect(await response.text()).toContain('{"serial":9007199254740993}')
  })

  test('ends with the errors of complete', async () => {
    const { received, asked } = await begin()
    await callBack(asked, { action: 'complete', errors: [{ message: 'over', extensions: { code: 'SOLD_OUT' } }] })
    expect(reasonOf(await received.end())).toEqual([['SOLD_OUT', undefined]])
  })

  test('refuses another verifier, id, kind, action or body, and the subscription goes on', async () => {
    const { received, asked } = await begin()
    const check = { action: 'check' }
    const statuses = []
    for (const [at, message] of [
      [{ ...asked, verifier: 'x'.repeat(43) }, check],
      [{ ...asked, verifier: '' }, check],
      [asked, { ...check, verifier: 1 }],
      [asked, { ...check, id: randomUUID() }],
      [asked, { ...check, kind: 'other' }],
      [asked, { action: 'other' }],
    ] as const)
      statuses.push((await callBack(at, message))[0])
    expect(statuses).toEqual([401, 401, 401, 400, 400, 400])
    const post = async (url: string, body: string, method = 'POST') =>
      (await fetch(url, method === 'POST' ? { method, body } : { method })).status
    expect(await post(asked.callbackUrl, '{')).toBe(400)
    expect(await post(asked.callbackUrl, '[]')).toBe(400)
    expect(await post(asked.callbackUrl, '', 'GET')).toBe(405)
    expect(await post(asked.callbackUrl, JSON.stringify({ more: 'x'.repeat(BODY_MAX_BYTES) }))).toBe(413)
    expect(await post(`${gateway.url}/callback/${randomUUID()}`, '{}')).toBe(404)
    expect(await post(`${gateway.url}/callback/`, '{}')).toBe(404)
    expect((await callBack(asked, check))[0]).toBe(204)
    expect(received.ended).toBeNull()
  })

  test('ends with an error where an event is no GraphQL', async () => {
    const { received, asked } = await begin()
    await callBack(asked, { action: 'next', payload: 'no' })
    expect(reasonOf(await received.end())).toEqual([['DOWNSTREAM_SERVICE_ERROR', 'invalid answer']])
    expect((await callBack(asked, { action: 'check' }))[0]).toBe(404)
  })

  test.each<[string, Parameters<typeof scripted.replyWith>[0], [string, string | undefined]]>([
    [
      'has not called back',
      async () => ({ status: 200, body: '{"data":null}' }),
      ['DOWNSTREAM_SERVICE_ERROR', 'invalid answer'],
    ],
    [
      'answers an error',
      async () => ({ status: 400, body: '{"errors":[{"message":"no","extensions":{"code":"NO"}}]}' }),
      ['NO', undefined],
    ],
    [
      'answers another status',
      async () => ({ status: 500, body: 'no' }),
      ['DOWNSTREAM_SERVICE_ERROR', 'invalid answer'],
    ],
    ['is away', async () => ({ status: 503, body: '' }), ['DOWNSTREAM_SERVICE_ERROR', 'unreachable']],
    [
      'answers too much',
      async () => ({ status: 200, body: JSON.stringify({ more: 'x'.repeat(200_000) }) }),
      ['DOWNSTREAM_SERVICE_ERROR', 'too large'],
    ],
  ])('ends with an error where the subgraph %s', async (_what, reply, reason) => {
    scripted.replyWith(reply)
    const { received, asked } = await begin()
    expect(reasonOf(await received.end(20_000))).toEqual([reason])
    expect((await callBack(asked, { action: 'check' }))[0]).toBe(404)
  })

  test('ends with an error when heartbeats are missed', async () => {
    const hasty = await before(scripted.url, { CALLBACK_HEARTBEAT_MS: '20' })
    const received = subscribe(hasty)
    expect(reasonOf(await received.end(20_000))).toEqual([['DOWNSTREAM_SERVICE_ERROR', 'timeout']])
    await hasty.close()
  })
})

test('a gateway that stops ends its subscriptions, and is called back in vain', async () => {
  const stopped = await before(scripted.url, {})
  const received = subscribe(stopped)
  const asked = await firstAsked()
  await stopped.close()
  await received.end(20_000)
  await expect(callBack(asked, { action: 'check' })).rejects.toThrow('fetch failed')
})

test('without CALLBACK_SUBGRAPHS there is no callback route', async () => {
  const off = await startGateway({
    supergraphSdl: composeSubgraphs([warehouse, { name: 'q', url: scripted.url, sdl: 'type Query { open: Int }' }]),
  })
  const response = await fetch(`${off.url}/callback/${randomUUID()}`, { method: 'POST', body: '{}' })
  expect([response.status, response.headers.get('subscription-protocol')]).toEqual([404, null])
  await off.close()
})
