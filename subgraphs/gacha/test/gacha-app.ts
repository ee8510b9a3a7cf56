import { randomUUID } from 'node:crypto'
import {
  findClaimedMails,
  findGrantedRewards,
  newEvent,
  parseEvent,
  type EventOf,
  type EventType,
  type ClaimedMail,
  type GrantedReward,
} from '@waystone/events'
import { createRevocationList } from '@waystone/kit/auth'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { appendEvents, createInProcessEventBus, type EventBus } from '@waystone/kit/outbox'
import { createDatabase, withTransaction, type Database } from '@waystone/kit/postgres'
import { answerCall } from '@waystone/kit/service-client'
import { createTestDatabase, createTestIssuer, manualClock, type ManualClock } from '@waystone/kit/testing'
import { graphql } from 'graphql'
import { seed } from '../../../prisma/gacha/seed.js'
import { createApp, type GachaApp } from '../src/app.js'
import { readConfig } from '../src/config.js'
import { seededRandom } from './seeded-random.js'
import { createUsersStandIn, type UsersStandIn } from './users-stand-in.js'

export const banners = {
  founders: '013a789d-924d-4cd7-bbeb-9fc918cc7311',
  wayfarers: '60e1ec70-d5c4-4c4c-9f72-f56f84d4808e',
  firstLight: '62de89d3-e8da-4ddb-bb2b-9bde53551fe7',
} as const

export interface Player {
  readonly userId: string
  readonly scopes: readonly string[]
}

export const aPlayer = (...scopes: string[]): Player => ({ userId: randomUUID(), scopes })

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors: readonly { readonly code: unknown; readonly path: unknown; readonly message: string }[]
}

/** One root field of an answer; undefined when the whole answer is null. */
export const rootField = (answer: Answer, name: string): unknown => answer.data?.[name]

export interface PullOrder {
  readonly bannerId?: string
  readonly count?: number
  readonly order?: string
  readonly key?: string
  readonly expectedCost?: number
  readonly expectedTickets?: number
  readonly oddsHash?: string
}

/** The answer of a pull, as far as tests look at it. */
export interface PullAnswer {
  readonly __typename: string
  readonly id?: string
  readonly message?: string
  readonly field?: string
  readonly items?: readonly { readonly item: { readonly id: string }; readonly duplicate: boolean }[]
  readonly [field: string]: unknown
}

/**
 * The subgraph on a database of its own, seeded, with a clock that stands, tokens of its own making and users
 * in memory.
 */
export interface TestApp {
  readonly app: GachaApp
  /** Creates a second instance on the same database, with empty caches; the caller closes it. */
  another(settings?: Record<string, string>): Promise<GachaApp>
  readonly clock: ManualClock
  readonly database: Database
  readonly events: EventBus
  readonly users: UsersStandIn
  /** An access token. */
  token(player: Player): Promise<string>
  /** One request of this player; null is an anonymous one. */
  ask(viewer: Player | null, source: string, variables?: Record<string, unknown>): Promise<Answer>
  pull(player: Player, order: PullOrder): Promise<PullAnswer>
  /** A player with diamonds. */
  aPlayerWith(diamonds: number): Player
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Everything that pulls and banners are made of, for proving that nothing changed. */
  state(): Promise<unknown>
  /** An event of another subgraph, delivered and applied; the app must have been started. */
  tell<T extends EventType>(type: T, data: EventOf<T>['data'], id?: string): Promise<void>
  close(): Promise<void>
}

