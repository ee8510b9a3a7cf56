import { EventEmitter, once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buildSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { afterEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createLiveClient } from './index.js'

const schema = buildSchema(`
  type Query { none: Int, broken: Int }
  type Mutation { order: Int! }
  type Subscription { minutes: Int! }
`)

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

async function setUp() {
  /** Mutations that are under way, which the test answers. */
  const orders: (() => void)[] = []
  const heard = new EventEmitter()
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(sockets, 'listening')
  let accepted = 0
  async function* minutes() {
    yield { minutes: accepted }
    await once(heard, 'never')
  }
  const order = () =>
    new Promise<number>(resolve => {
      const number = orders.push(() => resolve(number))
      heard.emit('order')
    })
  const broken = () => {
    throw new Error('It is broken')
  }
  const onConnect = () => void accepted++
  useServer(
    { schema, onConnect, roots: { query: { broken }, mutation: { order }, subscription: { minutes } } },
    sockets,
  )
  const url = `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`
  const live = createLiveClient({ url, webSocketImpl: WebSocket, retryDelayMaxMs: 20 })
  const drop = () => {
    for (const socket of sockets.clients) socket.terminate()
  }
  closers.push(async () => {
    await live.close()
    drop()
    await new Promise(resolve => sockets.close(resolve))
  })
  return {
    live,
    orders,
    drop,
    nextOrder: () => once(heard, 'order'),
    accepted: () => accepted,
    connections: () => sockets.clients.size,
  }
}

test('a request is answered over the connection of the subscriptions', async () => {
  const { accepted, live } = await setUp()
  await live.subscribe('subscription { minutes }').next()
  expect(await live.request<{ none: null }>('{ none }')).toEqual({ data: { none: null } })
  const partly = await live.request('{ none broken }')
  expect(partly).toMatchObject({ data: { broken: null }, errors: [{ message: 'It is broken' }] })
  expect(accepted()).toBe(1)
})

test('a request is refused where the server answers with errors and nothing else', async () => {
  const { live } = await setUp()
  await expect(live.request('{ nothing }')).rejects.toMatchObject({ failure: 'refused' })
})

test('a request is not sent again when its connection is lost: it may have been executed', async () => {
  const { drop, live, nextOrder, orders } = await setUp()
  const told = live.subscribe<{ minutes: number }>('subscription { minutes }')
  expect((await told.next()).value).toEqual({ data: { minutes: 1 } })
  const [arrived, answer] = [nextOrder(), live.request('mutation { order }')]
  const [failure] = await Promise.all([answer.catch((error: unknown) => error), arrived.then(drop)])
  expect(failure).toMatchObject({ failure: 'lost' })
  // The subscription is back, and with it whatever else would have been sent again.
  expect((await told.next()).value).toEqual({ data: { minutes: 2 } })
  const [arrivedNext, next] = [nextOrder(), live.request<{ order: number }>('mutation { order }')]
  await arrivedNext
  expect(orders).toHaveLength(2)
  orders[1]?.()
  expect(await next).toEqual({ data: { order: 2 } })
})

test('a request alone opens a connection, which closes with its answer', async () => {
  const { connections, live } = await setUp()
  expect(await live.request('{ none }')).toEqual({ data: { none: null } })
  await expect.poll(connections).toBe(0)
})

test('nothing begins once the client is closed, and nothing connects again', async () => {
  const { accepted, live } = await setUp()
  await live.request('{ none }')
  await live.close()
  await expect(live.request('{ none }')).rejects.toMatchObject({ failure: 'closed' })
  await expect(live.subscribe('subscription { minutes }').next()).rejects.toMatchObject({ failure: 'closed' })
  expect(accepted()).toBe(1)
})
