import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { composeSubgraphs } from '../harness.js'
import { startLiveGateway, type LiveGateway } from './live-gateway.js'

let live: LiveGateway
beforeAll(async () => {
  live = await startLiveGateway()
})
afterAll(() => live.close())

const CLIENTS = 1_000

/** The supergraph after a change of one subgraph's schema. */
const changed = (
  { newsroom: { news, people } }: LiveGateway,
  change: (sdl: string) => string,
  which: 'news' | 'people',
) =>
  composeSubgraphs([
    { ...news, name: 'news', url: news.url, sdl: which === 'news' ? change(news.sdl) : news.sdl },
    { ...people, name: 'people', url: people.url, sdl: which === 'people' ? change(people.sdl) : people.sdl },
  ])

const takeOver = async (supergraphSdl: string) => {
  const before = live.gateway.app.epochs.current()?.id
  await writeFile(live.gateway.supergraphFile, supergraphSdl)
  await vi.waitFor(() => expect(live.gateway.app.epochs.current()?.id).not.toBe(before), { timeout: 10_000 })
}

test('a reload under 1,000 live subscriptions drops none whose selection still fits', {
  timeout: 120_000,
}, async () => {
  const clients = Array.from({ length: 20 }, () => live.client())
  const received = Array.from({ length: CLIENTS }, (_, index) =>
    // Most of them share one channel, the rest have one each.
    clients[index % clients.length]?.subscribe({
      query: 'subscription ($topic: String) { storyPublished(topic: $topic) { id author { name } } }',
      variables: { topic: index % 10 > 0 ? 'shared' : String(index) },
    }),
  )
  const leaving = live.client().subscribe('subscription { storyPublished { id likes } }')
  await live.subscribers(CLIENTS + 1)
  await live.streams(CLIENTS / 10 + 2)
  const upstreams = live.newsroom.news.subscribed.length
  live.newsroom.publish('before')
  await Promise.all(received.map(async one => await one?.count(1, 30_000)))

  // Something is added, and `likes` is gone, which one of them asks for.
  await takeOver(
    changed(
      live,
      sdl => `${sdl.replace('likes: Int!', 'stars: Int!')}\n extend type Author { born: String }`,
      'people',
    ),
  )
  expect(await leaving.end(30_000)).toMatchObject({
    how: 'error',
    error: [{ extensions: { code: 'SUBSCRIPTION_SCHEMA_RELOAD' } }],
  })
  live.newsroom.publish('after')
  for (const one of received) {
    const results = await one?.count(2, 30_000)
    expect(results?.[1]).toEqual({ data: { storyPublished: { id: 'after', author: { name: 'ANN' } } } })
    expect(one?.ended).toBeNull()
  }
  // The owner has noticed nothing, and new clients join the same channel.
  expect(live.newsroom.news.subscribed).toHaveLength(upstreams)
  const latecomer = live.client().subscribe({
    query: 'subscription ($topic: String) { storyPublished(topic: $topic) { id author { name } } }',
    variables: { topic: 'shared' },
  })
  await live.subscribers(CLIENTS + 1)
  expect(live.newsroom.news.subscribed).toHaveLength(upstreams)
  latecomer.stop()
  await live.disconnect()
  await live.quiet()
})

test('another way to the same fields takes effect for the next event; other events end the stream', {
  timeout: 60_000,
}, async () => {
  const client = live.client()
  const kept = client.subscribe('subscription { storyPublished { id } }')
  const moved = client.subscribe('subscription { storiesSince { id title } }')
  await live.streams(2)
  // `title` comes from people now, so the request to the owner changes.
  await takeOver(
    changed(
      live,
      sdl => sdl.replace('body: String }', 'body: String title: String! @override(from: "news") }'),
      'people',
    ),
  )
  expect(await moved.end()).toMatchObject({
    how: 'error',
    error: [{ extensions: { code: 'SUBSCRIPTION_SCHEMA_RELOAD' } }],
  })
  live.newsroom.publish('after')
  expect(await kept.count(1)).toEqual([{ data: { storyPublished: { id: 'after' } } }])
  await live.disconnect()
  await live.quiet()
})
