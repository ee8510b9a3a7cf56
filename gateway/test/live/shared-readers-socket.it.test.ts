import { randomUUID } from 'node:crypto'
import { createSubgraphSchema, type RequestContext } from '@waystone/kit/graphql'
import { createTestSubgraphApp, serveForTest } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, type TestGateway } from '../harness.js'
import { liveClient, type LiveClient } from './clients.js'
import { createFeed } from './feed.js'
import { userOf } from './live-subgraph.js'

interface Line {
  readonly id: string
  readonly number: number
}
interface Asked extends RequestContext {
  readonly userId: string
}

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { none: Int }
  type Subscription { said(after: ID): Line! }
  type Line @key(fields: "id") { id: ID! number: Int! }
`
const lines = createFeed<Line>()
/** A feed for each stream that tells of access alone; it has no events, and ends with the access. */
const accesses = new Map<string, ReturnType<typeof createFeed<Line>>>()
let content = 0

const resolvers = {
  Subscription: {
    said: {
      subscribe: (_: unknown, { after }: { after?: string | null }, { accessOnly, userId }: Asked) => {
        if (accessOnly !== true) {
          content++
          return lines.listen(before => (after ? before.filter(({ number }) => number > Number(after)) : []))
        }
        const feed = createFeed<Line>()
        accesses.set(userId, feed)
        return feed.listen()
      },
      resolve: (line: Line) => line,
    },
  },
}

let gateway: TestGateway
let served: { url: string; close(): Promise<void> }
const clients: LiveClient[] = []
beforeAll(async () => {
  const app = createTestSubgraphApp<Asked>({
    name: 'chat',
    schema: createSubgraphSchema({ typeDefs: sdl, resolvers }),
    context: async ({ headers, requestId }) => ({
      requestId,
      viewer: null,
      remoteAddress: '',
      userAgent: null,
      userId: userOf({ authorization: headers.get('authorization') }) ?? '',
    }),
  })
  served = await serveForTest(app)
  const supergraphSdl = composeSubgraphs([{ name: 'chat', url: `${served.url}/graphql`, sdl }])
  gateway = await startGateway({ supergraphSdl, env: { LIVE_SHARED_FIELDS: 'Subscription.said, Line.*' } })
})
afterAll(async () => {
  await Promise.all(clients.map(client => client.close()))
  await gateway.close()
  await served.close()
})

async function reader(after?: string) {
  const userId = randomUUID()
  const client = liveClient(`${gateway.url}/graphql`, { token: await gateway.issuer.token({ userId }) })
  clients.push(client)
  const query = 'subscription ($after: ID) { said(after: $after) { number } }'
  const received = client.subscribe({ query, variables: after === undefined ? {} : { after } })
  const numbers = () => received.results.map(({ data }) => (data?.['said'] as { number: number } | undefined)?.number)
  return { userId, received, numbers }
}
const say = (number: number) => lines.publish({ id: String(number), number })

test('over WebSocket, too, readers share one stream, come in behind others, and go on when its first reader has to leave', async () => {
  const first = await reader()
  await expect.poll(() => content).toBe(1)
  const others = await Promise.all(Array.from({ length: 10 }, () => reader()))
  await expect.poll(() => accesses.size).toBe(11)
  say(1)
  for (const { received } of [first, ...others]) await received.count(1)
  expect(content).toBe(1)
  const late = await reader('0')
  await late.received.count(1)
  say(2)
  for (const { received } of [first, ...others]) await received.count(2)
  await late.received.count(2)
  expect(late.numbers()).toEqual([1, 2])

  accesses.get(first.userId)?.end()
  expect(await first.received.end()).toEqual({ how: 'complete' })
  say(3)
  for (const { received, numbers } of [...others, late]) {
    await received.count(3)
    expect(numbers()).toEqual([1, 2, 3])
  }
  expect(first.numbers()).toEqual([1, 2])
})
