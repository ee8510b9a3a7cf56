import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startLiveGateway, type LiveGateway } from './live-gateway.js'
import { rawClient, terminateRawClients, type RawClient } from './raw-client.js'

let live: LiveGateway
beforeAll(async () => {
  live = await startLiveGateway({
    env: {
      LIVE_INIT_TIMEOUT_MS: '300',
      LIMIT_LIVE_OPERATIONS: '5',
      LIMIT_LIVE_MESSAGE_BYTES: '10000',
      LIMIT_LIVE_CONNECTIONS_PER_ADDRESS: '20',
      BODY_MAX_BYTES: '10000',
    },
  })
})
afterEach(async () => {
  terminateRawClients()
  await live.quiet()
})
afterAll(() => live.close())

const init = { type: 'connection_init' }
const query = 'subscription { storyPublished { id } }'
const subscribe = (id: string, text = query) => ({ id, type: 'subscribe', payload: { query: text } })

const ready = async (): Promise<RawClient> => {
  const client = await rawClient(live.url)
  client.send(init)
  await client.next('connection_ack')
  return client
}

describe('graphql-transport-ws', () => {
  test('no connection_init: 4408', async () => {
    const client = await rawClient(live.url)
    expect(await client.closed()).toEqual({ code: 4408, reason: 'Connection initialisation timeout' })
  })

  test('a subscribe before the acknowledgement: 4401', async () => {
    const client = await rawClient(live.url)
    client.send(subscribe('1'))
    expect(await client.closed()).toEqual({ code: 4401, reason: 'Unauthorized' })
  })

  test('a second connection_init: 4429', async () => {
    const client = await ready()
    client.send(init)
    expect(await client.closed()).toEqual({ code: 4429, reason: 'Too many initialisation requests' })
  })

  test('a second connection_init at once: 4429', async () => {
    const client = await rawClient(live.url)
    client.send(init)
    client.send(init)
    expect((await client.closed()).code).toBe(4429)
  })

  test('an id that is in use: 4409, and its stream ends', async () => {
    const client = await ready()
    client.send(subscribe('same'))
    await live.streams(1)
    client.send(subscribe('same'))
    expect(await client.closed()).toEqual({ code: 4409, reason: 'Subscriber for same already exists' })
    await live.streams(0)
  })

  test('an id that is no longer in use may be used again', async () => {
    const client = await ready()
    for (let times = 0; times < 3; times++) {
      client.send(subscribe('same'))
      await live.streams(1)
      client.send({ id: 'same', type: 'complete' })
      await live.streams(0)
    }
    expect(client.socket.readyState).toBe(client.socket.OPEN)
    client.socket.close()
  })

  test('a very long id that is in use does not break the close: 4409', async () => {
    const client = await ready()
    const id = 'é'.repeat(2_000)
    client.send(subscribe(id))
    client.send(subscribe(id))
    expect((await client.closed()).code).toBe(4409)
  })

  const invalid: readonly (readonly [string, string | Buffer])[] = [
    ['no JSON', '{"type":'],
    ['bytes', Buffer.from([0xff, 0x00, 0xfe])],
    ['a number', '1'],
    ['null', 'null'],
    ['a list', '[{"type":"ping"}]'],
    ['an unknown type', '{"type":"shout"}'],
    ['no type', '{}'],
    ['a type of servers', '{"id":"1","type":"next","payload":{"data":{}}}'],
    ['an acknowledgement', '{"type":"connection_ack"}'],
    ['a subscribe without an id', `{"type":"subscribe","payload":{"query":"${query}"}}`],
    ['a subscribe with a number for its id', `{"id":1,"type":"subscribe","payload":{"query":"${query}"}}`],
    ['a subscribe without a payload', '{"id":"1","type":"subscribe"}'],
    ['a subscribe with a document that is no text', '{"id":"1","type":"subscribe","payload":{"query":{}}}'],
    [
      'a subscribe with variables that are no object',
      '{"id":"1","type":"subscribe","payload":{"query":"{me}","variables":"x"}}',
    ],
    ['a polluted prototype', '{"__proto__":{"type":"ping"}}'],
  ]
  test.each(invalid)('%s: 4400', async (_what, message) => {
    const client = await ready()
    client.send(message)
    expect(await client.closed()).toEqual({ code: 4400, reason: 'Invalid message received' })
  })

  test('another subprotocol: 4406', async () => {
    const client = await rawClient(live.url, { protocols: [] })
    expect(await client.closed()).toEqual({ code: 4406, reason: 'Subprotocol not acceptable' })
  })

  test('a message that is too large: 1009, before it is read', async () => {
    const client = await ready()
    client.send(subscribe('1', `${query} # ${'x'.repeat(20_000)}`))
    expect((await client.closed()).code).toBe(1009)
  })

  test('a flood of messages: 1008', async () => {
    const client = await ready()
    for (let count = 0; count < 2_000; count++) client.send({ type: 'ping' })
    expect(await client.closed()).toEqual({ code: 1008, reason: 'Too many messages' })
  })

  test('more operations than a connection may have: an error for the one too many, and the others go on', async () => {
    const client = await ready()
    for (const id of ['1', '2', '3', '4', '5', '6']) client.send(subscribe(id))
    expect(await client.next('error')).toMatchObject({
      id: '6',
      payload: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'subscriptions', max: 5 } }],
    })
    await live.subscribers(5)
    await live.streams(1)
    live.newsroom.publish('a')
    expect(await client.next('next')).toMatchObject({ payload: { data: { storyPublished: { id: 'a' } } } })
    client.socket.close()
  })

  test('a ping is answered with its payload, also before connection_init', async () => {
    const client = await rawClient(live.url)
    client.send({ type: 'ping', payload: { at: 1 } })
    expect(await client.next('pong')).toEqual({ type: 'pong', payload: { at: 1 } })
    client.send({ type: 'pong' })
    client.send({ id: 'never', type: 'complete' })
    client.send(init)
    await client.next('connection_ack')
    client.socket.close()
  })

  test('a connection that breaks in the middle of a message leaves nothing behind', async () => {
    const client = await ready()
    client.send(subscribe('1'))
    await live.streams(1)
    client.socket.terminate()
    await live.streams(0)
    expect(await live.metric('subscriptions')).toBe(0)
  })

  test('frames that are not WebSocket: the connection ends, and the process lives', async () => {
    const client = await ready()
    client.send(subscribe('1'))
    await live.streams(1)
    const { _socket: stream } = client.socket as unknown as { _socket: NodeJS.WritableStream }
    stream.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    expect((await client.closed()).code).toBe(1002)
    await live.streams(0)
  })

  test('more connections than an address may have are refused before the handshake', async () => {
    const clients = await Promise.all(Array.from({ length: 20 }, ready))
    await expect(rawClient(live.url)).rejects.toThrow('429')
    expect(await live.metric('turned_away_total', 'reason="address"')).toBeGreaterThan(0)
    expect(clients).toHaveLength(20)
    terminateRawClients()
    await live.quiet()
    const next = await ready()
    next.socket.close()
  })

  test('an upgrade at another path, and one that is none, are refused', async () => {
    await expect(rawClient(live.url.replace('/graphql', '/elsewhere'))).rejects.toThrow('404')
    const { port } = new URL(live.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(
      'GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\r\n',
    )
    const answer = await new Promise<string>(resolve => socket.once('data', data => resolve(data.toString())))
    expect(answer).toMatch(/^HTTP\/1.1 400/)
    socket.destroy()
  })
})

