import { once } from 'node:events'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startLiveGateway, type LiveGateway } from './live-gateway.js'
import { rawClient, type RawClient } from './raw-client.js'

/** An event of 14 KB. */
const QUERY = 'subscription { storyPublished { id body } }'
const CLIENTS = 1_000
/** The same event with 560 KB: after a few, the kernels' buffers for a client that does not read are full. */
const HEAVY_QUERY = `subscription { storyPublished { id ${Array.from({ length: 40 }, (_, at) => `b${at}: body`).join(' ')} } }`
const EVENTS_MAX = 200

let live: LiveGateway
beforeAll(async () => {
  live = await startLiveGateway()
})
afterAll(() => live.close())

const subscribed = async (...queries: readonly string[]): Promise<RawClient> => {
  const client = await rawClient(live.url)
  client.send({ type: 'connection_init' })
  await client.next('connection_ack')
  for (const [at, query] of queries.entries()) client.send({ id: `s${at}`, type: 'subscribe', payload: { query } })
  return client
}

const publish = async (from: number, to: number) => {
  for (let index = from; index < to; index++) {
    live.newsroom.publish(String(index))
    // Every event is answered before the next, so that none is dropped for another reason.
    await vi.waitFor(async () => expect(await live.metric('messages_total')).toBe(index + 1), {
      timeout: 20_000,
      interval: 2,
    })
  }
}

test('one paused client among 1,000: memory is bounded, it is closed with 4290, and the others miss nothing', {
  timeout: 180_000,
}, async () => {
  const others: RawClient[] = []
  for (let index = 0; index < CLIENTS; index++) others.push(await subscribed(QUERY))
  const paused = await subscribed(QUERY, HEAVY_QUERY)
  await live.subscribers(CLIENTS + 2)
  await live.streams(2)
  paused.socket.pause()
  const counts = others.map(client => {
    const seen = { events: 0 }
    client.onMessage = text => {
      if (text.includes('"next"')) seen.events++
    }
    return seen
  })

  const heapBefore = process.memoryUsage()
  let published = 0
  while (published < EVENTS_MAX && (await live.metric('cut_offs_total', 'reason="slow"')) === 0) {
    live.newsroom.publish(String(published++))
    // All other clients have each event before the next one is published.
    await vi.waitFor(() => expect(counts.every(({ events }) => events === published)).toBe(true), {
      timeout: 20_000,
      interval: 2,
    })
  }
  const heap = process.memoryUsage()
  // The paused one may hold a megabyte, its channel one more; a queue of everything would be ever larger.
  expect(heap.heapUsed + heap.external - heapBefore.heapUsed - heapBefore.external).toBeLessThan(200_000_000)

  const closed = once(paused.socket, 'close') as Promise<[number, Buffer]>
  paused.socket.resume()
  const [code] = await closed
  expect(code).toBe(4290)
  expect(counts.every(({ events }) => events === published)).toBe(true)
  expect(await live.metric('cut_offs_total', 'reason="slow"')).toBe(1)
  for (const client of others) client.socket.terminate()
  await live.quiet()
})

test('a client that falls behind and catches up in time misses nothing', { timeout: 60_000 }, async () => {
  const client = await subscribed(QUERY)
  await live.streams(1)
  const ids: string[] = []
  client.onMessage = text => {
    const id = /"id":"(\d+)","body"/.exec(text)?.[1]
    if (id !== undefined) ids.push(id)
  }
  const behindBefore = await live.metric('behind_total')
  const start = await live.metric('messages_total')
  client.socket.pause()
  let index = start
  while ((await live.metric('behind_total')) === behindBefore) await publish(index, ++index)
  // Some more, which are kept for it.
  await publish(index, index + 20)
  index += 20
  client.socket.resume()
  await vi.waitFor(() => expect(ids).toHaveLength(index - start), { timeout: 20_000 })
  expect(ids).toEqual(Array.from({ length: index - start }, (_, at) => String(start + at)))
  client.socket.terminate()
  await live.quiet()
})
