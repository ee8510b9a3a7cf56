import { randomUUID } from 'node:crypto'
import {
  findPlayers,
  findUnknownItems,
  listPlayers,
  newEvent,
  type EventData,
  type EventOf,
  type EventType,
} from '@waystone/events'
import { createRevocationList } from '@waystone/kit/auth'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { appendEvents, createInProcessEventBus, type EventBus } from '@waystone/kit/outbox'
import { createDatabase, withTransaction, type Database } from '@waystone/kit/postgres'
import { answerCall, createInProcessServiceClient } from '@waystone/kit/service-client'
import { createTestDatabase, createTestIssuer, manualClock, type ManualClock } from '@waystone/kit/testing'
import { graphql } from 'graphql'
import { createApp, type NotificationsApp, type Parts } from '../src/app.js'
import { readConfig } from '../src/config.js'
import { createEventHandler } from '../src/events.js'

export interface Player {
  readonly userId: string
  readonly scopes: readonly string[]
}

export const aPlayer = (...scopes: string[]): Player => ({ userId: randomUUID(), scopes })
export const anAdmin = (): Player => aPlayer('admin')
export const KNOWN_ITEM = '5b0d3c4e-1f7a-4c7d-9a53-2f1c6a7e8d90'

export interface Answer {
  // oxlint-disable-next-line typescript/no-explicit-any -- what was selected is known where it was asked
  readonly data: any
  readonly errors: readonly { readonly code: unknown; readonly message: string }[]
}

/** The subgraph on a database of its own, with a clock that stands, tokens of its own making and users in memory. */
export interface TestApp {
  readonly app: NotificationsApp
  readonly clock: ManualClock
  readonly database: Database
  readonly events: EventBus
  readonly url: string
  /** The accounts that users tells of, by id, with their names. */
  readonly accounts: Map<string, string>
  /** Their time zones, where they are not UTC. */
  readonly zones: Map<string, string>
  /** The ids that users was asked for, by call. An error that is set here is its answer. */
  readonly findPlayersCalls: { readonly asked: (readonly string[])[]; failure: Error | null }
  /** Creates a second instance on the same database; the caller closes it. */
  another(parts?: Partial<Parts>): Promise<NotificationsApp>
  token(player: Player): Promise<string>
  /** One request of this player; null is an anonymous one. */
  ask(viewer: Player | null, source: string, variables?: Record<string, unknown>): Promise<Answer>
  /** Queries the selection on the User `of` as `viewer`. */
  askUser(viewer: Player | null, of: Player, selection: string): Promise<Answer>
  /** An event of another subgraph, delivered and applied; the app must have been started. */
  tell(...events: readonly EventOf<EventType>[]): Promise<void>
  /** Hands events over as the bus does: handler and transaction, without the inbox. */
  happens(...events: readonly EventOf<EventType>[]): Promise<void>
  rows<Row extends object = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<readonly Row[]>
  /** All that mutations change, for proving that nothing changed. */
  state(): Promise<unknown>
  close(): Promise<void>
}

export const anEvent = <T extends EventType>(
  type: T,
  { userId }: Player,
  data: Omit<EventData<T>, 'userId'>,
): EventOf<T> =>
  newEvent(type, {
    id: randomUUID(),
    occurredAt: new Date('2026-11-29T12:00:00Z'),
    data: { userId, ...data } as EventData<T>,
  })

export const aCompletion = (player: Player): EventOf<'quest.completed'> =>
  anEvent('quest.completed', player, { questId: randomUUID(), completionId: randomUUID(), number: 1 })

const TABLES = [
  'player',
  'sending',
  'mail',
  'mail_claim',
  'notification',
  'push_token',
  'delivery',
  'outbox',
  'admin_action',
]

