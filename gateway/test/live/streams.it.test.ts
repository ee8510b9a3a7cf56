import { createClient } from 'graphql-sse'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { collect, type LiveResult, type Received } from './clients.js'
import { startLiveGateway, type LiveGateway } from './live-gateway.js'

let live: LiveGateway
beforeAll(async () => {
  live = await startLiveGateway()
})
afterEach(() => live.quiet())
afterAll(() => live.close())

const query = 'subscription { storyPublished { id author { name } } }'
const answer = (id: string) => ({ data: { storyPublished: { id, author: { name: 'ANN' } } } })

const sse = (payload: { query: string; variables?: Record<string, unknown> }, token?: string): Received => {
  const client = createClient({
    url: live.url,
    retryAttempts: 0,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  })
  const received = collect()
  received.stop = client.subscribe(payload, {
    next: result => void received.results.push(result as LiveResult),
    error: error => {
      received.ended = { how: 'error', error }
    },
    complete: () => {
      received.ended ??= { how: 'complete' }
    },
  })
  return received
}

const MULTIPART = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json'

/** Reads parts as Apollo Client does: one is there when the delimiter behind it is. */
async function multipart(body: object, headers: Record<string, string> = {}) {
  const gone = new AbortController()
  const response = await fetch(live.url, {
    method: 'POST',
    signal: gone.signal,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', accept: MULTIPART, ...headers },
  })
  const parts: { payload?: LiveResult | null; errors?: LiveResult['errors'] }[] = []
  let text = ''
  let isOver = false
  const reading = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const pieces = text.split('\r\n--graphql')
      text = pieces.pop() ?? ''
      for (const piece of pieces.filter(each => each !== '')) {
        const json = piece.replace('\r\ncontent-type: application/json\r\n\r\n', '')
        parts.push(JSON.parse(json) as (typeof parts)[number])
      }
    }
    isOver = true
  })().catch(() => {})
  return {
    response,
    parts,
    count: (count: number) => vi.waitFor(() => expect(parts.length).toBeGreaterThanOrEqual(count), { timeout: 10_000 }),
    over: async () => {
      await vi.waitFor(() => expect(isOver).toBe(true), { timeout: 10_000 })
      return text
    },
    cancel: async () => {
      gone.abort()
      await reading
    },
  }
}

test("graphql-sse's client gets events, and ends the upstream when it stops", async () => {
  const received = sse({ query })
  await live.streams(1)
  live.newsroom.publish('a')
  live.newsroom.publish('b')
  expect(await received.count(2)).toEqual([answer('a'), answer('b')])
  received.stop()
  await live.streams(0)
})

test('SSE: what is refused comes as an event with errors, and the stream is complete', async () => {
  const received = sse({ query: 'subscription { nothing }' })
  expect(await received.end()).toEqual({ how: 'complete' })
  expect(received.results).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }])
})

test('SSE: queries and mutations are answered as over HTTP', async () => {
  const token = await live.token({ userId: '8c1a7c1e-2f8e-4a0b-9a53-1d9c7b1b2f00' })
  const received = sse({ query: '{ me }' }, token)
  await received.end()
  expect(received.results).toEqual([{ data: { me: '8c1a7c1e-2f8e-4a0b-9a53-1d9c7b1b2f00' } }])
})

test.each([
  ['application/json, text/event-stream;q=0', 'application/json; charset=utf-8'],
  ['application/json, text/event-stream;q=0.1', 'application/json; charset=utf-8'],
  ['text/event-stream, application/json', 'text/event-stream; charset=utf-8'],
  ['application/json;q=0.5, text/event-stream', 'text/event-stream; charset=utf-8'],
])('a query of a client that accepts %s is answered as %s', async (accept, type) => {
  for (const body of [{ query: '{ me }' }, { query: '{ nothing }' }]) {
    const response = await fetch(live.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    })
    await response.text()
    expect(response.headers.get('content-type')).toBe(type)
  }
})

test('a subscription is streamed to a client that likes JSON better, since JSON cannot answer it', async () => {
  const stream = await multipart({ query }, { accept: 'application/json, text/event-stream;q=0.1' })
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  await stream.cancel()
  await live.streams(0)
})

