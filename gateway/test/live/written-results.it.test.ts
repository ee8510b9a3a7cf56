import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readWrittenBatch } from '../../src/subscriptions/sources/written-batch.js'
import { composeSubgraphs, startGateway, type TestGateway } from '../harness.js'
import { liveClient } from './clients.js'
import { rawClient } from './raw-client.js'
import { createWrittenSubgraph, type Beat } from './written-subgraph.js'

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n'
const people = {
  name: 'people',
  url: 'http://127.0.0.1:1',
  sdl: `${link} type Query { no: Int } type Drummer @key(fields: "id") { id: ID! name: String }`,
}
const drummers = {
  execute: async ({ variables }: { readonly variables: Readonly<Record<string, unknown>> }) => ({
    data: {
      _entities: (variables['representations'] as { id: string }[]).map(() => ({ __typename: 'Drummer', name: 'Ann' })),
    },
  }),
}

/** More than the kernel holds for a client that does not read. */
const EVENTS = 100

interface Failed {
  readonly payload: { readonly errors: readonly { readonly message: string }[] }
}

const WAYS = ['in the same process', 'in the same process, forwarded', 'over WebSocket'] as const

describe.each(WAYS)('a subgraph that writes results itself, %s', way => {
  const band = createWrittenSubgraph({ forwards: way === 'in the same process, forwarded' })
  let gateway: TestGateway
  let closeBand = async () => {}
  beforeAll(async () => {
    const served = way === 'over WebSocket' ? await band.serve() : null
    closeBand = async () => await served?.close()
    const url = served === null ? 'http://127.0.0.1:1' : `${served.url}/graphql`
    gateway = await startGateway({
      supergraphSdl: composeSubgraphs([{ name: 'band', url, sdl: band.sdl }, people]),
      parts: { localSubgraphs: { people: drummers, ...(served === null && { band: band.local }) } },
    })
  })
  afterAll(async () => {
    await gateway.close()
    await closeBand()
  })

  const listening = (count: number) => vi.waitFor(() => expect(band.feed.listeners).toBe(count), { timeout: 10_000 })

  /** Subscribes, publishes and gives the text of the message that comes. */
  const messageTo = async (query: string, variables: object = {}, beat: Beat = { number: 7 }): Promise<string> => {
    const client = await rawClient(`${gateway.url}/graphql`)
    client.send({ type: 'connection_init' })
    await client.next('connection_ack')
    const message = new Promise<string>(resolve => {
      client.onMessage = resolve
    })
    client.send({ id: 's', type: 'subscribe', payload: { query, variables } })
    await listening(1)
    band.feed.publish(beat)
    const text = await message
    client.socket.terminate()
    await listening(0)
    return text
  }

  test('sends clients the bytes: their own keys, in their own order, and nothing that they did not select', async () => {
    const query =
      'subscription ($no: Boolean!) { now: beat { second: number __typename ... @include(if: $no) { filler } number } }'
    // A field within a fragment is not selected by the subgraph's simple writer.
    expect(await messageTo(query, { no: false })).toBe(
      '{"id":"s","type":"next","payload":{"data":{"now":{"second":7,"__typename":"Beat","number":7}}}}',
    )
    expect(await messageTo('subscription { beat { filler } }', {}, { number: 1, filler: 'ä"\n€' })).toBe(
      `{"id":"s","type":"next","payload":{"data":{"beat":{"filler":${JSON.stringify('ä"\n€')}}}}}`,
    )
  })

  test('has its data taken for plans that ask another subgraph as well', async () => {
    expect(JSON.parse(await messageTo('subscription { beat { number drummer { name } } }'))).toMatchObject({
      payload: { data: { beat: { number: 7, drummer: { name: 'Ann' } } } },
    })
  })

  test('never shows what the API schema hides, nor what a viewer may not see', async () => {
    const hidden = JSON.parse(await messageTo('subscription { beat { number mood } }')) as { payload: object }
    expect(hidden.payload).toMatchObject({ data: null, errors: [{ path: ['beat', 'mood'] }] })
    const refused = JSON.parse(await messageTo('subscription { beat { number secret } }')) as { payload: object }
    expect(refused.payload).toMatchObject({
      data: { beat: { number: 7, secret: null } },
      errors: [{ path: ['beat', 'secret'], extensions: { code: 'UNAUTHENTICATED' } }],
    })
  })

  test('may leave a part of a result to be executed; an error in it is the answer', async () => {
    const partly = { number: 8, isPartly: true } as const
    expect(await messageTo('subscription { beat { number } }', {}, partly)).toBe(
      '{"id":"s","type":"next","payload":{"data":{"beat":{"number":8}}}}',
    )
    const [failed, planned] = [
      JSON.parse(await messageTo('subscription { beat { number broken } }', {}, partly)) as Failed,
      // This one is answered by a plan of two fetches.
      JSON.parse(await messageTo('subscription { beat { broken drummer { name } } }', {}, partly)) as Failed,
    ]
    expect(failed.payload).toMatchObject({ data: null, errors: [{ path: ['beat', 'broken'] }, { path: ['beat'] }] })
    expect(failed.payload.errors.map(({ message }) => message)).toEqual(
      planned.payload.errors.map(({ message }) => message),
    )
  })

  test('reaches clients over SSE and multipart as well', async () => {
    for (const [accept, text] of [
      ['text/event-stream', 'event: next\ndata: {"data":{"beat":{"number":7}}}\n\n'],
      [
        'multipart/mixed;boundary=graphql;subscriptionSpec=1.0',
        '{"payload":{"data":{"beat":{"number":7}}}}\r\n--graphql',
      ],
    ] as const) {
      const gone = new AbortController()
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        signal: gone.signal,
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query: 'subscription { beat { number } }' }),
      })
      await listening(1)
      band.feed.publish({ number: 7 })
      let received = ''
      for await (const chunk of response.body ?? []) {
        received += Buffer.from(chunk).toString()
        if (received.includes(text)) break
      }
      expect(received).toContain(text)
      gone.abort()
      await listening(0)
    }
  })

  test('is not read further for a client that does not read, which is never cut off', { timeout: 60_000 }, async () => {
    const slow = await rawClient(`${gateway.url}/graphql`)
    slow.send({ type: 'connection_init' })
    await slow.next('connection_ack')
    slow.send({ id: 's', type: 'subscribe', payload: { query: 'subscription { beat { number filler } }' } })
    await listening(1)
    slow.socket.pause()
    const filler = 'f'.repeat(500_000)
    const read = band.read()
    for (let number = 0; number < EVENTS; number++) {
      band.feed.publish({ number, filler })
      await new Promise(resolve => setImmediate(resolve))
    }
    // Over WebSocket the stream is closed meanwhile, in the same process it is read no further.
    if (way === 'over WebSocket') await listening(0)
    expect(band.read() - read).toBeLessThan(EVENTS / 2)
    const last = { number: 1_000 }
    const numbers: number[] = []
    slow.onMessage = text => numbers.push(Number(/"number":(\d+)/.exec(text)?.[1]))
    slow.socket.resume()
    await vi.waitFor(
      () => {
        band.feed.publish(last)
        expect(numbers).toContain(1_000)
      },
      { timeout: 30_000, interval: 50 },
    )
    expect(slow.socket.readyState).toBe(slow.socket.OPEN)
    slow.socket.terminate()
    await listening(0)
  })
})

