import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { closers, follow, setUp, startServer, take, type Counted } from '../test/counting-server.js'
import { createLiveClient, LiveError } from './index.js'

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)
const failure = async (events: AsyncIterator<unknown>): Promise<LiveError> => {
  try {
    await events.next()
  } catch (error) {
    if (error instanceof LiveError) return error
  }
  throw new Error('Expected a LiveError')
}

describe('a subscription', () => {
  test('is told every event once and in order, over connections that break again and again', async () => {
    const { server, live } = await setUp()
    const events = follow(live)
    const told: number[] = []
    for (let round = 0; round < 20; round++) {
      server.count(3)
      told.push(...(await take(events, 1)))
      server.drop(round % 2 === 0 ? undefined : 1012)
      server.count(2)
      told.push(...(await take(events, 4)))
    }
    expect(told).toEqual(upTo(100))
    expect(server.seen.length).toBeGreaterThan(20)
  })

  test('goes on after 4290, which says that it was too slow', async () => {
    const { server, live } = await setUp()
    const events = follow(live)
    server.count(2)
    expect(await take(events, 2)).toEqual([1, 2])
    server.drop(4290)
    server.count(1)
    expect(await take(events, 1)).toEqual([3])
  })

  test('shares its connection with others, and each of them resumes where it was', async () => {
    const { server, live } = await setUp()
    const all = [follow(live), follow(live, '2'), follow(live, '4')]
    server.count(6)
    await Promise.all(all.map((events, index) => take(events, 6 - 2 * index)))
    expect(server.connections()).toBe(1)
    server.drop()
    server.count(1)
    expect(await Promise.all(all.map(events => take(events, 1)))).toEqual([[7], [7], [7]])
  })

  test('gives the parts of an event that could be had, with the errors of the others', async () => {
    const { server, live } = await setUp()
    const events = live.subscribe<Counted>('subscription { counted(after: "0") { id half } }')
    server.count(2)
    expect((await events.next()).value).toEqual({
      data: { counted: { id: '1', half: null } },
      errors: [expect.objectContaining({ message: '1 is odd', path: ['counted', 'half'] })],
    })
    expect((await events.next()).value).toEqual({ data: { counted: { id: '2', half: 1 } } })
  })

  test('ends when its loop is left, and with it the connection that nobody else uses', async () => {
    const { server, live } = await setUp()
    server.count(3)
    for await (const { data } of follow(live)) if (data.counted.id === '2') break
    await expect.poll(() => server.connections()).toBe(0)
  })

  test('ends when the client is closed', async () => {
    const { server, live } = await setUp()
    const events = follow(live)
    server.count(1)
    await take(events, 1)
    const next = events.next()
    await live.close()
    expect(await next).toEqual({ done: true, value: undefined })
  })
})

describe('a token', () => {
  test('that has expired is replaced, and nothing is missed meanwhile', async () => {
    const asked: boolean[] = []
    const { server, live } = await setUp({
      token: ({ expired }) => {
        asked.push(expired)
        return expired ? 'second' : 'first'
      },
    })
    const events = follow(live)
    server.count(2)
    expect(await take(events, 2)).toEqual([1, 2])
    server.good.delete('first')
    server.good.add('second')
    server.drop(4403)
    server.count(2)
    expect(await take(events, 2)).toEqual([3, 4])
    expect(asked).toEqual([false, true])
    expect(server.seen).toEqual([{ authorization: 'Bearer first' }, { authorization: 'Bearer second' }])
  })

  test('that is refused by an answer and not by the connection is replaced, too', async () => {
    const { server, live } = await setUp({ token: ({ expired }) => (expired ? 'second' : 'first') })
    const events = follow(live)
    server.count(1)
    expect(await take(events, 1)).toEqual([1])
    server.good.delete('first')
    server.good.add('second')
    server.count(1)
    expect(await take(events, 1)).toEqual([2])
  })

  test('that is refused by an answer which ends in the same packet leaves the connection to the next subscription', async () => {
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(sockets, 'listening')
    closers.push(async () => await new Promise<void>(resolve => sockets.close(() => resolve())))
    const told = (id: string, data: unknown) => JSON.stringify({ id, type: 'next', payload: data })
    let connections = 0
    sockets.on('connection', (socket, request) => {
      const isFirst = ++connections === 1
      socket.on('message', (text: Buffer) => {
        const { type, id } = JSON.parse(text.toString()) as { type: string; id: string }
        if (type === 'connection_init') return socket.send(JSON.stringify({ type: 'connection_ack' }))
        if (type !== 'subscribe') return
        request.socket.cork()
        if (isFirst) {
          socket.send(
            told(id, { data: null, errors: [{ message: 'Expired', extensions: { code: 'UNAUTHENTICATED' } }] }),
          )
          socket.send(JSON.stringify({ id, type: 'complete' }))
        } else {
          socket.send(told(id, { data: { counted: { id: '1' } } }))
          setTimeout(() => socket.send(told(id, { data: { counted: { id: '2' } } })), 50)
        }
        request.socket.uncork()
      })
    })
    const url = `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`
    const live = createLiveClient({ url, webSocketImpl: WebSocket, token: () => 'any', retryDelayMaxMs: 20 })
    closers.push(() => live.close())
    expect(await take(follow(live), 2)).toEqual([1, 2])
    expect(connections).toBe(2)
  })

  test('is asked for again when asking failed', async () => {
    let failures = 2
    const { server, live } = await setUp({
      token: () => {
        if (failures-- > 0) throw new Error('No network')
        return 'first'
      },
    })
    server.count(1)
    expect(await take(follow(live), 1)).toEqual([1])
  })

  test('that the connection never had is not renewed when a field needs one', async () => {
    const asked: boolean[] = []
    const { server, live } = await setUp({
      token: ({ expired }) => {
        asked.push(expired)
        return null
      },
    })
    server.acceptAnonymous()
    const events = follow(live)
    server.count(1)
    expect(await failure(events)).toMatchObject({
      failure: 'refused',
      errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })],
    })
    expect(asked).toEqual([false])
  })

  test.each([
    ['no token function', {}],
    ['a token function without a token', { token: () => null }],
  ])('that the connection needs ends the subscription where there is %s', async (_, options) => {
    const server = await startServer()
    closers.push(() => server.close())
    const live = createLiveClient({ url: server.url, webSocketImpl: WebSocket, ...options })
    closers.push(() => live.close())
    for (let times = 0; times < 2; times++)
      expect(await failure(follow(live))).toMatchObject({ failure: 'closed', code: 4403 })
    expect(server.seen).toEqual([{}, {}])
  })

  test.each([
    ['there is none any more', ({ expired }: { expired: boolean }) => (expired ? null : 'wrong')],
    ['every one is refused', () => 'wrong'],
    ['asking for one keeps failing', () => Promise.reject(new Error('No network'))],
  ])('ends the subscription with an error when %s', async (_, token) => {
    const { live } = await setUp({ token })
    expect(await failure(follow(live))).toMatchObject({ failure: 'token' })
  })
})

