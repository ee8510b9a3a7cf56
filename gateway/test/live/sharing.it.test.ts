import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startLiveGateway, type LiveGateway } from './live-gateway.js'

let live: LiveGateway
beforeAll(async () => {
  live = await startLiveGateway({ env: { LIVE_PUBLIC_FIELDS: 'storyPublished, whoAmI' } })
})
afterEach(async () => {
  await live.disconnect()
  await live.quiet()
})
afterAll(() => live.close())

const counts = async () => ({
  executions: await live.metric('executions_total'),
  messages: await live.metric('messages_total'),
  deliveries: await live.metric('deliveries_total'),
})

test('300 clients with one public selection: one upstream, one execution and one serialization for each event', async () => {
  live.newsroom.news.subscribed.length = 0
  live.newsroom.resolved.length = 0
  const query = 'subscription ($filter: Filter) { storyPublished(filter: $filter) { id author { name } } }'
  // The same values in another order, defaults written out or not, and a token or none: all the same.
  const variables = [
    { filter: { tags: ['a'], topic: 'all' } },
    { filter: { tags: ['a'] } },
    { filter: { topic: 'all', tags: ['a'] } },
  ]
  const tokens = [undefined, await live.token(), await live.token()]
  const received = Array.from({ length: 300 }, (_, index) => {
    const token = tokens[index % tokens.length]
    const client = live.client(token === undefined ? {} : { token })
    return client.subscribe({ query, variables: variables[index % variables.length] ?? {} })
  })
  await live.subscribers(300)
  await live.streams(1)
  const before = await counts()
  for (const id of ['a', 'b', 'c']) live.newsroom.publish(id, { authorId: `author of ${id}` })
  for (const one of received) {
    const results = await one.count(3)
    expect(results.map(({ data }) => (data?.['storyPublished'] as { id: string } | undefined)?.id)).toEqual([
      'a',
      'b',
      'c',
    ])
  }
  const after = await counts()
  expect(live.newsroom.news.subscribed).toHaveLength(1)
  expect(after.executions - before.executions).toBe(3)
  expect(after.messages - before.messages).toBe(3)
  expect(after.deliveries - before.deliveries).toBe(900)
  expect(live.newsroom.resolved.map(({ id }) => id).toSorted()).toEqual(['author of a', 'author of b', 'author of c'])
})

test('other documents, operation names and variables are other channels', async () => {
  const client = live.client()
  client.subscribe('subscription { storyPublished { id } }')
  client.subscribe('subscription { storyPublished { id title } }')
  client.subscribe({ query: 'subscription A { storyPublished { id } }' })
  client.subscribe({ query: 'subscription ($t: String) { storyPublished(topic: $t) { id } }', variables: { t: 'a' } })
  client.subscribe({ query: 'subscription ($t: String) { storyPublished(topic: $t) { id } }', variables: { t: 'b' } })
  await live.streams(5)
  expect(await live.metric('channels')).toBe(5)
})

test('what is public is asked in nobody’s name, so it can hold nothing of whoever came first', async () => {
  const [one, other] = [await live.token(), await live.token()]
  const query = 'subscription { whoAmI { name story { author { viewer } } } }'
  const first = live.client({ token: one }).subscribe(query)
  await live.streams(1)
  const second = live.client({ token: other }).subscribe(query)
  await live.subscribers(2)
  live.newsroom.publish('a')
  const answer = { data: { whoAmI: { name: 'nobody', story: { author: { viewer: null } } } } }
  expect(await first.count(1)).toEqual([answer])
  expect(await second.count(1)).toEqual([answer])
})

test('a public field with something below it that needs a sign-in is not shared', async () => {
  const users = [randomUUID(), randomUUID()]
  const query = 'subscription { storyPublished { id author { secret viewer } } }'
  const received = await Promise.all(
    users.map(async userId => live.client({ token: await live.token({ userId }) }).subscribe(query)),
  )
  const anonymous = live.client().subscribe(query)
  await live.streams(3)
  live.newsroom.publish('a')
  for (const [index, one] of received.entries()) {
    const userId = users[index]
    expect(await one.count(1)).toEqual([
      { data: { storyPublished: { id: 'a', author: { secret: `for ${userId} only`, viewer: userId } } } },
    ])
  }
  expect(await anonymous.count(1)).toMatchObject([
    {
      data: { storyPublished: { id: 'a', author: { secret: null, viewer: null } } },
      errors: [{ path: ['storyPublished', 'author', 'secret'], extensions: { code: 'UNAUTHENTICATED' } }],
    },
  ])
})

test('two users never share a stream, however alike they ask, on one machine and with one operation', async () => {
  const users = Array.from({ length: 20 }, () => randomUUID())
  // No directive says that the owner looks at the token, and nothing in the selection does.
  const query = 'subscription Same { pieces { id ... on Story { author { viewer } } } }'
  const received = await Promise.all(
    users.map(async userId =>
      live.client({ token: await live.token({ userId }) }).subscribe({ query, operationName: 'Same' }),
    ),
  )
  await live.streams(20)
  live.newsroom.publish('a')
  for (const [index, one] of received.entries())
    expect(await one.count(1)).toEqual([{ data: { pieces: { id: 'a', author: { viewer: users[index] } } } }])
})

test('one user with other scopes is another viewer: what one token is refused, the other gets', async () => {
  const userId = randomUUID()
  const query = 'subscription { pieces { ... on Story { author { wages } } } }'
  const clerk = live.client({ token: await live.token({ userId, scopes: ['payroll'] }) }).subscribe(query)
  const writer = live.client({ token: await live.token({ userId }) }).subscribe(query)
  await live.streams(2)
  live.newsroom.publish('a')
  expect(await clerk.count(1)).toEqual([{ data: { pieces: { author: { wages: 1_000 } } } }])
  expect(await writer.count(1)).toMatchObject([
    { data: { pieces: { author: { wages: null } } }, errors: [{ extensions: { code: 'FORBIDDEN' } }] },
  ])
})

test('whoever comes into a private stream later gets one of their own, with its beginning', async () => {
  const userId = randomUUID()
  const token = await live.token({ userId })
  for (const id of ['1', '2', '3'])
    live.newsroom.letters.publish({ id: `${userId}-${id}`, title: 't', authorId: 'ann', to: userId })
  const query = {
    query: 'subscription ($after: ID) { letters(after: $after) { id } }',
    variables: { after: `${userId}-1` },
  }
  const first = live.client({ token }).subscribe(query)
  await first.count(2)
  const second = live.client({ token }).subscribe(query)
  expect(await second.count(2)).toEqual(first.results)
  // The replayed messages are still here: both clients share one stream.
  expect(await live.metric('upstreams')).toBe(1)
  const withoutAfter = live.client({ token }).subscribe('subscription { letters { id } }')
  await live.streams(2)
  live.newsroom.letters.publish({ id: `${userId}-4`, title: 't', authorId: 'ann', to: userId })
  expect((await withoutAfter.count(1)).map(({ data }) => data)).toEqual([{ letters: { id: `${userId}-4` } }])
  live.client({ token }).subscribe('subscription { letters { id } }')
  await live.streams(3)
})

test('the last client to leave ends the upstream, in whatever order they leave', async () => {
  const clients = Array.from({ length: 10 }, () => live.client())
  const received = clients.map(client => client.subscribe('subscription { storyPublished { id } }'))
  await live.streams(1)
  await live.subscribers(10)
  for (const one of received.slice(0, 9)) one.stop()
  live.newsroom.publish('a')
  expect(await received[9]?.count(1)).toHaveLength(1)
  received[9]?.stop()
  await live.streams(0)
})
