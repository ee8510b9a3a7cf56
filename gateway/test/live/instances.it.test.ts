import { expect, test } from 'vitest'
import { composeSubgraphs, startGateway } from '../harness.js'
import { liveClient } from './clients.js'
import { startNewsroom } from './newsroom.js'

test('when an instance of the owner dies its streams go on at another, after the last event', {
  timeout: 30_000,
}, async () => {
  // Both know the same events, as two processes before one database do.
  const first = await startNewsroom()
  const second = await startNewsroom(first)
  const supergraphSdl = composeSubgraphs([first.news, first.people])
  const gateway = await startGateway({
    supergraphSdl,
    env: { SUBGRAPHS: `news=${first.news.url},news=${second.news.url}` },
  })
  const client = liveClient(`${gateway.url}/graphql`)
  const received = ['a', 'b', 'c', 'd'].map(topic =>
    client.subscribe({
      query: 'subscription ($topic: String) { storiesSince(topic: $topic) { id likes } }',
      variables: { topic },
    }),
  )
  await expect.poll(() => first.stories.listeners).toBe(4)
  expect([first.news.connections, second.news.connections]).toEqual([1, 1])
  first.publish('1')
  await Promise.all(received.map(one => one.count(1)))
  await first.news.kill()
  first.publish('2')
  await expect.poll(() => first.stories.listeners, { timeout: 10_000 }).toBe(4)
  first.publish('3')
  for (const one of received)
    expect((await one.count(3)).map(({ data }) => data)).toEqual(
      ['1', '2', '3'].map(id => ({ storiesSince: { id, likes: 3 } })),
    )
  await client.close()
  await gateway.close()
  await second.close()
  await first.people.close()
})
