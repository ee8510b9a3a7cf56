import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from 'graphql-sse'
import { afterEach, expect, test } from 'vitest'
import { serverSentEvents } from './stream-format.js'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** The events that graphql-sse's client gets of a response in these pieces, and the error that ends it. */
async function readBySseClient(pieces: readonly (string | Buffer)[]) {
  const server = createServer((_, response) => {
    response.writeHead(200, serverSentEvents.headers)
    for (const piece of pieces) response.write(piece)
    response.end()
  }).listen(0, '127.0.0.1')
  closers.push(() => server.close())
  await once(server, 'listening')
  const client = createClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, retryAttempts: 0 })
  const events: unknown[] = []
  const error = await new Promise<unknown>(resolve => {
    client.subscribe(
      { query: 'subscription { ticked }' },
      { next: event => events.push(event), error: resolve, complete: () => resolve(null) },
    )
  })
  return { events, error }
}

const { opening, heartbeat, encode, closing } = serverSentEvents
const tick = (ticked: number) => ({ data: { ticked } })
const event = (ticked: number) => encode(JSON.stringify(tick(ticked)))

test("graphql-sse's client ignores heartbeats before, between and after events", async () => {
  const pieces = [opening, heartbeat, event(1), heartbeat, heartbeat, event(2), heartbeat, closing]
  expect(await readBySseClient(pieces)).toEqual({ events: [tick(1), tick(2)], error: null })
})

test("graphql-sse's client would not survive a heartbeat with a name", async () => {
  const { events, error } = await readBySseClient([
    opening,
    event(1),
    'event: heartbeat\ndata: {}\n\n',
    event(2),
    closing,
  ])
  expect(events).not.toContainEqual(tick(2))
  expect(error).toMatchObject({ message: 'Invalid stream event "heartbeat"' })
})
