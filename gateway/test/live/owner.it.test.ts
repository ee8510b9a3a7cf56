import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startLiveGateway, type LiveGateway } from './live-gateway.js'

let live: LiveGateway
beforeAll(async () => {
  live = await startLiveGateway()
})
afterEach(async () => {
  await live.disconnect()
  await live.quiet()
})
afterAll(() => live.close())

const idsOf = (results: readonly { data?: Record<string, unknown> | null }[], field: string) =>
  results.map(({ data }) => (data?.[field] as { id: string } | null)?.id)

test('the owner is killed and comes back: clients stay connected, and miss nothing of what can be resumed', {
  timeout: 60_000,
}, async () => {
  const { newsroom } = live
  const userId = randomUUID()
  const token = await live.token({ userId })
  const letter = (id: string) => newsroom.letters.publish({ id, title: id, authorId: 'ann', to: userId })
  // With and without the id in the selection, under other names, with a fragment, a literal and variables
  // that nothing else uses.
  const signedIn = live.client({ token })
  const selections = [
    signedIn.subscribe('subscription { letters { id } }'),
    signedIn.subscribe({
      query: 'subscription ($after: ID) { letters(after: $after) { resumeId: text id } }',
      variables: { after: null },
    }),
  ]
  const anonymous = live.client()
  const topics = anonymous.subscribe({
    query:
      'subscription Q($after: ID, $topic: String) { all: storiesSince(after: $after, topic: $topic) { ...S } } fragment S on Story { title author { name } }',
    variables: { topic: 'x' },
  })
  const plain = anonymous.subscribe('subscription { storyPublished { id } }')
  await live.streams(4)
  letter('l1')
  newsroom.publish('s1')
  await Promise.all([...selections, topics, plain].map(one => one.count(1)))

  for (const round of [2, 3]) {
    await newsroom.news.kill()
    letter(`l${round}-missed-1`)
    letter(`l${round}-missed-2`)
    newsroom.publish(`s${round}-missed`)
    await newsroom.news.restart()
    await live.streams(4)
    letter(`l${round}`)
    newsroom.publish(`s${round}`)
    await vi.waitFor(() => expect(idsOf(plain.results, 'storyPublished').at(-1)).toBe(`s${round}`), { timeout: 10_000 })
    await Promise.all(selections.map(one => one.count(round * 3 - 2)))
    await topics.count(round * 2 - 1)
  }
  const all = ['l1', 'l2-missed-1', 'l2-missed-2', 'l2', 'l3-missed-1', 'l3-missed-2', 'l3']
  for (const one of selections) expect(idsOf(one.results, 'letters')).toEqual(all)
  expect(selections[1]?.results[0]).toEqual({ data: { letters: { resumeId: 'l1', id: 'l1' } } })
  expect(topics.results).toEqual(
    ['s1', 's2-missed', 's2', 's3-missed', 's3'].map(id => ({
      data: { all: { title: `title of ${id}`, author: { name: 'ANN' } } },
    })),
  )
  expect([...selections, topics, plain].map(({ ended }) => ended)).toEqual([null, null, null, null])
})

test('a client that named an event is not sent anew what came before the last one', { timeout: 30_000 }, async () => {
  const { newsroom } = live
  for (const id of ['r1', 'r2', 'r3']) newsroom.publish(id)
  const received = live.client().subscribe({
    query: 'subscription ($after: ID!) { storiesSince(after: $after) { id } }',
    variables: { after: 'r1' },
  })
  await received.count(2)
  await newsroom.news.kill()
  newsroom.publish('r4')
  await newsroom.news.restart()
  await received.count(3)
  expect(idsOf(received.results, 'storiesSince')).toEqual(['r2', 'r3', 'r4'])
})

test('an owner that cannot be reached is an error in the end; the connection lives', { timeout: 30_000 }, async () => {
  await live.newsroom.news.kill()
  const client = live.client()
  const received = client.subscribe('subscription { storyPublished { id } }')
  expect(await received.end(20_000)).toMatchObject({
    how: 'error',
    error: [{ extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'news', reason: 'unreachable' } }],
  })
  await live.newsroom.news.restart()
  const next = client.subscribe('subscription { storyPublished { id } }')
  await live.streams(1)
  live.newsroom.publish('again')
  expect(idsOf(await next.count(1), 'storyPublished')).toEqual(['again'])
})

test('what the owner says when it is asked is what the client hears', async () => {
  const received = live.client({ token: await live.token() }).subscribe('subscription { refused }')
  const ended = await received.end()
  expect(ended).toEqual({ how: 'complete' })
  expect(received.results).toMatchObject([
    { errors: [{ message: 'Not today', extensions: { code: 'CLOSED', serviceName: 'news' } }] },
  ])
})