test('SSE: a GET as EventSource sends it, and a stream that the owner ends', async () => {
  const response = await fetch(`${live.url}?${new URLSearchParams({ query })}`, {
    headers: { accept: 'text/event-stream' },
  })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  await live.streams(1)
  live.newsroom.publish('a')
  live.newsroom.stories.end()
  expect(await response.text()).toBe(
    `:\n\nevent: next\ndata: ${JSON.stringify(answer('a'))}\n\nevent: complete\ndata: \n\n`,
  )
})

test('SSE: a GET can change nothing', async () => {
  const mutation = new URLSearchParams({ query: 'mutation { write(title: "x") { id } }' })
  const response = await fetch(`${live.url}?${mutation}`, { headers: { accept: 'text/event-stream' } })
  expect(response.status).toBeGreaterThanOrEqual(400)
  await response.text()
})

test('multipart: each event is a part with a payload, and the end is the last delimiter', async () => {
  const stream = await multipart({ query })
  expect(stream.response.headers.get('content-type')).toMatch(/^multipart\/mixed;boundary="graphql"/)
  await live.streams(1)
  live.newsroom.publish('a')
  await stream.count(1)
  live.newsroom.publish('b')
  await stream.count(2)
  expect(stream.parts).toEqual([{ payload: answer('a') }, { payload: answer('b') }])
  live.newsroom.stories.end()
  expect(await stream.over()).toBe('--\r\n')
})

test('multipart: heartbeats are empty objects', { timeout: 15_000 }, async () => {
  const stream = await multipart({ query })
  await stream.count(1)
  expect(stream.parts).toEqual([{}])
  await stream.cancel()
  await live.streams(0)
})

test('multipart: what is refused is the payload of the only part', async () => {
  const stream = await multipart({ query: 'subscription { nothing }' })
  await stream.over()
  expect(stream.parts).toMatchObject([{ payload: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] } }])
})

test('multipart is for subscriptions: a query that would take it is answered as ever', async () => {
  const stream = await multipart({ query: '{ me }' })
  expect(stream.response.headers.get('content-type')).toMatch(/^application\/json/)
  await stream.cancel()
})

test('all transports share one upstream', async () => {
  const overSse = sse({ query })
  const overMultipart = await multipart({ query })
  const overWebSocket = live.client().subscribe(query)
  await live.subscribers(3)
  live.newsroom.publish('a')
  expect(await overSse.count(1)).toEqual([answer('a')])
  expect(await overWebSocket.count(1)).toEqual([answer('a')])
  await overMultipart.count(1)
  expect(overMultipart.parts).toEqual([{ payload: answer('a') }])
  expect(await live.metric('upstreams')).toBe(1)
  overSse.stop()
  await overMultipart.cancel()
  await live.disconnect()
})

test('a token that expires or is revoked ends a stream with an error', async () => {
  const sessionId = '0b8e3a46-6a0f-4a76-8b6f-0f7c2f1c9d11'
  const expiring = sse({ query }, await live.token({ expiresInSeconds: 2 }))
  const revoked = await multipart({ query }, { authorization: `Bearer ${await live.token({ sessionId })}` })
  await live.subscribers(2)
  live.gateway.revocations.add([{ sessionId, userId: null, revokedAtMs: Date.now() }])
  await revoked.over()
  expect(revoked.parts).toMatchObject([{ payload: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }])
  await expiring.end()
  expect(expiring.results).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }])
})

test('a client that does not read is ended, and what it has not read is bounded', { timeout: 60_000 }, async () => {
  const slow = await fetch(live.url, {
    method: 'POST',
    body: JSON.stringify({ query: 'subscription { storyPublished { id body } }' }),
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  })
  await live.streams(1)
  let published = 0
  while ((await live.metric('cut_offs_total', 'reason="slow"')) === 0 && published < 5_000) {
    const before = await live.metric('executions_total')
    for (let count = 0; count < 50; count++) live.newsroom.publish(`${published++}`)
    await vi.waitFor(
      async () => {
        const isOver = (await live.metric('channels')) === 0
        expect(isOver || (await live.metric('executions_total')) === before + 50).toBe(true)
      },
      { timeout: 20_000, interval: 5 },
    )
  }
  expect(await live.metric('cut_offs_total', 'reason="slow"')).toBe(1)
  expect(await slow.text()).toContain('SUBSCRIPTION_TOO_SLOW')
})
