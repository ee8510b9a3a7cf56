import { randomUUID } from 'node:crypto'
import { findUnknownItems, newEvent, type EventData, type EventType } from '@waystone/events'
import { createRevocationList } from '@waystone/kit/auth'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { createInProcessEventBus, type EventBus, type EventEnvelope } from '@waystone/kit/outbox'
import { createDatabase, withTransaction, type Database } from '@waystone/kit/postgres'
import { answerCall, createInProcessServiceClient } from '@waystone/kit/service-client'
import { createTestDatabase, createTestIssuer, manualClock, type ManualClock } from '@waystone/kit/testing'
import { graphql } from 'graphql'
import { createApp, type QuestDraft, type QuestsApp } from '../src/app.js'
import { readConfig } from '../src/config.js'
import type { QuestListing } from '../src/domain/quest-listing.js'
import { createEventHandler } from '../src/events.js'
import { createBoardReader } from '../src/services/leaderboards/read-boards.js'
import { createCatalogReader } from '../src/services/read-catalog.js'
import { createEntityCache } from '@waystone/kit/cache'

export interface Player {
  readonly userId: string
  readonly scopes: readonly string[]
}

export interface Answer {
  // oxlint-disable-next-line typescript/no-explicit-any -- what was selected is known where it was asked
  readonly data: any
  readonly errors: readonly { readonly code: unknown; readonly message: string; readonly path: unknown }[]
}

/** The subgraph on a database of its own, with a clock that stands and tokens of its own making. */
export interface TestApp {
  readonly app: QuestsApp
  readonly clock: ManualClock
  readonly database: Database
  readonly events: EventBus
  readonly config: ReturnType<typeof readConfig>
  /** Creates a second instance on the same database; the caller closes it. */
  another(settings?: Record<string, string>): Promise<Pick<TestApp, 'app' | 'happens'>>
  /** An access token. */
  token(player: Player): Promise<string>
  /** One request of this player; null is an anonymous one. */
  ask(viewer: Player | null, source: string, variables?: Record<string, unknown>): Promise<Answer>
  /** Queries the selection on the User `of` as `viewer`. */
  askUser(viewer: Player | null, of: Player, selection: string): Promise<Answer>
  /** Hands an event over as the bus does: handler and transaction, without the inbox. */
  happens(...events: EventEnvelope[]): Promise<void>
  /** The same for events of one batch. */
  happensTogether(...events: EventEnvelope[]): Promise<void>
  aQuest(quest?: Partial<QuestDraft>): Promise<QuestListing>
  /** Everything that other subgraphs are told, in order. */
  told(): Promise<readonly { type: string; data: Record<string, unknown> }[]>
  rows(sql: string, ...values: unknown[]): Promise<readonly Record<string, unknown>[]>
  close(): Promise<void>
}

export const KNOWN_ITEM = '5b0d3c4e-1f7a-4c7d-9a53-2f1c6a7e8d90'

export const aPlayer = (...scopes: string[]): Player => ({ userId: randomUUID(), scopes })
export const anAdmin = (): Player => aPlayer('admin')

/** One event of a player. */
export function anEvent<T extends EventType>(
  type: T,
  { userId }: Player,
  data: Omit<EventData<T>, 'userId'>,
  at: Date | string,
): EventEnvelope {
  return newEvent(type, { id: randomUUID(), occurredAt: new Date(at), data: { userId, ...data } as EventData<T> })
}

export const aSignIn = (player: Player, at: Date | string): EventEnvelope =>
  anEvent('user.signed_in', player, { sessionId: randomUUID(), first: false }, at)

export const aDraft = (draft: Partial<QuestDraft> = {}): QuestDraft => ({
  name: 'Visitor',
  description: 'Sign in.',
  objectives: [{ description: 'Sign in', eventType: 'user.signed_in', target: 1, streak: false }],
  rewards: [{ currency: 'GOLD', amount: 5 }],
  autoClaim: false,
  reset: 'NEVER',
  prerequisiteIds: [],
  ...draft,
})

