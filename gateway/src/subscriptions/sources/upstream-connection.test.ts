import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { UNDER_WAY_MAX } from './event-source.js'
import { connectUpstream } from './upstream-connection.js'

const EVENTS = 5_000
/** As much as a socket hands over at a time, at most. */
const READ_AT_ONCE_BYTES = 65_536
const EVENT_BYTES = 1_024

const servers: WebSocketServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate()
    await new Promise(resolve => server.close(resolve))
  }
})

/** A subgraph that answers a subscription with all of its events at once. */
async function startSubgraph(): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'graphql-transport-ws' })
  servers.push(server)
  await once(server, 'listening')
  server.on('connection', (socket: WebSocket) =>
    socket.on('message', (text: Buffer) => {
      const { type, id } = JSON.parse(text.toString()) as { type: string; id: string }
      if (type === 'connection_init') socket.send('{"type":"connection_ack"}')
      if (type !== 'subscribe') return
      for (let number = 0; number < EVENTS; number++) {
        const event = { data: { number, padding: 'x'.repeat(EVENT_BYTES) } }
        socket.send(JSON.stringify({ id, type: 'next', payload: event }))
      }
    }),
  )
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a subgraph that sends more than can be answered is read no further until some have been, and nothing is lost', async () => {
  const received: number[] = []
  const waiting: (() => void)[] = []
  const connection = connectUpstream({
    url: await startSubgraph(),
    params: {},
    messageMaxBytes: 1_000_000,
    onWritesResults: () => {},
    onClosed: () => {},
  })
  const stop = connection.subscribe(
    { query: 'subscription { number }', operationName: undefined, variables: {}, verbatim: null },
    {
      ready: () => {},
      next: payload => {
        received.push((payload as { data: { number: number } }).data.number)
        return new Promise(resolve => waiting.push(resolve))
      },
      written: () => {},
      error: () => {},
      complete: () => {},
      lost: () => {},
    },
  )
  await expect.poll(() => received.length).toBeGreaterThanOrEqual(UNDER_WAY_MAX)
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(received.length).toBeLessThanOrEqual(UNDER_WAY_MAX + READ_AT_ONCE_BYTES / EVENT_BYTES)
  let answeredAtOnceMax = 0
  await expect
    .poll(
      () => {
        answeredAtOnceMax = Math.max(answeredAtOnceMax, waiting.length)
        for (const answer of waiting.splice(0)) answer()
        return received.length
      },
      { interval: 1, timeout: 20_000 },
    )
    .toBe(EVENTS)
  expect(received).toEqual(Array.from({ length: EVENTS }, (_, number) => number))
  expect(answeredAtOnceMax).toBeLessThanOrEqual(UNDER_WAY_MAX + READ_AT_ONCE_BYTES / EVENT_BYTES)
  stop()
}, 30_000)
