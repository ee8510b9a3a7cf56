import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { LocalRequest, LocalResult, LocalSubgraph } from '../../src/app.js'
import { composeSubgraphs, startGateway, type TestGateway } from '../harness.js'
import { liveClient, type LiveClient } from './clients.js'
import { createFeed, type Feed } from './feed.js'
import { userOf } from './live-subgraph.js'

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@authenticated", "@tag"])\n'
const supergraphSdl = composeSubgraphs([
  {
    name: 'chat',
    url: 'http://127.0.0.1:1',
    sdl: `${link} type Query { none: Int }
      type Subscription { said(room: ID!, after: ID): Line @authenticated @tag(name: "shared-events")  whispered(room: ID!, after: ID): Line @authenticated }
      type Line @key(fields: "id") { id: ID! @tag(name: "shared-events") number: Int! @tag(name: "shared-events") unread: Int @tag(name: "own") by: Person }
      type Person @key(fields: "id", resolvable: false) { id: ID! }`,
  },
  {
    name: 'people',
    url: 'http://127.0.0.1:1',
    sdl: `${link} type Query { nobody: Int } type Person @key(fields: "id") { id: ID! name: String mail: String }`,
  },
])

const SAID = 'subscription ($room: ID!, $after: ID) { said(room: $room, after: $after) { number by { name } } }'

/** Of the subgraph: what was asked, and the streams that are open. */
let asked: LocalRequest[] = []
let lines: number[] = []
let streams = new Map<Feed<LocalResult>, LocalRequest>()
const banned = new Set<string>()
let tellsAccess = true
let access: 'granted' | 'own' = 'granted'
let peopleAsked = 0

const viewerOf = ({ headers }: LocalRequest): string => userOf({ authorization: headers.get('authorization') }) ?? ''
const line = (number: number): LocalResult => {
  const id = String(number)
  const value = { __typename: 'Line', id, resumeId: id, number, unread: 0, by: { __typename: 'Person', id: 'ann' } }
  return { data: { said: value, whispered: value } }
}
const chat: LocalSubgraph = {
  execute: async () => ({ data: {} }),
  subscribe: async request => {
    asked.push(request)
    if (banned.has(viewerOf(request))) return { errors: [{ message: 'Banned', extensions: { code: 'FORBIDDEN' } }] }
    const feed = createFeed<LocalResult>()
    streams.set(feed, request)
    if (request.accessOnly === true && tellsAccess) {
      feed.publish({ data: {}, extensions: { access } })
      return feed.listen(events => events)
    }
    const after = request.variables['resumeAfter'] ?? request.variables['after'] ?? null
    if (after !== null) for (const number of lines) if (number > Number(after)) feed.publish(line(number))
    return feed.listen(events => events)
  },
}
const people: LocalSubgraph = {
  execute: async ({ variables, headers }) => {
    peopleAsked++
    const name = headers.has('authorization') ? 'somebody asked' : 'Ann'
    return {
      data: {
        _entities: (variables['representations'] as object[]).map(() => ({ __typename: 'Person', name, mail: 'a@b' })),
      },
    }
  },
}
const isOfContent = (request: LocalRequest) => request.accessOnly !== true || !tellsAccess
const contentStreams = () => [...streams].filter(([feed, request]) => isOfContent(request) && feed.listeners > 0)
const say = (number: number) => {
  lines.push(number)
  for (const [feed] of contentStreams()) feed.publish(line(number))
}
/** The subgraph has found that the user has no access any more. */
const ban = (userId: string) => {
  banned.add(userId)
  for (const [feed, request] of streams) if (viewerOf(request) === userId) feed.end()
}

let gateway: TestGateway
const clients: LiveClient[] = []
beforeAll(async () => {
  // Beside what is tagged.
  const LIVE_SHARED_FIELDS = 'Line.by, Person.*'
  gateway = await startGateway({
    supergraphSdl,
    env: { LIVE_SHARED_FIELDS },
    parts: { localSubgraphs: { chat, people } },
  })
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()))
  await vi.waitUntil(() => [...streams.keys()].every(({ listeners }) => listeners === 0))
  asked = []
  lines = []
  streams = new Map()
  banned.clear()
  tellsAccess = true
  access = 'granted'
  peopleAsked = 0
})
afterAll(() => gateway.close())

async function reader({
  userId = randomUUID(),
  after,
  query = SAID,
}: {
  userId?: string
  after?: string
  query?: string
} = {}) {
  const client = liveClient(`${gateway.url}/graphql`, { token: await gateway.issuer.token({ userId }) })
  clients.push(client)
  const received = client.subscribe({ query, variables: { room: 'r', ...(after !== undefined && { after }) } })
  const numbers = () => received.results.map(({ data }) => (data?.['said'] as { number: number } | undefined)?.number)
  return { userId, received, numbers }
}
const granted = (count: number) =>
  expect.poll(() => asked.filter(({ accessOnly }) => accessOnly === true).length).toBe(count)

