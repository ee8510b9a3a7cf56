import { randomUUID } from 'node:crypto'
import { findPlayers, isOwnCharacter, newEvent, type EventOf, type EventType } from '@waystone/events'
import { createRevocationList } from '@waystone/kit/auth'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { appendEvents, createInProcessEventBus } from '@waystone/kit/outbox'
import { createDatabase, withTransaction, type Database } from '@waystone/kit/postgres'
import { answerCall, createInProcessServiceClient, type InternalHandler } from '@waystone/kit/service-client'
import { createTestDatabase, createTestIssuer, manualClock, type ManualClock } from '@waystone/kit/testing'
import { graphql } from 'graphql'
import { createApp, type SocialApp } from '../src/app.js'
import { readConfig } from '../src/config.js'

export interface Player {
  readonly userId: string
  readonly scopes: readonly string[]
}

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors: readonly { readonly message: string }[]
}

/** The subgraph on a database of its own, with a clock that stands and accounts in memory. */
export interface TestApp {
  readonly app: SocialApp
  readonly clock: ManualClock
  readonly database: Database
  /** A second process on the same database; the caller closes it. */
  another(): Promise<SocialApp>
  aPlayer(...scopes: string[]): Player
  /** A character of a player's own. */
  aCharacter(player: Player): string
  token(player: Player): Promise<string>
  ask(viewer: Player | null, source: string, variables?: Record<string, unknown>): Promise<Answer>
  /** The value of the one root field; throws for an answer with errors. */
  field(viewer: Player | null, source: string, variables?: Record<string, unknown>): Promise<unknown>
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Everything that friends, presence and parties are made of, for proving that nothing changed. */
  state(): Promise<unknown>
  /** An event of users, delivered and applied; the app must have been started. */
  tell<T extends EventType>(type: T, data: EventOf<T>['data']): Promise<void>
  /** The data of all events of this type so far. */
  told(type: EventType): Promise<readonly Readonly<Record<string, unknown>>[]>
  close(): Promise<void>
}

