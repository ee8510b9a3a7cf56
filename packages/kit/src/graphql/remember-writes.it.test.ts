import assert from 'node:assert/strict'
import { execute, parse, subscribe, type ExecutionResult } from 'graphql'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createDatabase, type Database } from '../postgres/index.js'
import { createRecentWrites, type RecentWrites } from '../postgres/recent-writes.js'
import { connectRedis, type RedisConnection } from '../redis/index.js'
import { startReplicatedPostgres, startTestRedis, type ReplicatedPostgres, type TestRedis } from '../testing/index.js'
import { createRequestReads } from './request-reads.js'
import { createSubgraphSchema } from './subgraph-schema.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const LAG_MAX_MS = 60_000
let servers: ReplicatedPostgres
let database: Database
let redis: TestRedis
const connections: RedisConnection[] = []
let viewers = 0
let viewerId: string

beforeAll(async () => {
  ;[servers, redis] = await Promise.all([
    startReplicatedPostgres([{ name: 'game', role: 'game', password: 'game' }]),
    startTestRedis(),
  ])
  database = createDatabase({
    url: servers.url('game'),
    readUrl: servers.readUrl('game'),
    readLagMaxMs: LAG_MAX_MS,
    maxConnections: 4,
    applicationName: 'game',
    logger,
  })
}, 120_000)
beforeEach(async () => {
  viewerId = `viewer ${++viewers}`
  await vi.waitFor(() => assert(database.reads.state()?.fault === null), { timeout: 30_000 })
})
afterAll(async () => {
  for (const connection of connections) connection.disconnect()
  await database.close()
  await servers.close()
  await redis.close()
})

/** As one process keeps it. */
async function aProcess(): Promise<RecentWrites> {
  const connection = connectRedis({ url: redis.url, logger, role: 'commands' })
  connections.push(connection)
  await expect.poll(() => connection.status).toBe('ready')
  return createRecentWrites({ namespace: 'game', redis: connection, lagMaxMs: LAG_MAX_MS })
}

const schema = createSubgraphSchema({
  typeDefs: `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])
    type Query { who: String }
    type Mutation { change: Answer refuse: Answer }
    type Subscription { changed: Answer }
    type Answer { who: String }`,
  resolvers: {
    Query: { who },
    Mutation: {
      change: () => ({}),
      refuse: () => {
        throw new Error('no')
      },
    },
    Subscription: {
      changed: {
        subscribe: async function* () {
          yield {}
        },
        resolve: () => ({}),
      },
    },
    Answer: { who },
  },
})

type Context = ReturnType<typeof aRequest>
async function who(_: unknown, __: unknown, { reads }: Context): Promise<string | undefined> {
  const text = `SELECT CASE WHEN pg_is_in_recovery() THEN 'replica' ELSE 'primary' END AS who`
  return (await reads.query<{ who: string }>({ text })).rows[0]?.who
}

const aRequest = (process: RecentWrites, of: string | null = viewerId) => ({
  viewer: of === null ? null : { userId: of, scopes: [] },
  reads: createRequestReads({ database, recentWrites: process, viewerId: of }),
})
const ask = async (contextValue: Context, source: string) =>
  await execute({ schema, document: parse(source), contextValue })

test('a mutation reads its own write, and so do the next requests of its user, in every process', async () => {
  const [one, other] = [await aProcess(), await aProcess()]
  expect((await ask(aRequest(one), '{ who }')).data).toEqual({ who: 'replica' })
  const request = aRequest(one)
  expect((await ask(request, '{ who }')).data).toEqual({ who: 'replica' })
  expect((await ask(request, 'mutation { change { who } }')).data).toEqual({ change: { who: 'primary' } })
  expect((await ask(request, '{ who }')).data).toEqual({ who: 'primary' })
  expect((await ask(aRequest(one), '{ who }')).data).toEqual({ who: 'primary' })
  expect((await ask(aRequest(other), '{ who }')).data).toEqual({ who: 'primary' })
  expect((await ask(aRequest(other, 'someone else'), '{ who }')).data).toEqual({ who: 'replica' })
})

test('a mutation that fails may have written all the same', async () => {
  const process = await aProcess()
  expect((await ask(aRequest(process), 'mutation { refuse { who } }')).errors).toHaveLength(1)
  expect((await ask(aRequest(process), '{ who }')).data).toEqual({ who: 'primary' })
})

test('without a viewer, the request that has written reads it; whoever it was for is named', async () => {
  const process = await aProcess()
  const request = aRequest(process, null)
  expect((await ask(request, 'mutation { change { who } }')).data).toEqual({ change: { who: 'primary' } })
  expect((await ask(aRequest(process, null), '{ who }')).data).toEqual({ who: 'replica' })
  await request.reads.wrote(viewerId)
  expect((await ask(aRequest(process), '{ who }')).data).toEqual({ who: 'primary' })
})

test('who is told of a change by a subscription finds it at the next look', async () => {
  const [one, other] = [await aProcess(), await aProcess()]
  const document = parse('subscription { changed { who } }')
  const events = (await subscribe({
    schema,
    document,
    contextValue: aRequest(one),
  })) as AsyncIterableIterator<ExecutionResult>
  expect((await events.next()).value?.data).toEqual({ changed: { who: 'primary' } })
  expect((await ask(aRequest(other), '{ who }')).data).toEqual({ who: 'primary' })
  expect((await events.next()).done).toBe(true)
})

test('a user is forgotten once every replica in use has what was written', async () => {
  const connection = connectRedis({ url: redis.url, logger, role: 'commands' })
  connections.push(connection)
  await expect.poll(() => connection.status).toBe('ready')
  const soon = createRecentWrites({ namespace: 'soon', redis: connection, lagMaxMs: 1 })
  await soon.note(viewerId)
  expect(await soon.has(viewerId)).toBe(true)
  await expect.poll(() => soon.has(viewerId)).toBe(false)
})

test('while Redis cannot be asked, reads go to the primary', async () => {
  const process = await aProcess()
  connections.at(-1)?.disconnect()
  expect((await ask(aRequest(process), '{ who }')).data).toEqual({ who: 'primary' })
})