test('readers with tokens of their own share one stream, and what it leads to is asked in nobody’s name, once', async () => {
  const readers = await Promise.all(Array.from({ length: 20 }, () => reader()))
  await granted(20)
  await expect.poll(() => contentStreams().length).toBe(1)
  for (const number of [1, 2, 3]) say(number)
  for (const { received } of readers)
    expect(await received.count(3)).toEqual(
      [1, 2, 3].map(number => ({ data: { said: { number, by: { name: 'Ann' } } } })),
    )
  // Events that come together share the request, too.
  expect(peopleAsked).toBeLessThanOrEqual(3)
  expect(contentStreams()).toHaveLength(1)
})

test('a reader whom the subgraph refuses gets nothing, and hears why', async () => {
  const userId = randomUUID()
  banned.add(userId)
  const [{ received }, other] = [await reader({ userId }), await reader()]
  await expect.poll(() => contentStreams().length).toBe(1)
  say(1)
  expect(await other.received.count(1)).toHaveLength(1)
  expect(await received.end()).toMatchObject({ how: 'complete' })
  expect(received.results).toMatchObject([{ data: { said: null }, errors: [{ extensions: { code: 'FORBIDDEN' } }] }])
})

test('a reader who loses access is sent away, and the others go on without a gap, whoever’s the stream was', async () => {
  const readers = [await reader()]
  await granted(1)
  readers.push(await reader(), await reader())
  await granted(3)
  say(1)
  for (const { received } of readers) await received.count(1)
  const [first, ...others] = readers
  ban(first?.userId ?? '')
  lines.push(2)
  await expect.poll(() => contentStreams().length).toBeGreaterThan(0)
  say(3)
  for (const { received, numbers } of others) {
    await received.count(3)
    expect(numbers()).toEqual([1, 2, 3])
  }
  expect(first?.numbers()).toEqual([1])
})

test('a reader who goes on from a place gets what was missed, then comes over to the stream of all, without gap or double', async () => {
  lines = [1, 2, 3]
  const behind = await Promise.all([reader({ after: '1' }), reader({ after: '1' }), reader({ after: '2' })])
  await granted(3)
  for (const [index, { received }] of behind.entries()) await received.count(index === 2 ? 1 : 2)
  for (const number of [4, 5, 6]) say(number)
  for (const [index, { received, numbers }] of behind.entries()) {
    await received.count(index === 2 ? 4 : 5)
    expect(numbers()).toEqual([2, 3, 4, 5, 6].slice(index === 2 ? 1 : 0))
  }
  expect(contentStreams()).toHaveLength(1)
  // All that this one has missed is still here.
  const opened = asked.filter(isOfContent).length
  const late = await reader({ after: '4' })
  await late.received.count(2)
  expect(late.numbers()).toEqual([5, 6])
  expect(asked.filter(isOfContent)).toHaveLength(opened)
})

test('a selection with anything that may differ between viewers is not shared', async () => {
  const query = 'subscription ($room: ID!) { said(room: $room) { number unread } }'
  await Promise.all([reader({ query }), reader({ query })])
  await reader({ query: 'subscription ($room: ID!) { whispered(room: $room) { number } }' })
  await expect.poll(() => contentStreams().length).toBe(3)
  expect(asked.filter(({ accessOnly }) => accessOnly === true)).toEqual([])
})

test('a subgraph that does not tell of access is asked for each viewer', async () => {
  tellsAccess = false
  const readers = await Promise.all([reader(), reader()])
  await granted(2)
  say(1)
  await expect.poll(() => asked.filter(({ accessOnly }) => accessOnly !== true).length).toBe(2)
  say(2)
  for (const { received } of readers) await received.count(1)
  expect(readers.map(({ numbers }) => numbers())).toEqual([[2], [2]])
})

test('a reader whose events come to differ from those of the others goes on alone, without gap or double', async () => {
  const [first, other, silent] = [await reader(), await reader(), await reader()]
  await granted(3)
  const comesToDiffer = ({ userId }: { userId: string }, after: string) => {
    for (const [feed, request] of streams)
      if (request.accessOnly === true && viewerOf(request) === userId)
        feed.publish({ data: {}, extensions: { access: 'own', after } })
  }
  const ofAll = () => contentStreams().filter(([, { forAll }]) => forAll === true).length
  // One that has had no event begins after the place that the subgraph names.
  lines = [1]
  comesToDiffer(silent, '0')
  await silent.received.count(1)
  await expect.poll(() => contentStreams().length).toBe(2)
  say(2)
  await Promise.all([first.received.count(1), other.received.count(1), silent.received.count(2)])
  comesToDiffer(first, '0')
  await expect.poll(() => contentStreams().length).toBe(3)
  expect(ofAll()).toBe(1)
  say(3)
  await Promise.all([first.received.count(2), other.received.count(2), silent.received.count(3)])
  expect([first, other, silent].map(({ numbers }) => numbers())).toEqual([
    [2, 3],
    [2, 3],
    [1, 2, 3],
  ])
})

test('where the subgraph says that events differ between viewers, each gets a stream of its own', async () => {
  access = 'own'
  const readers = await Promise.all([reader(), reader()])
  await expect.poll(() => contentStreams().length).toBe(2)
  say(1)
  for (const { received } of readers) await received.count(1)
  expect(readers.map(({ numbers }) => numbers())).toEqual([[1], [1]])
  await expect.poll(() => [...streams.keys()].filter(({ listeners }) => listeners > 0).length).toBe(2)
})