describe('the pause before a connection', () => {
  /** A server that closes each connection as soon as it is subscribed to, after one event. */
  async function startClosingServer(code: number) {
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(sockets, 'listening')
    const connectedAt: number[] = []
    sockets.on('connection', socket => {
      connectedAt.push(performance.now())
      socket.on('message', (text: Buffer) => {
        const { type, id } = JSON.parse(text.toString()) as { type: string; id: string }
        if (type === 'connection_init') return socket.send(JSON.stringify({ type: 'connection_ack' }))
        if (type !== 'subscribe') return
        socket.send(JSON.stringify({ id, type: 'next', payload: { data: { counted: { id: '1' } } } }))
        socket.close(code)
      })
    })
    closers.push(async () => await new Promise<void>(resolve => sockets.close(() => resolve())))
    return { url: `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`, connectedAt }
  }

  test.each([1000, 1012, 4290])('doubles while the server accepts and closes with %d', async code => {
    const { url, connectedAt } = await startClosingServer(code)
    const live = createLiveClient({ url, webSocketImpl: WebSocket, retryDelayMaxMs: 800 })
    closers.push(() => live.close())
    follow(live)
    await expect.poll(() => connectedAt.length).toBe(5)
    const pauses = connectedAt.slice(1).map((at, index) => at - (connectedAt[index] ?? 0))
    for (const [index, least] of [125, 250, 400, 400].entries()) expect(pauses[index]).toBeGreaterThan(least - 5)
  })

  test('is none for a client that closes its connection and subscribes again', async () => {
    const { server, live } = await setUp({ retryDelayMaxMs: 3_600_000 })
    server.count(1)
    for (let round = 0; round < 12; round++) {
      const events = follow(live)
      expect(await take(events, 1)).toEqual([1])
      await events.return?.()
    }
  }, 10_000)

  test('is cut short when the client is closed', async () => {
    const { server, live } = await setUp({ retryDelayMaxMs: 3_600_000 })
    const events = follow(live)
    server.count(1)
    await take(events, 1)
    const next = events.next()
    await server.close()
    await expect.poll(() => server.connections()).toBe(0)
    await live.close()
    expect(await next).toEqual({ done: true, value: undefined })
  })
})

describe('what cannot be repaired', () => {
  test.each([4400, 4401, 4406, 4409, 4429, 4500])('a connection closed with %d ends the subscription', async code => {
    const { server, live } = await setUp()
    const events = follow(live)
    server.count(1)
    await take(events, 1)
    server.drop(code)
    expect(await failure(events)).toMatchObject({ failure: 'closed', code })
    expect(await events.next()).toEqual({ done: true, value: undefined })
  })

  test('an operation that is not valid, and one that is refused, say why', async () => {
    const { live } = await setUp()
    const invalid = await failure(live.subscribe('subscription { nothing }'))
    expect(invalid).toMatchObject({ failure: 'refused', message: expect.stringContaining('nothing') })
    const refused = await failure(live.subscribe('subscription { refused { id } }'))
    expect(refused).toMatchObject({ failure: 'refused', errors: [expect.objectContaining({ message: 'Not for you' })] })
  })

  test('a reader that does not read is not remembered without limit', async () => {
    const { server, live } = await setUp()
    const events = follow(live)
    server.count(1)
    await take(events, 1)
    server.count(10_500)
    await expect.poll(() => server.connections(), { timeout: 20_000 }).toBe(0)
    expect(await take(events, 10_000)).toEqual(upTo(10_001).slice(1))
    expect(await failure(events)).toMatchObject({ failure: 'overflow' })
  }, 30_000)
})