/** @param given a migrated database, closed with the app */
export async function startGacha(
  settings: Record<string, string> = {},
  given?: { readonly url: string; close(): Promise<void> },
): Promise<TestApp> {
  const testDatabase = given ?? (await createTestDatabase({ migrations: 'gacha' }))
  const clock = manualClock('2026-11-21T08:00:00Z')
  const random = seededRandom()
  const logger = createLogger({ name: 'test', level: 'silent' })
  const database = createDatabase({ url: testDatabase.url, maxConnections: 10, applicationName: 'test', logger })
  const issuer = await createTestIssuer()
  const events = createInProcessEventBus({ logger })
  // quests has granted all that is told here.
  const granted = new Map<string, GrantedReward>()
  const confirm = answerCall(findGrantedRewards, async ({ eventIds }) => ({
    grants: eventIds.flatMap(eventId => granted.get(eventId) ?? []),
  }))
  const claimed = new Map<string, ClaimedMail>()
  const confirmMail = answerCall(findClaimedMails, async ({ eventIds }) => ({
    grants: eventIds.flatMap(eventId => claimed.get(eventId) ?? []),
  }))
  const users = createUsersStandIn([confirm, confirmMail])
  /** @param own a pool of the test's: without it the app opens one of its own, as another process would. */
  const anApp = (more: Record<string, string> = {}, own: { database?: Database } = {}) =>
    createApp(readConfig({ DATABASE_URL: testDatabase.url, LOG_LEVEL: 'silent', ...settings, ...more }), {
      clock,
      random,
      logger,
      events,
      metrics: createMetrics({ service: 'gacha' }),
      services: users.client,
      keys: issuer.keys,
      revocations: createRevocationList(clock),
      ...own,
    })
  const app = await anApp({}, { database })
  await seed(app)
  // Every outbox is alike: this one stands for those of users and quests, whose events come by the same relay
  // and inbox as in production.
  const outsideDatabase = await createTestDatabase({ migrations: 'gacha' })
  const outside = createDatabase({ url: outsideDatabase.url, maxConnections: 4, applicationName: 'outside', logger })
  await events.relay({ producer: 'quests', pool: outside.primary })

  const token = (viewer: Player) => issuer.token({ ...viewer, now: clock.now() })
  const headersOf = async (viewer: Player | null) => {
    const headers = new Map<string, string>()
    if (viewer !== null) headers.set('authorization', `Bearer ${await token(viewer)}`)
    return headers
  }
  const ask = async (
    viewer: Player | null,
    source: string,
    variables: Record<string, unknown> = {},
  ): Promise<Answer> => {
    const headers = await headersOf(viewer)
    const contextValue = await app.context({ headers, remoteAddress: '127.0.0.1', requestId: randomUUID() })
    const result = await graphql({ schema: app.schema, source, contextValue, variableValues: variables })
    const errors = (result.errors ?? []).map(({ extensions, message, path }) => ({
      code: extensions['code'] ?? codeOf(message),
      path,
      message,
    }))
    // Serialized to JSON and back, as over the network, so that answers hold plain data only.
    return { data: JSON.parse(JSON.stringify(result.data ?? null)) as Answer['data'], errors }
  }
  const rows = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
    (await database.primary.query<Row>(text, [...values])).rows

  return {
    app,
    another: more => anApp(more),
    clock,
    database,
    events,
    users,
    token,
    ask,
    rows,
    pull: async (player, { bannerId = banners.firstLight, count = 1, key = randomUUID(), ...expected }) => {
      const input = { bannerId, count, idempotencyKey: key, ...expected }
      const { data, errors } = await ask(player, pullMutation, { input })
      if (errors.length > 0) throw new Error(JSON.stringify(errors))
      return data?.['pull'] as PullAnswer
    },
    aPlayerWith: diamonds => {
      const player = aPlayer()
      users.deposit(player.userId, diamonds)
      return player
    },
    state: async () => {
      const tables = [
        'item',
        'banner',
        'banner_version',
        'pull',
        'pulled_item',
        'pity',
        'banner_memory',
        'memory_change',
        'fairness_seed',
        'inventory_entry',
        'pull_day',
        'order_count',
        'banner_tally',
        'point_exchange',
        'milestone_claim',
        'banner_conversion',
        'duplicate_payout',
        'outbox',
      ]
      const contents = await Promise.all(
        tables.map(table => rows(`select t::text as row from "${table}" t order by 1`)),
      )
      return Object.fromEntries(tables.map((table, index) => [table, contents[index]]))
    },
    tell: async (type, data, id = randomUUID()) => {
      const event = parseEvent(newEvent(type, { id, occurredAt: clock.now(), data }))
      if (event.type === 'quest.reward_granted') granted.set(id, { eventId: id, ...event.data })
      if (event.type === 'mail.claimed') claimed.set(id, { eventId: id, ...event.data })
      await withTransaction(outside.primary, tx => appendEvents(tx, [event]))
      await events.settled()
    },
    close: async () => {
      await app.close()
      await events.close()
      await database.close()
      await outside.close()
      await Promise.all([testDatabase.close(), outsideDatabase.close()])
    },
  }
}

/** The message stands in for the error code, since graphql-js itself gives no codes. */
const codeOf = (message: string) => message

const pullMutation = `mutation ($input: PullInput!) {
  pull(input: $input) {
    __typename
    ... on Pull {
      id cost currency tickets { item { id } amount } createdAt
      banner { id name }
      user { id }
      items { item { id name rarity } featured duplicate pullsSinceUltraRare outcome copy shards { item { id } amount } payout { currency amount } }
      proof { serverSeedHash serverSeed clientSeed nonce oddsHash algorithm definition order before after
        pityBefore { pullsSinceUltraRare pullsSinceSuperRare ultraRareGuaranteed superRareGuaranteed } }
    }
    ... on TargetNotChosen { message bannerName choices { id } }
    ... on WishesNotChosen { message bannerName choices { id } min max }
    ... on InsufficientFunds { message currency kind required available }
    ... on JurisdictionRefusal { message rule country minimumAge ageKnown }
    ... on BannerClosed { message reason }
    ... on BannerChanged { message currency cost oddsHash }
    ... on PullLimitReached { message limit resetsAt }
    ... on OrderLimitReached { message order limit per nextAt }
    ... on MilestoneNotReached { message milestone counted next }
    ... on InsufficientTickets { message item { id } required available }
    ... on InvalidInput { message field }
  }
}`
