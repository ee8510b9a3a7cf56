import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createTestIssuer } from '../testing/index.js'
import { rawSocket, startSocketLab as setUp } from '../testing/socket-lab.js'

const init = { type: 'connection_init' }
const subscribe = (id: string, query = 'subscription { ticked { number } }') => ({
  id,
  type: 'subscribe',
  payload: { query },
})

describe('a subscription over WebSocket', () => {
  test('is told events, each executed anew', async () => {
    const { connect, token, tickUntil, user } = await setUp()
    const told = connect({ token: await token() }).subscribe<{ mine: { contexts: number } }>(
      'subscription { mine { userId contexts } }',
    )
    const first = await tickUntil(told.nextData())
    const second = await tickUntil(told.nextData())
    expect(first).toMatchObject({ mine: { userId: user.userId } })
    expect(second.mine.contexts).toBeGreaterThan(first.mine.contexts)
  })

  test('ends at the source when the client completes it, and when the connection breaks', async () => {
    const { url, listeners } = await setUp()
    const { send, socket, acknowledged } = await rawSocket(url)
    send(init)
    await acknowledged()
    send(subscribe('a'))
    send(subscribe('b'))
    await expect.poll(listeners).toBe(2)
    send({ id: 'a', type: 'complete' })
    await expect.poll(listeners).toBe(1)
    socket.terminate()
    await expect.poll(listeners).toBe(0)
  })

  test('shows nothing of errors that nobody expected', async () => {
    const { connect, tickUntil } = await setUp()
    const client = connect()
    const event = await tickUntil(client.subscribe('subscription { ticked { number failing } }').next())
    const refused = await client.subscribe('subscription { broken }').next()
    for (const { errors } of [event, refused]) {
      expect(errors).toMatchObject([
        {
          message: 'Internal server error',
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
        },
      ])
    }
  })

  test('is refused where it is no subscription, not valid, introspection, too deep or too long, and the connection lives on', async () => {
    const { connect, tickUntil } = await setUp()
    const client = connect()
    const deep = 'next { '.repeat(40) + 'number' + ' }'.repeat(40)
    const refusals: [string, string][] = [
      ['{ me }', 'BAD_REQUEST'],
      ['mutation { change }', 'BAD_REQUEST'],
      ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { ticked { number } mine { userId } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription ($no: Boolean!) { ticked @skip(if: $no) { number } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { ...F } fragment F on Subscription { ...F }', 'LIMIT_EXCEEDED'],
      ['subscription { __schema { types { name } } }', 'GRAPHQL_VALIDATION_FAILED'],
      [`subscription { ticked { ${deep} } }`, 'LIMIT_EXCEEDED'],
      [`subscription { ticked { ${'number '.repeat(10_001)} } }`, 'LIMIT_EXCEEDED'],
      ['subscription {', 'GRAPHQL_PARSE_FAILED'],
      ['subscription A { ticked { number } } subscription B { ticked { number } }', 'BAD_REQUEST'],
      ['', 'GRAPHQL_PARSE_FAILED'],
    ]
    for (const [query, code] of refusals) {
      const errors = await client
        .subscribe(query)
        .next()
        .then(
          ({ errors: given }) => given,
          (thrown: unknown) => thrown,
        )
      expect((errors as unknown[])[0], query).toMatchObject({ extensions: { code } })
    }
    await tickUntil(client.subscribe('subscription { ticked { number } }').nextData())
  })
})

describe('who asks', () => {
  test('is checked as over HTTP: nobody gets what needs a token', async () => {
    const { connect } = await setUp()
    const { data, errors } = await connect().subscribe('subscription { mine { userId } }').next()
    expect(data ?? null).toBeNull()
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  })

  test.each(['forged', 'expired', 'revoked', 'garbage'])('a %s token closes the connection with 4403', async kind => {
    const { connect, clock, issuer, user, token, revocations } = await setUp()
    const stranger = await createTestIssuer()
    revocations.add([{ sessionId: user.sessionId, userId: null, revokedAtMs: clock.now().getTime() }])
    const other = { userId: user.userId, sessionId: randomUUID() }
    const tokens: Record<string, string> = {
      forged: await stranger.token({ ...other, now: clock.now() }),
      expired: await issuer.token({ ...other, now: clock.now(), expiresInSeconds: -1 }),
      revoked: await token(),
      garbage: 'garbage',
    }
    const client = connect({ token: tokens[kind] ?? '' })
    await expect(client.subscribe('subscription { ticked { number } }').next()).rejects.toBeDefined()
    expect(await client.closed).toBe(4403)
  })

  test('may come with the header of the upgrade', async () => {
    const { url, token, tickUntil, user } = await setUp()
    const { send, messages, acknowledged } = await rawSocket(url, {
      headers: { authorization: `Bearer ${await token()}` },
    })
    send(init)
    await acknowledged()
    send(subscribe('a', 'subscription { mine { userId } }'))
    await tickUntil(expect.poll(() => messages.length).toBeGreaterThan(1))
    expect(messages[1]).toMatchObject({ type: 'next', payload: { data: { mine: { userId: user.userId } } } })
  })

  test('may differ from one subscription to the next, each with headers of its own', async () => {
    const { url, token, tickUntil, user } = await setUp()
    const other = { userId: randomUUID(), sessionId: randomUUID() }
    const { send, messages, acknowledged } = await rawSocket(url)
    send(init)
    await acknowledged()
    for (const [id, of] of [
      ['a', user],
      ['b', other],
    ] as const) {
      const headers = { authorization: `Bearer ${await token(of)}` }
      send({ id, type: 'subscribe', payload: { query: 'subscription { mine { userId } }', extensions: { headers } } })
    }
    const events = () => messages.filter(message => (message as { type: string }).type === 'next')
    await tickUntil(expect.poll(() => new Set(events().map(event => (event as { id: string }).id)).size).toBe(2))
    for (const event of events() as { id: string; payload: unknown }[]) {
      const { userId } = event.id === 'a' ? user : other
      expect(event.payload).toEqual({ data: { mine: { userId } } })
    }
  })

  test('whose token runs out is sent away with 4403', async () => {
    const { connect, token, clock, tickUntil } = await setUp()
    const client = connect({ token: await token() })
    const told = client.subscribe('subscription { ticked { number } }')
    await tickUntil(told.nextData())
    clock.advance(900_000)
    expect(await client.closed).toBe(4403)
  })

  test('whose session is revoked is sent away with 4403; a subscription of its own is ended alone', async () => {
    const { url, connect, token, clock, tickUntil, revocations, user } = await setUp()
    const client = connect({ token: await token() })
    await tickUntil(client.subscribe('subscription { ticked { number } }').nextData())
    const carrier = await rawSocket(url)
    carrier.send(init)
    await carrier.acknowledged()
    const headers = { authorization: `Bearer ${await token()}` }
    carrier.send({
      id: 'a',
      type: 'subscribe',
      payload: { query: 'subscription { mine { userId } }', extensions: { headers } },
    })
    await tickUntil(expect.poll(() => carrier.messages.length).toBeGreaterThan(1))
    revocations.add([{ sessionId: user.sessionId, userId: null, revokedAtMs: clock.now().getTime() }])
    const closings: number[] = []
    void client.closed.then(code => closings.push(code))
    await expect.poll(() => closings).toEqual([4403])
    await expect.poll(() => carrier.messages.at(-1)).toEqual({ id: 'a', type: 'complete' })
    expect(carrier.messages.at(-2)).toMatchObject({
      type: 'next',
      payload: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    })
    expect(carrier.socket.readyState).toBe(WebSocket.OPEN)
  })
})

describe('a connection that does not keep to the protocol', () => {
  test.each<[string, number, unknown[]]>([
    ['what is no JSON', 4400, ['{']],
    ['a message of an unknown type', 4400, [{ type: 'hello' }]],
    ['a subscription without an id', 4400, [init, { type: 'subscribe', payload: { query: '{ me }' } }]],
    ['a subscription before connection_init', 4401, [subscribe('a')]],
    ['a second connection_init', 4429, [init, init]],
    ['an id that is in use', 4409, [init, subscribe('a'), subscribe('a')]],
    ['a message that is too large', 1009, [init, subscribe('a', '#'.repeat(300_000))]],
    ['a flood', 4429, [init, ...Array.from({ length: 50 }, () => ({ type: 'ping' }))]],
  ])('%s is closed with %d, and nothing stays behind', async (_, code, messages) => {
    const { url, listeners, metric } = await setUp({ messagesBurstMax: 20, messagesPerSecond: 1 })
    const { send, closed, acknowledged } = await rawSocket(url)
    for (const message of messages) {
      send(message)
      if (message === init && code === 4409) await acknowledged()
    }
    expect(await closed).toBe(code)
    await expect.poll(listeners).toBe(0)
    await expect.poll(() => metric('waystone_socket_connections')).toMatchObject([{ value: 0 }])
    expect(await metric('waystone_socket_closings_total')).toMatchObject([{ value: 1 }])
  })

  test('silence instead of connection_init is closed with 4408', async () => {
    const { url } = await setUp({ initTimeoutMs: 20 })
    expect(await (await rawSocket(url)).closed).toBe(4408)
  })

  test('another subprotocol, or none, is closed with 4406', async () => {
    const { url } = await setUp()
    expect(await (await rawSocket(url, { protocols: [] })).closed).toBe(4406)
  })

  test('a peer that does not answer pings is cut off', async () => {
    const { url } = await setUp({ pingIntervalMs: 20 })
    const { send, closed, acknowledged } = await rawSocket(url, { autoPong: false })
    send(init)
    await acknowledged()
    expect(await closed).toBe(1006)
  })

  test('subscriptions beyond the limit are refused, and the others go on', async () => {
    const { connect, tickUntil } = await setUp({ subscriptionsPerConnectionMax: 1 })
    const client = connect()
    const first = client.subscribe('subscription { ticked { number } }')
    await tickUntil(first.nextData())
    await expect(client.subscribe('subscription { ticked { number } }').next()).rejects.toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED', limit: 'subscriptions', max: 1 } },
    ])
    await tickUntil(first.nextData())
  })

  test('connections beyond the limit, and other paths, are refused before they are made', async () => {
    const { url } = await setUp({ connectionsMax: 1 })
    await rawSocket(url)
    const refused = (address: string) =>
      new Promise(resolve => {
        const socket = new WebSocket(address, 'graphql-transport-ws')
        socket.once('error', error => resolve(error.message))
      })
    expect(await refused(`${url.replace('http', 'ws')}/graphql`)).toContain('503')
    expect(await refused(`${url.replace('http', 'ws')}/other`)).toContain('404')
  })
})

test('a server that stops sends its clients away with 1012', async () => {
  const { connect, sockets, tickUntil, listeners } = await setUp()
  const client = connect()
  await tickUntil(client.subscribe('subscription { ticked { number } }').nextData())
  await sockets.close()
  expect(await client.closed).toBe(1012)
  expect(listeners()).toBe(0)
})
