import { createHash } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startLiveGateway, type LiveGateway } from './live-gateway.js'
import { rawClient, terminateRawClients } from './raw-client.js'

const trustedQuery = 'query Me { me }'
const trustedSubscription = 'subscription Stories { storyPublished { id } }'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const byHash = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } })
const MULTIPART = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json'

interface Payload {
  query?: string
  extensions?: object
}

/** The ways to the gateway: each sends a payload, and says the text of the first that comes back. */
const transports: Readonly<Record<string, (url: string, payload: Payload) => Promise<string>>> = {
  POST: (url, payload) => overHttp(url, { payload, accept: 'application/json' }),
  GET: (url, payload) => overHttp(url, { payload, accept: 'application/json', method: 'GET' }),
  SSE: (url, payload) => overHttp(url, { payload, accept: 'text/event-stream' }),
  'SSE by GET': (url, payload) =>
    overHttp(url, { payload, accept: 'text/event-stream, application/json', method: 'GET' }),
  multipart: (url, payload) => overHttp(url, { payload, accept: MULTIPART }),
  deferred: (url, payload) =>
    overHttp(url, { payload, accept: 'multipart/mixed;deferSpec=20220824,application/json;q=0.1' }),
  WebSocket: async (url, payload) => {
    const client = await rawClient(url)
    client.send({ type: 'connection_init' })
    await client.next('connection_ack')
    // The protocol wants a text, which may be empty where an id stands for it.
    client.send({ id: '1', type: 'subscribe', payload: { query: '', ...payload } })
    const { payload: answer } = await Promise.race([client.next('error'), client.next('next')])
    client.socket.close()
    return JSON.stringify(answer)
  },
}

async function overHttp(
  url: string,
  { payload, accept, method = 'POST' }: { payload: Payload; accept: string; method?: string },
): Promise<string> {
  const headers = { accept, 'apollo-require-preflight': '1' }
  const { query, extensions } = payload
  const search = new URLSearchParams({
    ...(query !== undefined && { query }),
    ...(extensions !== undefined && { extensions: JSON.stringify(extensions) }),
  })
  const response =
    method === 'GET'
      ? await fetch(`${url}?${search}`, { headers })
      : await fetch(url, {
          method,
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(payload),
        })
  return await response.text()
}

describe('trusted documents in the mode "only", over every transport', () => {
  let live: LiveGateway
  beforeAll(async () => {
    const manifest = join(await mkdtemp(join(tmpdir(), 'manifest-')), 'manifest.json')
    await writeFile(manifest, JSON.stringify({ me: trustedQuery, stories: trustedSubscription }))
    live = await startLiveGateway({ env: { TRUSTED_DOCUMENTS: manifest } })
  })
  afterEach(async () => {
    terminateRawClients()
    await live.quiet()
  })
  afterAll(() => live.close())

  const asked = () => live.newsroom.news.asked.length

  describe.each(Object.entries(transports))('%s', (_, send) => {
    test('runs a trusted query, in full and by its hash', async () => {
      expect(await send(live.url, { query: trustedQuery })).toMatch(/"me":/)
      expect(await send(live.url, { extensions: byHash(sha256(trustedQuery)) })).toMatch(/"me":/)
    })

    test.each<[string, Payload]>([
      ['any other query', { query: '{ me }' }],
      ['a query that differs in a space', { query: `${trustedQuery} ` }],
      ['a mutation', { query: 'mutation { write(title: "x") { id } }' }],
      ['another subscription', { query: 'subscription { storyPublished { title } }' }],
      [
        'another document with the hash of a trusted one',
        { query: '{ me }', extensions: byHash(sha256(trustedQuery)) },
      ],
      ['the hash of another document', { extensions: byHash(sha256('{ me }')) }],
    ])('refuses %s, and no subgraph hears of it', async (_what, payload) => {
      const before = asked()
      expect(await send(live.url, payload)).toContain('DOCUMENT_NOT_TRUSTED')
      expect(asked()).toBe(before)
    })

    test('does not even parse it', async () => {
      expect(await send(live.url, { query: 'this { is no GraphQL' })).toContain('DOCUMENT_NOT_TRUSTED')
    })
  })

  test('a trusted subscription runs, by its hash, too', async () => {
    const client = live.client()
    const inFull = client.subscribe(trustedSubscription)
    const hashed = client.subscribe({ query: '', extensions: byHash(sha256(trustedSubscription)) })
    await live.subscribers(2)
    await live.streams(1)
    live.newsroom.publish('a')
    for (const received of [inFull, hashed])
      expect(await received.count(1)).toEqual([{ data: { storyPublished: { id: 'a' } } }])
    await client.close()
  })
})

describe('rate limits, over every transport', () => {
  test.each(Object.entries(transports))(
    '%s: nothing is parsed for a client that has had its share',
    async (_, send) => {
      const live = await startLiveGateway({ env: { RATE_LIMIT_ADDRESS: '1' } })
      expect(await send(live.url, { query: '{ me }' })).toMatch(/"me":/)
      expect(await send(live.url, { query: 'this { is no GraphQL' })).toContain('TOO_MANY_REQUESTS')
      expect(await send(live.url, { query: trustedSubscription })).toContain('TOO_MANY_REQUESTS')
      terminateRawClients()
      await live.close()
    },
  )
})

describe('over WebSocket', () => {
  let live: LiveGateway
  beforeAll(async () => {
    live = await startLiveGateway()
  })
  afterAll(() => live.close())

  test('a hash that is not of the document is refused for subscriptions as it is for queries', async () => {
    for (const query of ['{ me }', trustedSubscription]) {
      const answer = await transports['WebSocket']?.(live.url, {
        query,
        extensions: byHash(sha256('{ stories { id } }')),
      })
      expect(answer).toContain('PERSISTED_QUERY_MISMATCH')
    }
  })

  test('a client that asks and never reads is cut off, and its answers do not pile up', async () => {
    const client = await rawClient(live.url)
    client.send({ type: 'connection_init' })
    await client.next('connection_ack')
    client.socket.pause()
    const payload = { text: 'x'.repeat(90_000) }
    for (let count = 0; count < 400; count++) client.send({ type: 'ping', payload })
    await expect.poll(() => live.metric('cut_offs_total', 'reason="slow"')).toBe(1)
    client.onMessage = () => {}
    client.socket.resume()
    expect((await client.closed()).code).toBe(4290)
    await live.quiet()
  })
})
