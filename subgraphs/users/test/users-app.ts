import { randomUUID } from 'node:crypto'
import { newEvent, parseEvent, type EventOf, type EventType } from '@waystone/events'
import type { Jurisdictions } from '@waystone/jurisdictions'
import { createRevocationList, type RevocationList } from '@waystone/kit/auth'
import { createLogger, type Logger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { appendEvents, createInProcessEventBus, type EventBus } from '@waystone/kit/outbox'
import { createDatabase, withTransaction, type Database } from '@waystone/kit/postgres'
import { createInProcessServiceClient, type InternalHandler } from '@waystone/kit/service-client'
import { createTestDatabase, manualClock, type ManualClock } from '@waystone/kit/testing'
import { graphql, type GraphQLError } from 'graphql'
import { createApp, type UsersApp } from '../src/app.js'
import { readConfig } from '../src/config.js'
import type { PaymentProvider } from '../src/domain/payment-provider.js'
import { createPasswords } from '../src/identity/passwords.js'
import type { Mailer } from '../src/mail/mailer.js'
import { createQuestsStandIn, type QuestsStandIn } from './quests-stand-in.js'

/** A signed-in user. */
export interface Player {
  readonly userId: string
  readonly username: string
  readonly email: string
  readonly sessionId: string
  readonly accessToken: string
  readonly refreshToken: string
}

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors: readonly { readonly code: unknown; readonly path: unknown }[]
}

export const PASSWORD = 'correct horse battery'

/** The answer of a mutation's result union. */
export interface Result {
  readonly __typename: string
  readonly [field: string]: unknown
}

/** The subgraph on a database of its own, with a clock that stands, and tokens that it has made itself. */
export interface TestApp {
  readonly app: UsersApp
  readonly clock: ManualClock
  readonly database: Database
  readonly events: EventBus
  readonly quests: QuestsStandIn
  /** This process's own list, which is not followed unless the app is started. */
  readonly revocations: RevocationList
  /** Creates a second instance on the same database, which follows revocations; the caller closes it. */
  another(): Promise<UsersApp>
  /** One request with this access token; null is an anonymous one. */
  ask(
    viewer: Pick<Player, 'accessToken'> | null,
    source: string,
    variables?: Record<string, unknown>,
    client?: { address?: string; userAgent?: string },
  ): Promise<Answer>
  /** One mutation whose result union is `result`; throws when the answer has errors. */
  change(...question: Parameters<TestApp['ask']>): Promise<Result>
  /** Signs up a new player. */
  aPlayer(username?: string): Promise<Player>
  anAdministrator(): Promise<Player>
  signIn(usernameOrEmail: string, password?: string, client?: { address?: string }): Promise<Result>
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Everything but the counts of attempts, for proving that nothing changed. */
  state(): Promise<unknown>
  /** The events published to other subgraphs, in order. */
  told(type: EventType): Promise<readonly unknown[]>
  /** An event of another subgraph, delivered and applied or a dead letter; the app must have been started. */
  tell<T extends EventType>(...events: { type: T; data: EventOf<T>['data']; id?: string }[]): Promise<void>
  /** Events that come in one batch. */
  tellTogether<T extends EventType>(...events: { type: T; data: EventOf<T>['data'] }[]): Promise<void>
  close(): Promise<void>
}

/** The least work that argon2id knows: about 0.1 ms in the place of 30. */
const cheapPasswords = { memoryCost: 8, timeCost: 1, parallelism: 1 } as const

