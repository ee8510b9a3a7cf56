import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { LiveClient } from './clients.js'
import { startLiveGateway, type LiveGateway } from './live-gateway.js'

let live: LiveGateway
let client: LiveClient
beforeAll(async () => {
  live = await startLiveGateway()
  client = live.client()
})
afterEach(async () => {
  await client.close()
  await live.quiet()
  client = live.client()
})
afterAll(() => live.close())

test('an event comes with fields of its owner and of other subgraphs', async () => {
  const received = client.subscribe('subscription { storyPublished { id title likes author { name rank } } }')
  await live.streams(1)
  live.newsroom.publish('a')
  live.newsroom.publish('b', { authorId: 'bob' })
  expect(await received.count(2)).toEqual([
    { data: { storyPublished: { id: 'a', title: 'title of a', likes: 3, author: { name: 'ANN', rank: 7 } } } },
    { data: { storyPublished: { id: 'b', title: 'title of b', likes: 3, author: { name: 'BOB', rank: 7 } } } },
  ])
})

test('aliases, fragments, variables, @skip, @include and __typename are what they are in queries', async () => {
  const received = client.subscribe({
    query: `subscription S($topic: String, $with: Boolean!, $without: Boolean = true) {
      published: storyPublished(topic: $topic) { __typename ...Story likes @skip(if: $without) }
    }
    fragment Story on Story {
      key: id
      id: title
      writer: author { ...Author extra: mood @include(if: $with) hidden: rank @include(if: $without) }
    }
    fragment Author on Author { type: __typename called: name }`,
    variables: { topic: 'x', with: false },
  })
  await live.streams(1)
  live.newsroom.publish('a')
  const writer = { type: 'Author', called: 'ANN', hidden: 7 }
  expect(await received.count(1)).toEqual([
    { data: { published: { __typename: 'Story', key: 'a', id: 'title of a', writer } } },
  ])
})

test('an abstract type is what each event turns out to be', async () => {
  const received = client.subscribe(`subscription {
    pieces { __typename id ... on Story { title likes author { name } } ... on Letter { text to { name } } }
  }`)
  await live.streams(1)
  live.newsroom.publish('a')
  live.newsroom.publish('b', { to: 'cid' })
  expect(await received.count(2)).toEqual([
    { data: { pieces: { __typename: 'Story', id: 'a', title: 'title of a', likes: 3, author: { name: 'ANN' } } } },
    { data: { pieces: { __typename: 'Letter', id: 'b', text: 'title of b', to: { name: 'CID' } } } },
  ])
})

test('a list of entities is asked for at once, each of them once', async () => {
  live.newsroom.resolved.length = 0
  const received = client.subscribe('subscription { batches { id likes } }')
  await live.streams(1)
  live.newsroom.publish('a')
  expect(await received.count(1)).toEqual([
    {
      data: {
        batches: [
          { id: 'a', likes: 3 },
          { id: 'a', likes: 3 },
        ],
      },
    },
  ])
  expect(live.newsroom.resolved).toEqual([{ __typename: 'Story', id: 'a' }])
})

test('what another subgraph fails at is null with an error at its place; the event comes all the same', async () => {
  const received = client.subscribe('subscription { storyPublished { id author { name mood } } }')
  await live.streams(1)
  live.newsroom.publish('a', { authorId: 'grump' })
  expect(await received.count(1)).toMatchObject([
    {
      data: { storyPublished: { id: 'a', author: { name: 'GRUMP', mood: null } } },
      errors: [
        {
          message: 'Do not ask',
          path: ['storyPublished', 'author', 'mood'],
          extensions: { code: 'MOODY', serviceName: 'people' },
        },
      ],
    },
  ])
})

test('a null that may not be one takes its parents along, up to the event', async () => {
  const received = client.subscribe('subscription { storiesSince { id author { rank } } }')
  await live.streams(1)
  live.newsroom.publish('a', { authorId: 'unranked' })
  live.newsroom.publish('b')
  const [first, second] = await received.count(2)
  expect(first?.data).toEqual({ storiesSince: null })
  expect(second).toEqual({ data: { storiesSince: { id: 'b', author: { rank: 7 } } } })
})

