import { randomUUID } from 'node:crypto'
import { createClient } from 'graphql-ws'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createTestIssuer } from '@waystone/kit/testing'
import { startLiveGateway, type LiveGateway } from './live-gateway.js'
import { rawClient } from './raw-client.js'

let live: LiveGateway
beforeAll(async () => {
  live = await startLiveGateway()
})
afterEach(async () => {
  await live.disconnect()
  await live.quiet()
})
afterAll(() => live.close())

const letters = { id: '1', type: 'subscribe', payload: { query: 'subscription { letters { id } }' } }

test('a token is taken from connection_init, in any case and among headers, or from the header of the upgrade', async () => {
  const userId = randomUUID()
  const token = `Bearer ${await live.token({ userId })}`
  const places: { payload?: object; headers?: Record<string, string> }[] = [
    { payload: { authorization: token } },
    { payload: { Authorization: token } },
    { payload: { headers: { Authorization: token } } },
    { headers: { authorization: token } },
    // The message's token overrides the one of the connection.
    { payload: { authorization: token }, headers: { authorization: `Bearer ${await live.token()}` } },
  ]
  for (const { payload, headers = {} } of places) {
    const client = await rawClient(live.url, { headers })
    client.send({ type: 'connection_init', ...(payload && { payload }) })
    await client.next('connection_ack')
    client.send({ id: '1', type: 'subscribe', payload: { query: '{ me }' } })
    expect(await client.next('next')).toMatchObject({ payload: { data: { me: userId } } })
    client.socket.close()
  }
})

test('a token that is not valid closes with 4403, and asks no subgraph', async () => {
  const foreign = await (await createTestIssuer()).token({ userId: randomUUID() })
  const expired = await live.token({ expiresInSeconds: -1 })
  const asked = live.newsroom.news.subscribed.length
  for (const authorization of [`Bearer ${foreign}`, `Bearer ${expired}`, 'Bearer nonsense', 'Basic YTpi']) {
    const client = await rawClient(live.url)
    client.send({ type: 'connection_init', payload: { authorization } })
    expect(await client.closed()).toEqual({ code: 4403, reason: 'Forbidden' })
  }
  expect(live.newsroom.news.subscribed).toHaveLength(asked)
})

test('an expired token closes with 4403, not before its time is nearly over', async () => {
  const client = await rawClient(live.url)
  client.send({
    type: 'connection_init',
    payload: { authorization: `Bearer ${await live.token({ expiresInSeconds: 3 })}` },
  })
  await client.next('connection_ack')
  client.send(letters)
  await live.streams(1)
  expect(await client.closed()).toEqual({ code: 4403, reason: 'The access token has expired' })
  await live.streams(0)
})

test('a client that asks for new parameters goes on after its token has expired', { timeout: 20_000 }, async () => {
  const userId = randomUUID()
  let connections = 0
  const client = createClient({
    url: live.url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: async () => ({
      authorization: `Bearer ${await live.token({ userId, expiresInSeconds: connections++ === 0 ? 2 : 600 })}`,
    }),
    retryWait: async () => {},
    shouldRetry: () => true,
  })
  const ids: unknown[] = []
  client.subscribe(
    { query: 'subscription { letters { id } }' },
    {
      next: ({ data }) => void ids.push((data?.['letters'] as { id: string } | undefined)?.id),
      error: error => void ids.push(error),
      complete: () => {},
    },
  )
  await vi.waitFor(() => expect(connections).toBe(2), { timeout: 10_000 })
  await live.subscribers(1)
  await live.streams(1)
  live.newsroom.letters.publish({ id: userId, title: 't', authorId: 'ann', to: userId })
  await expect.poll(() => ids).toEqual([userId])
  await client.dispose()
})

// The second is the promise; that a machine stands still for one is not the gateway's doing, four times in a row is.
test('revoking a session closes its connections within a second, and no others', { retry: 3 }, async () => {
  const sessionId = randomUUID()
  const userId = randomUUID()
  const connect = async (token: string) => {
    const client = await rawClient(live.url)
    client.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
    await client.next('connection_ack')
    client.send(letters)
    return client
  }
  const revoked = await connect(await live.token({ userId, sessionId }))
  const sameUser = await connect(await live.token({ userId }))
  await live.streams(2)
  live.gateway.revocations.add([{ sessionId, userId: null, revokedAtMs: Date.now() }])
  await vi.waitFor(() => expect(revoked.socket.readyState).toBe(WebSocket.CLOSED), { timeout: 1_000 })
  expect(await revoked.closed()).toEqual({ code: 4403, reason: 'The session has been revoked' })
  live.newsroom.letters.publish({ id: 'still', title: 't', authorId: 'ann', to: userId })
  expect(await sameUser.next('next')).toMatchObject({ payload: { data: { letters: { id: 'still' } } } })
  live.gateway.revocations.add([{ sessionId: null, userId, revokedAtMs: Date.now() + 1_000 }])
  expect((await sameUser.closed()).code).toBe(4403)
})