const stream = (body: string, headers: Record<string, string> = {}) =>
  fetch(live.url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
  })

describe.each([
  ['SSE', 'text/event-stream'],
  ['multipart', 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json'],
])('%s', (_name, accept) => {
  test.each([
    ['no JSON', '{"query":'],
    ['no object', '[]'],
    ['a document that is no text', '{"query":{}}'],
    ['variables that are no object', `{"query":"${query}","variables":[]}`],
  ])('%s is refused', async (_what, body) => {
    const response = await stream(body, { accept })
    expect(response.status).toBe(400)
    await response.text()
  })

  test('a body that is too large is refused before it is read', async () => {
    const response = await stream(JSON.stringify({ query: `${query} # ${'x'.repeat(20_000)}` }), { accept })
    expect(response.status).toBe(413)
    await response.text()
  })

  test('a form of another site opens nothing', async () => {
    const response = await stream(JSON.stringify({ query }), { accept, 'content-type': 'text/plain' })
    expect(response.status).toBe(400)
    await response.text()
  })

  test('a token that is not valid is refused', async () => {
    const response = await stream(JSON.stringify({ query }), { accept, authorization: 'Bearer nonsense' })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  })

  test('more connections than an address may have are refused', async () => {
    const open = await Promise.all(Array.from({ length: 20 }, () => stream(JSON.stringify({ query }), { accept })))
    const refused = await stream(JSON.stringify({ query }), { accept })
    expect(refused.status).toBe(429)
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] })
    await Promise.all(open.map(async response => await response.body?.cancel()))
  })
})