test("errors of the owner's event keep their paths, in the client's names", async () => {
  const received = client.subscribe('subscription { s: storyPublished { id remark: note } }')
  await live.streams(1)
  live.newsroom.publish('a')
  expect(await received.count(1)).toMatchObject([
    {
      data: { s: { id: 'a', remark: null } },
      errors: [{ message: 'No note', path: ['s', 'remark'], extensions: { code: 'NO_NOTE', serviceName: 'news' } }],
    },
  ])
})

test('an event that is an error as a whole is null, and the next one comes', async () => {
  const received = client.subscribe('subscription { failing { id } }')
  await live.streams(1)
  live.newsroom.publish('a')
  live.newsroom.publish('b')
  const results = await received.count(2)
  for (const result of results)
    expect(result).toMatchObject({
      data: { failing: null },
      errors: [{ path: ['failing'], extensions: { code: 'UPSET' } }],
    })
  expect(received.ended).toBeNull()
})

test('a stream that the owner ends is complete for the client', async () => {
  const received = client.subscribe('subscription { storyPublished { id } }')
  await live.streams(1)
  live.newsroom.publish('a')
  live.newsroom.stories.end()
  expect(await received.end()).toEqual({ how: 'complete' })
  expect(received.results).toEqual([{ data: { storyPublished: { id: 'a' } } }])
})

test('queries and mutations over the same connection are answered as over HTTP', async () => {
  const token = await live.gateway.issuer.token({ userId: '8c1a7c1e-2f8e-4a0b-9a53-1d9c7b1b2f00' })
  const signedIn = live.client({ token })
  const query = signedIn.subscribe('{ me }')
  expect(await query.end()).toEqual({ how: 'complete' })
  expect(query.results).toEqual([{ data: { me: '8c1a7c1e-2f8e-4a0b-9a53-1d9c7b1b2f00' } }])
  const mutation = signedIn.subscribe({
    query: 'mutation W($t: String!) { write(title: $t) { id } }',
    variables: { t: 'new' },
  })
  await mutation.end()
  expect(mutation.results).toEqual([{ data: { write: { id: 'new' } } }])
  await signedIn.close()
})

const refusals: readonly [name: string, query: string, message: RegExp, code: string][] = [
  [
    'a root field with @skip',
    'subscription ($no: Boolean!) { storyPublished @skip(if: $no) { id } }',
    /@skip/,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a root field with @include in a fragment',
    'subscription { ...F } fragment F on Subscription { storyPublished @include(if: true) { id } }',
    /@include/,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['an unknown field', 'subscription { storyBurned { id } }', /storyBurned/, 'GRAPHQL_VALIDATION_FAILED'],
  [
    'an unknown field of another subgraph',
    'subscription { storyPublished { author { shoeSize } } }',
    /shoeSize/,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'two root fields',
    'subscription { storyPublished { id } failing { id } }',
    /only one top level field/,
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['no document', 'subscription {', /Syntax Error/, 'GRAPHQL_PARSE_FAILED'],
  [
    'a wrong variable',
    'subscription ($topic: String) { storyPublished(topic: $topic) { id } }',
    /topic/,
    'BAD_USER_INPUT',
  ],
  ['a root field for others', 'subscription { letters { id } }', /Unauthorized/, 'UNAUTHENTICATED'],
  ['one that is too large', `subscription { pieces { ${'id '.repeat(2_001)} } }`, /fields/, 'LIMIT_EXCEEDED'],
]

test.each(refusals)('%s is refused, and the process lives', async (_name, query, message, code) => {
  const received = client.subscribe({ query, variables: { topic: 5, no: false } })
  const ended = await received.end()
  expect(ended).toMatchObject({
    how: 'error',
    error: [{ message: expect.stringMatching(message), extensions: { code } }],
  })
  expect(received.results).toEqual([])
  const next = client.subscribe('subscription { storyPublished { id } }')
  await live.streams(1)
  live.newsroom.publish('after')
  expect(await next.count(1)).toHaveLength(1)
})
