import { createHttpServiceClient } from '@waystone/kit/service-client'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { freePort } from '@waystone/kit/process'
import { reservePrice } from '@waystone/events'
import { randomUUID } from 'node:crypto'
import type { Pool as DatabasePool } from 'pg'
import { Pool } from 'undici'
import * as z from 'zod'
import { until, type Subject } from '../load.js'
import { startService } from '../processes.js'
import type { Players } from './players.js'
import { BANNER_ID, SINGLE_COST } from './population.js'
import { databaseEnvironment, SECRETS, type DatabaseUrls, type Servers } from './servers.js'

/** A way of running users and gacha, under load from outside. */
export interface SetUp {
  pull(count: 1 | 10): Subject
}

/** More pulls a day than a run can make. */
const SETTINGS = { ...SECRETS, LOG_LEVEL: 'warn', PULL_LIMIT_DAILY: '1000000' }

interface Start {
  readonly servers: Servers
  readonly urls: DatabaseUrls
  readonly players: Players
  readonly nodeArguments: readonly string[]
}

/**
 * users and gacha as two processes of the production build, HTTP between them. Their events have no consumers
 * here: they wait in the outboxes and are deleted after each round.
 */
export async function startDistributed({
  servers,
  urls,
  players,
  nodeArguments,
}: Start): Promise<SetUp & { transfer: Subject }> {
  const start = async (name: 'users' | 'gacha', env: Readonly<Record<string, string>>) => {
    const service = await startService(name, {
      port: await freePort(),
      nodeArguments,
      env: { ...SETTINGS, ...env, DATABASE_URL: urls[name] },
    })
    servers.lifecycle.onClose(name, () => service.stop())
    return service
  }
  const users = await start('users', {})
  const gacha = await start('gacha', { USERS_URLS: users.url })
  const logger = createLogger({ name: 'bench', level: 'warn' })
  const metrics = createMetrics({ service: 'bench', processMetrics: false })
  const client = createHttpServiceClient({
    self: 'gacha',
    secret: SECRETS.INTERNAL_SECRET,
    instances: { users: [users.url] },
    logger,
    metrics,
  })
  servers.lifecycle.onClose('client', () => client.close())
  const name = 'over HTTP'
  return {
    transfer: {
      name,
      once: async () => {
        const price = {
          pullId: randomUUID(),
          userId: players.next().userId,
          currency: 'DIAMOND',
          amount: SINGLE_COST,
        } as const
        const { status } = await client.call(reservePrice, price)
        if (status !== 'RESERVED') throw new Error(`Expected a reservation, got ${status}`)
      },
      settle: async () => {},
    },
    pull: pulls({ name, url: gacha.url, servers, players, settle: outboxes => outboxes.map(clear) }, urls),
  }
}

/**
 * Gateway and subgraphs in one process; the client speaks to the gateway, the subgraphs call each other
 * without a network.
 */
export async function startStandalone({ servers, urls, players, nodeArguments }: Start): Promise<SetUp> {
  const port = await freePort()
  const service = await startService('standalone', {
    port,
    nodeArguments,
    command: ['--enable-source-maps', 'standalone/dist/main.js', '--port', String(port), '--data', servers.directory()],
    env: { ...SETTINGS, ...databaseEnvironment(urls) },
  })
  servers.lifecycle.onClose('standalone', () => service.stop())
  const settle = (outboxes: readonly DatabasePool[]) =>
    outboxes.map(async outbox => await until('every event to be applied', async () => await isEmpty(outbox)))
  return { pull: pulls({ name: 'standalone', url: service.url, servers, players, settle }, urls) }
}

const CLIENT_CONNECTIONS_MAX = 500

const PULL = `mutation Pull($input: PullInput!) {
  pull(input: $input) {
    ... on Pull { id cost items { item { name rarity } duplicate } }
    ... on Refusal { message }
  }
}`
const answer = z.object({ data: z.object({ pull: z.object({ items: z.array(z.unknown()) }) }) })

interface PullTarget {
  readonly name: string
  readonly url: string
  readonly servers: Servers
  readonly players: Players
  readonly settle: (outboxes: readonly DatabasePool[]) => readonly Promise<void>[]
}

function pulls({ name, url, servers, players, settle }: PullTarget, urls: DatabaseUrls): SetUp['pull'] {
  const http = new Pool(url, { connections: CLIENT_CONNECTIONS_MAX })
  servers.lifecycle.onClose(`load on ${name}`, async () => await http.close())
  const outboxes = [urls.users, urls.gacha].map(each => servers.pool(each))
  return count => ({
    name,
    once: async () => {
      const { token } = players.next()
      const input = { bannerId: BANNER_ID, count, idempotencyKey: randomUUID() }
      const { body } = await http.request({
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: PULL, variables: { input } }),
      })
      const text = await body.text()
      const parsed = answer.safeParse(JSON.parse(text))
      if (!parsed.success || parsed.data.data.pull.items.length !== count)
        throw new Error(`Expected a pull of ${count}, got ${text}`)
    },
    settle: async () => void (await Promise.all(settle(outboxes))),
  })
}

const clear = async (database: DatabasePool): Promise<void> => {
  await database.query('delete from outbox')
}

const isEmpty = async (database: DatabasePool): Promise<boolean> => {
  const { rows } = await database.query<{ empty: boolean }>('select not exists (select from outbox) as empty')
  return rows[0]?.empty === true
}
