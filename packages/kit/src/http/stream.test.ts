import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createHttpServer, type ResponseStream } from './index.js'

const MEGABYTE = 'x'.repeat(1_000_000)

const clients: ResponseStream[] = []
let chunksMade = 0
let chunksStopped = 0
const server = createHttpServer({
  logger: createLogger({ name: 'test', level: 'silent' }),
  routes: [
    {
      path: '/stream',
      methods: ['GET'],
      handle: () => ({
        status: 200,
        headers: { 'content-type': 'text/plain' },
        body: { stream: to => void clients.push(to) },
      }),
    },
    {
      path: '/chunks',
      methods: ['GET'],
      handle: () => ({ status: 200, body: endlessChunks() }),
    },
  ],
})
async function* endlessChunks() {
  try {
    for (;;) {
      chunksMade++
      yield MEGABYTE
    }
  } finally {
    chunksStopped++
  }
}

let port = 0
beforeAll(async () => {
  port = (await server.listen({ port: 0, host: '127.0.0.1' })).port
})
afterAll(() => server.close())

const request = async (path: string) => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(`GET ${path} HTTP/1.1\r\nhost: test\r\n\r\n`)
  return socket
}

describe('a body that writes itself', () => {
  it('is sent as it is written, and the head before it', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/stream`)
    const reader = response.body?.getReader()
    const client = clients.pop()
    client?.write('one')
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('one')
    client?.write(Buffer.from('two'))
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('two')
    client?.end()
    expect((await reader?.read())?.done).toBe(true)
  })

  it('knows what the client has not taken, when it has, and when it has gone', async () => {
    const socket = await request('/stream')
    await expect.poll(() => clients).toHaveLength(1)
    const client = clients.pop()
    socket.pause()
    const drained = vi.fn<() => void>()
    const closed = vi.fn<() => void>()
    client?.onceClosed(closed)
    for (let count = 0; count < 40; count++) client?.write(MEGABYTE)
    client?.onceDrained(drained)
    expect(client?.unsentBytes).toBeGreaterThan(1_000_000)
    expect(drained).not.toHaveBeenCalled()
    socket.resume()
    await expect.poll(() => drained.mock.calls).toHaveLength(1)
    expect(client?.unsentBytes).toBe(0)
    socket.destroy()
    await expect.poll(() => closed.mock.calls).toHaveLength(1)
    client?.write('to nobody')
    client?.end()
    client?.destroy()
  })
})

describe('a server that closes', () => {
  it('is gone when its last stream has ended, also when the client would keep the connection', async () => {
    const closing = createHttpServer({
      logger: createLogger({ name: 'test', level: 'silent' }),
      routes: [
        { path: '/', methods: ['GET'], handle: () => ({ status: 200, body: { stream: to => void clients.push(to) } }) },
      ],
    })
    const { url } = await closing.listen({ port: 0, host: '127.0.0.1' })
    const response = await fetch(url)
    const unused = connect(Number(new URL(url).port), '127.0.0.1')
    await once(unused, 'connect')
    const closed = closing.close()
    clients.pop()?.end()
    await closed
    expect(await response.text()).toBe('')
  })
})

describe('a body of chunks', () => {
  it('is asked for no more than the client takes, and for nothing when it has gone', async () => {
    const socket = await request('/chunks')
    socket.pause()
    await expect.poll(() => chunksMade).toBeGreaterThan(0)
    socket.destroy()
    await expect.poll(() => chunksStopped).toBe(1)
    // Kernel buffers take a few; without back-pressure the endless rest would have been made.
    expect(chunksMade).toBeLessThan(50)
  })
})
