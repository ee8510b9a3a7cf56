import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LocalRequest, LocalResult, LocalSubgraph } from '../../src/app.js'
import { composeSubgraphs, startGateway, type TestGateway } from '../harness.js'
import { liveClient, type LiveClient } from './clients.js'
import { createFeed } from './feed.js'

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])\n'
const supergraphSdl = composeSubgraphs([
  {
    name: 'news',
    url: 'http://127.0.0.1:1',
    sdl: `${link} scalar Date type Query { none: Int } type Subscription { published(after: ID): Story } type Story @key(fields: "id") { id: ID! at: Date }`,
  },
  { name: 'likes', url: 'http://127.0.0.1:1', sdl: `${link} type Story @key(fields: "id") { id: ID! likes: Int }` },
])

const feed = createFeed<LocalResult>()
const requests: LocalRequest[] = []
let refusal: LocalResult | Error | null = null
const news: LocalSubgraph = {
  execute: async () => ({ data: {} }),
  subscribe: async request => {
    requests.push(request)
    if (refusal instanceof Error) throw refusal
    return refusal ?? feed.listen()
  },
}
const likes: LocalSubgraph = {
  execute: async ({ variables }) => ({
    data: {
      _entities: (variables['representations'] as { id: string }[]).map(() => ({ __typename: 'Story', likes: 5 })),
    },
  }),
}

let gateway: TestGateway
let client: LiveClient
beforeAll(async () => {
  gateway = await startGateway({ supergraphSdl, parts: { localSubgraphs: { news, likes } } })
  client = liveClient(`${gateway.url}/graphql`)
})
afterAll(async () => {
  await client.close()
  await gateway.close()
})

test('a subgraph of the same process is subscribed to without a socket, with the headers of the client', async () => {
  const token = await gateway.issuer.token({ userId: '8c1a7c1e-2f8e-4a0b-9a53-1d9c7b1b2f00' })
  const signedIn = liveClient(`${gateway.url}/graphql`, { token })
  const received = signedIn.subscribe('subscription { published { at likes } }')
  await expect.poll(() => feed.listeners).toBe(1)
  expect(Object.fromEntries(requests.at(-1)?.headers ?? [])).toMatchObject({ authorization: `Bearer ${token}` })
  // Objects that a subgraph keeps are never changed, and values take their JSON form.
  const story = Object.freeze({ __typename: 'Story', id: '1', resumeId: '1', at: new Date('2001-02-03T04:05:06.000Z') })
  feed.publish(Object.freeze({ data: Object.freeze({ published: story }) as Record<string, unknown> }))
  expect(await received.count(1)).toEqual([{ data: { published: { at: '2001-02-03T04:05:06.000Z', likes: 5 } } }])
  expect(story).not.toHaveProperty('likes')
  received.stop()
  await expect.poll(() => feed.listeners).toBe(0)
  await signedIn.close()
})

test('a stream that ends is complete; one answer instead of a stream is the only event', async () => {
  const received = client.subscribe('subscription { published { id } }')
  await expect.poll(() => feed.listeners).toBe(1)
  feed.end()
  expect(await received.end()).toEqual({ how: 'complete' })
  refusal = { errors: [{ message: 'Not you', extensions: { code: 'UNAUTHENTICATED' } }] }
  const refused = client.subscribe('subscription { published { id } }')
  await refused.end()
  expect(refused.results).toMatchObject([
    { errors: [{ message: 'Not you', extensions: { code: 'UNAUTHENTICATED', serviceName: 'news' } }] },
  ])
  refusal = null
})

test('a subgraph that throws, or sends nonsense, is an error with its name and nothing of the cause', async () => {
  refusal = new Error('the password is swordfish')
  const failed = client.subscribe('subscription { published { id } }')
  expect(await failed.end()).toEqual({
    how: 'error',
    error: [
      { message: 'Subgraph "news" failed', extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'news' } },
    ],
  })
  refusal = null
  const nonsense = client.subscribe('subscription { published { id } }')
  await expect.poll(() => feed.listeners).toBe(1)
  feed.publish('nonsense' as LocalResult)
  expect(await nonsense.end()).toMatchObject({ how: 'error', error: [{ extensions: { serviceName: 'news' } }] })
  await expect.poll(() => feed.listeners).toBe(0)
})