test('a gateway that has many clients is told of an event in one message, what they share in it once', async () => {
  const band = createWrittenSubgraph()
  const served = await band.serve()
  const socket = await rawClient(`${served.url}/graphql`)
  const batches: Buffer[] = []
  socket.socket.on('message', (data, isBinary) => {
    if (isBinary) batches.push(data as Buffer)
  })
  socket.send({ type: 'connection_init', payload: { writtenResults: true } })
  expect(await socket.next('connection_ack')).toEqual({ type: 'connection_ack', payload: { writtenResults: true } })
  const query = 'subscription { beat { number filler } }'
  for (let id = 0; id < 100; id++)
    socket.send({ id: `s${id}`, type: 'subscribe', payload: { query, extensions: { verbatim: { query } } } })
  await vi.waitFor(() => expect(band.feed.listeners).toBe(100))
  socket.onMessage = () => {}
  band.feed.publish({ number: 5 })
  const results = () => {
    return batches.flatMap(batch =>
      readWrittenBatch(batch).map(({ id, json }): [string, string] => [id, json.toString()]),
    )
  }
  await vi.waitFor(() => expect(results()).toHaveLength(100))
  expect(new Map(results())).toEqual(
    new Map(Array.from({ length: 100 }, (_, id) => [`s${id}`, '{"data":{"beat":{"number":5,"filler":"f"}}}'])),
  )
  expect(batches).toHaveLength(1)
  expect(batches[0]?.toString('latin1').split('"filler"')).toHaveLength(2)
  socket.socket.terminate()
  await served.close()
})

test('clients with tokens of their own share one connection to the subgraph once it has shown that it writes', async () => {
  const band = createWrittenSubgraph()
  const served = await band.serve()
  const gateway = await startGateway({
    supergraphSdl: composeSubgraphs([{ name: 'band', url: `${served.url}/graphql`, sdl: band.sdl }]),
  })
  const connections = async () => {
    const { values } = (await band.metrics.getSingleMetric('waystone_socket_connections')?.get()) ?? { values: [] }
    return values.reduce((sum, { value }) => sum + value, 0)
  }
  const clients = []
  for (let number = 0; number < 5; number++) {
    const token = await gateway.issuer.token({ userId: randomUUID() })
    const client = liveClient(`${gateway.url}/graphql`, { token })
    const received = client.subscribe(`subscription { beat { number } }`)
    await vi.waitFor(() => expect(band.feed.listeners).toBe(number + 1), { timeout: 20_000 })
    clients.push({ client, received, token })
  }
  // That of the first client, by which the gateway has learned of it, and the shared one.
  expect(await connections()).toBe(2)
  expect(band.tokens().slice(-4)).toEqual(clients.slice(-4).map(({ token }) => `Bearer ${token}`))
  band.feed.publish({ number: 9 })
  for (const { received } of clients) expect(await received.count(1)).toEqual([{ data: { beat: { number: 9 } } }])
  for (const { client } of clients) await client.close()
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 20_000 })
  await gateway.close()
  await served.close()
})

test('a client of the subgraph itself is told written results, too', async () => {
  const band = createWrittenSubgraph()
  const served = await band.serve()
  const client = liveClient(`${served.url}/graphql`)
  const received = client.subscribe('subscription { beat { number filler } }')
  await vi.waitFor(() => expect(band.feed.listeners).toBe(1))
  band.feed.publish({ number: 3 })
  expect(await received.count(1)).toEqual([{ data: { beat: { number: 3, filler: 'f' } } }])
  await client.close()
  await served.close()
})