/** gacha as quests sees it: it knows one item. */
const gacha = [
  answerCall(findUnknownItems, async ({ itemIds }) => ({ unknownItemIds: itemIds.filter(id => id !== KNOWN_ITEM) })),
]

export async function startQuests(settings: Record<string, string> = {}): Promise<TestApp> {
  const testDatabase = await createTestDatabase({ migrations: 'quests' })
  const clock = manualClock('2026-11-21T12:00:00Z')
  const logger = createLogger({ name: 'test', level: 'silent' })
  const metrics = createMetrics({ service: 'quests' })
  const database = createDatabase({ url: testDatabase.url, maxConnections: 10, applicationName: 'test', logger })
  const issuer = await createTestIssuer()
  const events = createInProcessEventBus({ logger })
  const config = readConfig({ DATABASE_URL: testDatabase.url, LOG_LEVEL: 'silent', ...settings })
  const parts = {
    clock,
    logger,
    events,
    services: createInProcessServiceClient({ self: 'quests', find: service => (service === 'gacha' ? gacha : []) }),
    keys: issuer.keys,
    revocations: createRevocationList(clock),
  }
  const app = await createApp(config, { ...parts, database, metrics })
  // As another process would have: its own memory of the catalog.
  const cache = createEntityCache({
    namespace: 'quests',
    redis: null,
    logger,
    metrics: createMetrics({ service: 'b' }),
  })
  const handlerOn = ({ primary }: Database) => ({
    catalogs: createCatalogReader({ cache, primary }),
    boards: createBoardReader({ cache, primary }),
    clock,
  })
  const happensOn = (on: Database): TestApp['happens'] => {
    const handle = createEventHandler(handlerOn(on))
    return async (...given) => {
      for (const event of given) await withTransaction(on.primary, async tx => void (await handle(event, tx)))
    }
  }
  const { together } = createEventHandler(handlerOn(database))
  const token = (viewer: Player) => issuer.token({ ...viewer, now: clock.now() })
  const ask: TestApp['ask'] = async (viewer, source, variables = {}) => {
    const headers = new Map<string, string>()
    if (viewer !== null) headers.set('authorization', `Bearer ${await token(viewer)}`)
    const contextValue = await app.context({ headers, remoteAddress: '127.0.0.1', requestId: randomUUID() })
    const result = await graphql({ schema: app.schema, source, contextValue, variableValues: variables })
    const errors = (result.errors ?? []).map(({ extensions, message, path, originalError }) => ({
      code: extensions['code'] ?? (originalError && 'code' in originalError ? originalError.code : undefined),
      message,
      path,
    }))
    return { data: JSON.parse(JSON.stringify(result.data ?? null)) as unknown, errors }
  }
  const rows: TestApp['rows'] = async (sql, ...values) => (await database.primary.query(sql, values)).rows

  return {
    app,
    clock,
    database,
    events,
    config,
    another: async more => {
      const own = createDatabase({ url: testDatabase.url, maxConnections: 10, applicationName: 'another', logger })
      const made = await createApp({ ...config, ...more }, { ...parts, database: own })
      const close = async () => {
        await made.close()
        await own.close()
      }
      return { app: { ...made, close }, happens: happensOn(own) }
    },
    token,
    ask,
    rows,
    askUser: async (viewer, of, selection) => {
      const representations = [{ __typename: 'User', id: of.userId }]
      const source = `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on User { ${selection} } }
      }`
      const { data, errors } = await ask(viewer, source, { representations })
      return { data: data?._entities?.[0] ?? null, errors }
    },
    happens: happensOn(database),
    happensTogether: async (...given) => await withTransaction(database.primary, async tx => await together(given, tx)),
    aQuest: async quest => {
      const made = await app.services.publishQuest({ actor: 'test', input: aDraft(quest) })
      if ('message' in made) throw new Error(made.message)
      return made
    },
    told: async () => (await rows('SELECT type, data FROM outbox ORDER BY id')) as never,
    close: async () => {
      await app.close()
      await cache.close()
      await events.close()
      await database.close()
      await testDatabase.close()
    },
  }
}
