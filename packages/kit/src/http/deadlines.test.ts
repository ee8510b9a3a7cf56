import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpServer, text, type HttpServer } from './index.js'

const STALL_MS = 600
const DEBUG = 20
const LARGE = Buffer.alloc(30_000_000, 'x')

const logged: { level: number; msg: string; err?: unknown }[] = []
const logger = pino({ level: 'debug' }, { write: line => void logged.push(JSON.parse(line)) })

const accepted = new Map<number, Socket>()
let answerLate = () => {}
let server: HttpServer
let limited: HttpServer
let port = 0
let limitedPort = 0
beforeAll(async () => {
  server = createHttpServer({
    logger,
    deadlines: { headersMs: 300, requestMs: 900, writeStallMs: STALL_MS },
    routes: [
      { path: '/large', methods: ['GET'], handle: () => ({ status: 200, body: LARGE }) },
      { path: '/echo', methods: ['POST'], handle: request => text(200, request.body.toString()) },
      {
        path: '/late',
        methods: ['GET'],
        handle: () => new Promise(resolve => (answerLate = () => resolve(text(200, 'late')))),
      },
    ],
  })
  server.server.on('connection', socket => accepted.set(socket.remotePort ?? 0, socket))
  port = (await server.listen({ port: 0, host: '127.0.0.1' })).port
  limited = createHttpServer({
    logger,
    routes: [{ path: '/', methods: ['GET'], handle: () => text(200, 'in') }],
    connections: { max: 4, perPeerMax: 2, peerOf: address => (address === '127.0.0.3' ? '127.0.0.2' : address) },
  })
  limitedPort = (await limited.listen({ port: 0, host: '0.0.0.0' })).port
})
afterAll(async () => {
  await server.close()
  await limited.close()
})

const send = async (request: string, to = port, localAddress = '127.0.0.1'): Promise<Socket> => {
  const socket = connect({ port: to, host: '127.0.0.1', localAddress })
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(request)
  return socket
}
const closed = (socket: Socket) => new Promise<void>(resolve => socket.once('close', () => resolve()))
/** The server's end of a client's connection. */
const atServer = (client: Socket) => accepted.get(client.localPort ?? 0)
const answerOf = async (socket: Socket): Promise<string> => {
  let answer = ''
  socket.on('data', data => (answer += data.toString()))
  await closed(socket)
  return answer
}
const GET = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`

describe('deadlines', () => {
  it('a client that does not finish its headers in time is sent away', { timeout: 10_000 }, async () => {
    expect(await answerOf(await send('GET / HTTP/1.1\r\nhost: x\r\nx-more:'))).toMatch(/^HTTP\/1\.1 408/)
  })

  it('so is one that says nothing at all', { timeout: 10_000 }, async () => {
    expect(await answerOf(await send(''))).toMatch(/^(HTTP\/1\.1 408|$)/)
  })

  it('so is one that does not finish its body in time', { timeout: 10_000 }, async () => {
    const head = 'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n'
    expect(await answerOf(await send(`${head}abc`))).toMatch(/^HTTP\/1\.1 408/)
  })

  it('a client that never reads is closed; one whose answer is late, or that reads slowly, is not', async () => {
    const waiting = fetch(`http://127.0.0.1:${port}/late`)
    const silent = await send(GET('/large'))
    silent.pause()
    const slow = await send(GET('/large'))
    let read = 0
    const whole = new Promise<void>((resolve, reject) => {
      slow.once('close', () => reject(new Error(`closed after ${read} bytes`)))
      slow.on('data', data => {
        read += data.length
        if (read >= LARGE.length) return resolve()
        // Some 10 MB/s: the whole takes several times as long as a stall may.
        slow.pause()
        return setTimeout(() => slow.resume(), 5)
      })
    })
    await expect.poll(() => atServer(silent)?.destroyed, { timeout: 20_000 }).toBe(true)
    answerLate()
    expect(await (await waiting).text()).toBe('late')
    await whole
    slow.destroy()
  })

  it('a body that breaks off is no error of the server: nothing above debug is logged', async () => {
    const before = logged.length
    const socket = await send('POST /echo HTTP/1.1\r\nhost: x\r\nx-request-id: broken\r\ncontent-length: 10\r\n\r\nabc')
    socket.destroy()
    await expect
      .poll(() => logged.slice(before).map(({ msg }) => msg))
      .toContain('the client went away before it was answered')
    expect(logged.slice(before).filter(({ level }) => level > DEBUG)).toEqual([])
  })
})

describe('connections beyond the limits', () => {
  const isIn = async (socket: Socket) => {
    const answer = await Promise.race([once(socket, 'data').then(([data]) => String(data)), closed(socket)])
    return answer?.startsWith('HTTP/1.1 200') === true
  }

  it('are closed at once, by peer and in all; when others have gone there is room again', async () => {
    const first = await send(GET('/'), limitedPort)
    const second = await send(GET('/'), limitedPort)
    expect([await isIn(first), await isIn(second)]).toEqual([true, true])
    expect(await isIn(await send(GET('/'), limitedPort))).toBe(false)
    // Two addresses of one network are one peer.
    const [third, fourth] = [
      await send(GET('/'), limitedPort, '127.0.0.2'),
      await send(GET('/'), limitedPort, '127.0.0.3'),
    ]
    expect([await isIn(third), await isIn(fourth)]).toEqual([true, true])
    expect(await isIn(await send(GET('/'), limitedPort, '127.0.0.2'))).toBe(false)
    expect(await isIn(await send(GET('/'), limitedPort, '127.0.0.4'))).toBe(false)
    third.destroy()
    await expect.poll(async () => await isIn(await send(GET('/'), limitedPort, '127.0.0.4'))).toBe(true)
    expect(logged.filter(({ msg }) => msg.startsWith('a connection was refused'))).toHaveLength(1)
  })
})