export async function startSocial(settings: Record<string, string> = {}): Promise<TestApp> {
  const testDatabase = await createTestDatabase({ migrations: 'social' })
  const clock = manualClock('2026-11-29T12:00:00Z')
  const logger = createLogger({ name: 'test', level: 'silent' })
  const database = createDatabase({ url: testDatabase.url, maxConnections: 20, applicationName: 'test', logger })
  const issuer = await createTestIssuer()
  const events = createInProcessEventBus({ logger })
  const known = new Set<string>()
  const owners = new Map<string, string>()
  const found: Readonly<Record<string, readonly InternalHandler[]>> = {
    users: [
      answerCall(findPlayers, async ({ userIds }) => ({
        players: userIds
          .filter(userId => known.has(userId))
          .map(userId => ({ userId, username: userId, standing: 'ACTIVE' as const, timeZone: 'UTC' })),
      })),
    ],
    characters: [
      answerCall(isOwnCharacter, async ({ userId, characterId }) => ({ isOwn: owners.get(characterId) === userId })),
    ],
  }
  /** @param own a pool of the test's: without it the app opens one of its own, as another process would. */
  const anApp = (own: { database?: Database } = {}) =>
    createApp(readConfig({ DATABASE_URL: testDatabase.url, LOG_LEVEL: 'silent', ...settings }), {
      clock,
      logger,
      events,
      metrics: createMetrics({ service: 'social' }),
      services: createInProcessServiceClient({ self: 'social', find: service => found[service] ?? [] }),
      keys: issuer.keys,
      revocations: createRevocationList(clock),
      ...own,
    })
  const app = await anApp({ database })
  // Every outbox is alike: this one stands for that of users.
  const outsideDatabase = await createTestDatabase({ migrations: 'social' })
  const outside = createDatabase({ url: outsideDatabase.url, maxConnections: 4, applicationName: 'outside', logger })
  await events.relay({ producer: 'users', pool: outside.primary })

  const token = (viewer: Player) => issuer.token({ ...viewer, now: clock.now() })
  const ask: TestApp['ask'] = async (viewer, source, variables = {}) => {
    const headers = new Map<string, string>()
    if (viewer !== null) headers.set('authorization', `Bearer ${await token(viewer)}`)
    const contextValue = await app.context({ headers, remoteAddress: '127.0.0.1', requestId: randomUUID() })
    const result = await graphql({ schema: app.schema, source, contextValue, variableValues: variables })
    return {
      // To JSON and back, as over the network, so that answers hold plain data only.
      data: JSON.parse(JSON.stringify(result.data ?? null)) as Answer['data'],
      errors: (result.errors ?? []).map(({ message }) => ({ message })),
    }
  }
  const rows: TestApp['rows'] = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
    (await database.primary.query<Row>(text, [...values])).rows
  return {
    app,
    clock,
    database,
    another: () => anApp(),
    token,
    ask,
    rows,
    aPlayer: (...scopes) => {
      const userId = randomUUID()
      known.add(userId)
      return { userId, scopes }
    },
    aCharacter: ({ userId }) => {
      const characterId = randomUUID()
      owners.set(characterId, userId)
      return characterId
    },
    field: async (viewer, source, variables) => {
      const { data, errors } = await ask(viewer, source, variables)
      if (errors.length > 0) throw new Error(JSON.stringify(errors))
      return Object.values(data ?? {})[0]
    },
    state: async () => {
      const tables = ['relationship', 'player', 'presence', 'party', 'party_member', 'party_invitation', 'outbox']
      const contents = await Promise.all(
        tables.map(table => rows(`SELECT t::text AS row FROM "${table}" t ORDER BY 1`)),
      )
      return Object.fromEntries(tables.map((table, index) => [table, contents[index]]))
    },
    tell: async (type, data) => {
      await withTransaction(outside.primary, tx =>
        appendEvents(tx, [newEvent(type, { id: randomUUID(), occurredAt: clock.now(), data })]),
      )
      await events.settled()
    },
    told: async type =>
      (
        await rows<{ data: Record<string, unknown> }>('SELECT data FROM outbox WHERE type = $1 ORDER BY id', [type])
      ).map(row => row.data),
    close: async () => {
      await app.close()
      await events.close()
      await database.close()
      await outside.close()
      await Promise.all([testDatabase.close(), outsideDatabase.close()])
    },
  }
}

/** Everything of a party that tests look at. */
export const PARTY = `__typename ... on Party { id leader { id } members { user { id } character { id } } invitations { id to { id } } } ... on PartyFull { limit }`

export const SEND = `mutation ($to: ID!) { sendFriendRequest(userId: $to) { __typename ... on FriendRequest { id from { id } to { id } sentAt }
  ... on Friendship { user { id } since } ... on NotAllowed { message } ... on UserNotFound { message } } }`

export const ANSWER = `mutation ($id: ID!, $accept: Boolean!) { answerFriendRequest(id: $id, accept: $accept) {
  __typename ... on Friendship { user { id } since } ... on FriendRequestDeclined { id user { id } } ... on RequestNotFound { message } ... on NotAllowed { message } } }`

export const FRIENDS = `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User {
  friends { totalCount edges { node { id } } } friendRequests { id from { id } to { id } } blockedUsers { id } presence { status lastSeenAt }
  party { id } partyInvitations { id party { id leader { id } } } } } }`

/** A user as the viewer sees it. */
export interface SeenUser {
  readonly friends: {
    readonly totalCount: number
    readonly edges: readonly { readonly node: { readonly id: string } }[]
  } | null
  readonly friendRequests:
    | readonly { readonly id: string; readonly from: { readonly id: string }; readonly to: { readonly id: string } }[]
    | null
  readonly blockedUsers: readonly { readonly id: string }[] | null
  readonly presence: { readonly status: string; readonly lastSeenAt: string | null } | null
  readonly party: { readonly id: string } | null
  readonly partyInvitations: readonly { readonly id: string }[] | null
}

export async function seenBy(social: TestApp, viewer: Player | null, userId: string): Promise<SeenUser> {
  const found = (await social.field(viewer, FRIENDS, { id: userId })) as readonly SeenUser[]
  if (found[0] === undefined) throw new Error(`The user ${userId} is not found`)
  return found[0]
}