export async function startNotifications(
  settings: Record<string, string> = {},
  given: Partial<Parts> = {},
): Promise<TestApp> {
  const testDatabase = await createTestDatabase({ migrations: 'notifications' })
  const clock = manualClock('2026-11-29T12:00:00Z')
  const logger = createLogger({ name: 'test', level: 'silent' })
  const options = { url: testDatabase.url, maxConnections: 10, applicationName: 'test', logger }
  const database = createDatabase(options)
  const issuer = await createTestIssuer()
  const events = createInProcessEventBus({ logger })
  const accounts = new Map<string, string>()
  const zones = new Map<string, string>()
  const findPlayersCalls: TestApp['findPlayersCalls'] = { asked: [], failure: null }
  let sorted: readonly string[] = []
  const users = [
    answerCall(listPlayers, async ({ after, limit, among, isCounted }) => {
      if (sorted.length !== accounts.size) sorted = [...accounts.keys()].toSorted()
      const all = among === null ? sorted : sorted.filter(id => among.includes(id))
      const start = after === null ? 0 : all.findIndex(id => id > after)
      const userIds = start < 0 ? [] : all.slice(start, start + limit)
      return { userIds, totalCount: isCounted ? all.length : null }
    }),
    answerCall(findPlayers, async ({ userIds }) => {
      findPlayersCalls.asked.push(userIds)
      if (findPlayersCalls.failure !== null) throw findPlayersCalls.failure
      return {
        players: userIds.flatMap(userId => {
          const username = accounts.get(userId)
          const timeZone = zones.get(userId) ?? 'UTC'
          return username === undefined ? [] : [{ userId, username, standing: 'ACTIVE' as const, timeZone }]
        }),
      }
    }),
  ]
  const gacha = [
    answerCall(findUnknownItems, async ({ itemIds }) => ({ unknownItemIds: itemIds.filter(id => id !== KNOWN_ITEM) })),
  ]
  const services = createInProcessServiceClient({
    self: 'notifications',
    find: service => (service === 'users' ? users : service === 'gacha' ? gacha : []),
  })
  const config = readConfig({ DATABASE_URL: testDatabase.url, LOG_LEVEL: 'silent', ...settings })
  const { keys } = issuer
  const parts = {
    clock,
    logger,
    events,
    services,
    keys,
    revocations: createRevocationList(clock),
    draw: () => 1,
    ...given,
  }
  /** Without a pool of the test's the app opens one of its own, as another process would. */
  const anApp = (more: Partial<Parts> = {}) =>
    createApp(config, { ...parts, metrics: createMetrics({ service: 'notifications' }), ...more })
  const app = await anApp({ database })
  // Every outbox is alike: this one stands for those of all other subgraphs.
  const outsideDatabase = await createTestDatabase({ migrations: 'notifications' })
  const outside = createDatabase({ ...options, url: outsideDatabase.url, applicationName: 'outside' })
  await events.relay({ producer: 'quests', pool: outside.primary })
  const handle = createEventHandler({ clock })

  const token = (viewer: Player) => issuer.token({ ...viewer, now: clock.now() })
  const ask: TestApp['ask'] = async (viewer, source, variableValues = {}) => {
    const headers = new Map<string, string>()
    if (viewer !== null) headers.set('authorization', `Bearer ${await token(viewer)}`)
    const contextValue = await app.context({ headers, remoteAddress: '127.0.0.1', requestId: randomUUID() })
    const result = await graphql({ schema: app.schema, source, contextValue, variableValues })
    const errors = (result.errors ?? []).map(({ extensions, message, originalError }) => ({
      code: extensions['code'] ?? (originalError && 'code' in originalError ? originalError.code : undefined),
      message,
    }))
    return { data: JSON.parse(JSON.stringify(result.data ?? null)) as unknown, errors }
  }
  const rows: TestApp['rows'] = async (sql, ...values) => (await database.primary.query(sql, values)).rows

  return {
    app,
    clock,
    database,
    events,
    url: testDatabase.url,
    accounts,
    zones,
    findPlayersCalls,
    another: anApp,
    token,
    ask,
    askUser: async (viewer, of, selection) => {
      const representations = [{ __typename: 'User', id: of.userId }]
      const source = `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on User { ${selection} } }
      }`
      const { data, errors } = await ask(viewer, source, { representations })
      return { data: data?._entities?.[0] ?? null, errors }
    },
    tell: async (...told) => {
      await withTransaction(outside.primary, tx => appendEvents(tx, told))
      await events.settled()
    },
    happens: (...told) => withTransaction(database.primary, tx => handle.together(told, tx)),
    rows,
    state: async () =>
      Object.fromEntries(
        await Promise.all(
          TABLES.map(async name => [name, await rows(`SELECT t::text AS row FROM ${name} t ORDER BY 1`)]),
        ),
      ) as unknown,
    close: async () => {
      await app.close()
      await events.close()
      await outside.close()
      await database.close()
      await Promise.all([testDatabase.close(), outsideDatabase.close()])
    },
  }
}