export async function startUsers(
  options: {
    settings?: Record<string, string>
    payments?: PaymentProvider
    jurisdictions?: Jurisdictions
    mailer?: Mailer
    logger?: Logger
    /** Operations of other services, beside those of the stand-in of quests. */
    neighbours?: (service: string) => readonly InternalHandler[]
    /** Hashes passwords at production's cost, for tests of what happens meanwhile. */
    hashes?: 'production'
  } = {},
): Promise<TestApp> {
  const testDatabase = await createTestDatabase({ migrations: 'users' })
  const clock = manualClock('2026-11-21T08:00:00Z')
  const logger = options.logger ?? createLogger({ name: 'test', level: 'silent' })
  const database = createDatabase({ url: testDatabase.url, maxConnections: 10, applicationName: 'test', logger })
  const events = createInProcessEventBus({ logger, retry: { attemptsMax: 2, delayMs: 1 } })
  const config = readConfig({
    DATABASE_URL: testDatabase.url,
    LOG_LEVEL: 'silent',
    SIGN_UPS_PER_ADDRESS_MAX: '100000',
    SIGN_INS_PER_NETWORK_MAX: '100000',
    ...options.settings,
  })
  const quests = createQuestsStandIn()
  const parts = {
    clock,
    logger,
    events,
    services: createInProcessServiceClient({
      self: 'users',
      find: service => [...(service === 'quests' ? quests.handlers : []), ...(options.neighbours?.(service) ?? [])],
    }),
    ...(options.payments !== undefined && { payments: options.payments }),
    ...(options.jurisdictions !== undefined && { jurisdictions: options.jurisdictions }),
    ...(options.mailer !== undefined && { mailer: options.mailer }),
    ...(options.hashes !== 'production' && { passwords: createPasswords(cheapPasswords) }),
  }
  const revocations = createRevocationList(clock)
  const app = await createApp(config, {
    ...parts,
    database,
    metrics: createMetrics({ service: 'users' }),
    revocations,
  })
  // Every outbox is alike: this one stands for those of quests and gacha.
  const outsideDatabase = await createTestDatabase({ migrations: 'users' })
  const outside = createDatabase({ url: outsideDatabase.url, maxConnections: 4, applicationName: 'outside', logger })
  await events.relay({ producer: 'quests', pool: outside.primary })

  const rows = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
    (await database.primary.query<Row>(text, [...values])).rows

  const eventOf = <T extends EventType>(type: T, data: EventOf<T>['data'], id: string = randomUUID()) => {
    const event = parseEvent(newEvent(type, { id, occurredAt: clock.now(), data }))
    if (event.type === 'quest.reward_granted') quests.granted.set(id, { eventId: id, ...event.data })
    return event
  }
  const ask: TestApp['ask'] = async (viewer, source, variables = {}, client = {}) => {
    const headers = new Map([['user-agent', client.userAgent ?? 'vitest']])
    if (viewer !== null) headers.set('authorization', `Bearer ${viewer.accessToken}`)
    const remoteAddress = client.address ?? '127.0.0.1'
    const contextValue = await app.context({ headers, remoteAddress, requestId: randomUUID() })
    const result = await graphql({ schema: app.schema, source, contextValue, variableValues: variables })
    const errors = (result.errors ?? []).map(error => ({ code: codeOf(error), path: error.path }))
    // Serialized to JSON and back, as over the network, so that answers hold plain data only.
    return { data: JSON.parse(JSON.stringify(result.data ?? null)) as Answer['data'], errors }
  }
  const change: TestApp['change'] = async (...question) => {
    const { data, errors } = await ask(...question)
    if (errors.length > 0) throw new Error(JSON.stringify(errors))
    return data?.['result'] as Result
  }
  const signIn: TestApp['signIn'] = async (usernameOrEmail, password = PASSWORD, client = {}) =>
    await change(null, signInMutation, { input: { usernameOrEmail, password } }, client)

  const aPlayer = async (username = `p${randomUUID().replaceAll('-', '').slice(0, 20)}`): Promise<Player> => {
    const email = `${username.toLowerCase()}@example.com`
    return playerOf(await change(null, signUpMutation, { input: { username, email, password: PASSWORD } }))
  }

  return {
    app,
    clock,
    database,
    events,
    quests,
    revocations,
    another: () => createApp(config, parts),
    ask,
    change,
    aPlayer,
    signIn,
    rows,
    anAdministrator: async () => {
      const { username, userId } = await aPlayer()
      await app.services.grantAdministrator({ userId, actor: 'test' })
      return playerOf(await signIn(username))
    },
    state: async () => {
      const tables = await rows<{ name: string }>(
        `select table_name as name from information_schema.tables where table_schema = 'public'
         and table_name not in ('attempt', '_prisma_migrations') order by 1`,
      )
      const contents = await Promise.all(
        tables.map(({ name }) => rows(`select t::text as row from "${name}" t order by 1`)),
      )
      return Object.fromEntries(tables.map(({ name }, index) => [name, contents[index]]))
    },
    told: async type =>
      (await rows<{ data: unknown }>('select data from outbox where type = $1 order by id', [type])).map(
        ({ data }) => data,
      ),
    tell: async (...told) => {
      const envelopes = told.map(({ type, data, id = randomUUID() }) => eventOf(type, data, id))
      for (const envelope of envelopes) {
        // One outbox holds an id once; a redelivery is a row of a later transaction.
        await events.settled()
        await withTransaction(outside.primary, tx => appendEvents(tx, [envelope]))
      }
      await events.settled()
    },
    tellTogether: async (...told) => {
      const envelopes = told.map(({ type, data }) => eventOf(type, data))
      await events.settled()
      await withTransaction(outside.primary, tx => appendEvents(tx, envelopes))
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

/** graphql-js wraps what a resolver threw; the server, which takes the code out, is not between. */
const codeOf = ({ extensions, originalError, message }: GraphQLError): unknown =>
  extensions['code'] ?? (originalError && 'code' in originalError ? originalError.code : message)

/** Returns the player of an answer that signed a user in. */
export function playerOf(result: Result): Player {
  if (result.__typename !== 'AuthSession') throw new Error(JSON.stringify(result))
  const { user, session, accessToken, refreshToken } = result as unknown as {
    user: { id: string; username: string; email: string | null }
    session: { id: string }
    accessToken: string
    refreshToken: string
  }
  const email = user.email ?? `${user.username.toLowerCase()}@example.com`
  return { userId: user.id, username: user.username, email, sessionId: session.id, accessToken, refreshToken }
}

const AUTH_SESSION = `__typename
  ... on AuthSession {
    user { id username displayName status email }
    session { id createdAt expiresAt current userAgent ipAddress }
    accessToken accessTokenExpiresAt refreshToken deviceToken
  }
  ... on Refusal { message ... on SecondFactorRequired { challenge expiresAt } }`

export const signUpMutation = `mutation ($input: SignUpInput!) {
  result: signUp(input: $input) { ${AUTH_SESSION} ... on UsernameTaken { username } ... on InvalidInput { field } }
}`
export const signInMutation = `mutation ($input: SignInInput!) {
  result: signIn(input: $input) { ${AUTH_SESSION} ... on TooManyAttempts { retryAfterSeconds } }
}`
export const refreshMutation = `mutation ($token: String!) { result: refreshSession(refreshToken: $token) { ${AUTH_SESSION} } }`
export const updateProfileMutation = `mutation ($input: UpdateProfileInput!) {
  result: updateProfile(input: $input) { __typename ... on User { displayName timeZone } ... on InvalidInput { field message } }
}`
export const buyMutation = `mutation ($input: BuyCurrencyInput!) {
  result: buyCurrency(input: $input) {
    __typename
    ... on Purchase { id currency amount priceCents priceCurrency status createdAt wallet { gold diamonds } }
    ... on PaymentDeclined { message purchaseId }
    ... on InvalidInput { message field }
    ... on TooManyAttempts { retryAfterSeconds } ... on SpendLimitReached { message limitCents resetsAt }
  }
}`
export const setStatusMutation = `mutation ($userId: ID!, $status: UserStatus!) {
  result: setUserStatus(userId: $userId, status: $status) { __typename id status }
}`
