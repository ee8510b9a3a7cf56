import { randomUUID } from 'node:crypto'
import { sourceOf, type Subgraph } from '@waystone/audit'
import { createRevocationList } from '@waystone/kit/auth'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { createInProcessEventBus } from '@waystone/kit/outbox'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { createInProcessServiceClient, type ServiceCall, type ServiceClient } from '@waystone/kit/service-client'
import { createTestDatabase, createTestIssuer, manualClock, withGold, type ManualClock } from '@waystone/kit/testing'
import { createApp as createSocial, type SocialApp } from '@waystone/social'
import { readConfig as readSocialConfig } from '@waystone/social/config'
import { createApp as createUsers, type UsersApp } from '@waystone/users'
import { readConfig as readUsersConfig } from '@waystone/users/config'
import { graphql } from 'graphql'

/** When a call of social fails: before users has done anything, or after it has, and only the answer is lost. */
export type Fault = 'before' | 'after'

export interface Answered {
  readonly __typename: string
  readonly [field: string]: unknown
}

/** A user with scopes besides those of a player. */
export interface Viewer {
  readonly userId: string
  readonly scopes: readonly string[]
}

/** users and social with a database each, one clock and one event bus: gold moves between them as in production. */
export interface GuildSystem {
  readonly users: UsersApp
  readonly social: SocialApp
  readonly clock: ManualClock
  readonly databases: Readonly<Record<'users' | 'social', Database>>
  /** For the audit; those that have no part in guilds are empty. */
  readonly sources: Readonly<Record<Subgraph, ReturnType<typeof sourceOf>>>
  /** New users with this much gold each. */
  players(count: number, gold: number): Promise<readonly string[]>
  /** The answer of the one root field; throws for errors. */
  ask(viewer: string | Viewer | null, source: string, variables?: Record<string, unknown>): Promise<Answered>
  found(userId: string, guild?: { name?: string; tag?: string; open?: boolean; key?: string }): Promise<Answered>
  /** A guild with a leader and this many members besides, who are made by one statement. */
  aGuild(members: readonly string[], memberLimit?: number): Promise<{ guildId: string; leader: string }>
  deposit(userId: string, guildId: string, amount: number, key?: string): Promise<Answered>
  withdraw(userId: string, guildId: string, amount: number, key?: string): Promise<Answered>
  rows<Row extends object>(
    database: 'users' | 'social',
    text: string,
    values?: readonly unknown[],
  ): Promise<readonly Row[]>
  /** The gold in the wallets of these users. */
  gold(userIds: readonly string[]): Promise<readonly number[]>
  /** The gold of a treasury by the ledger. */
  treasury(guildId: string): Promise<number>
  /** The next calls of social fail. */
  failNext(...faults: Fault[]): void
  /** Until no event waits. */
  settled(): Promise<void>
  close(): Promise<void>
}

let names = 0
/** Another one each time, in letters. */
const nextLetters = (): string => {
  names += 1
  return Array.from({ length: 4 }, (_, place) =>
    String.fromCodePoint(65 + (Math.floor(names / 26 ** place) % 26)),
  ).join('')
}

export async function startGuildSystem(): Promise<GuildSystem> {
  const clock = manualClock('2026-11-29T12:00:00Z')
  const logger = createLogger({ name: 'test', level: 'silent' })
  const issuer = await createTestIssuer()
  const events = createInProcessEventBus({ logger, retry: { attemptsMax: 3, delayMs: 1 } })
  const open = async (name: Subgraph) => {
    const files = await createTestDatabase({ migrations: name })
    return { files, database: createDatabase({ url: files.url, maxConnections: 12, applicationName: 'test', logger }) }
  }
  const [usersDatabase, socialDatabase] = [await open('users'), await open('social')]
  const databases = { users: usersDatabase.database, social: socialDatabase.database }
  const bystanders = {
    characters: await open('characters'),
    quests: await open('quests'),
    gacha: await open('gacha'),
    notifications: await open('notifications'),
  }
  const opened = { ...bystanders, users: usersDatabase, social: socialDatabase }
  const sources = Object.fromEntries(
    Object.entries(opened).map(([name, { database }]) => [name, sourceOf(database.primary)]),
  ) as GuildSystem['sources']
  const shared = { clock, logger, events }
  const users = await createUsers(readUsersConfig({ DATABASE_URL: usersDatabase.files.url, LOG_LEVEL: 'silent' }), {
    ...shared,
    database: databases.users,
    metrics: createMetrics({ service: 'users' }),
    revocations: createRevocationList(clock),
    services: createInProcessServiceClient({ self: 'users', find: () => [] }),
  })
  const faults: Fault[] = []
  const social = await createSocial(readSocialConfig({ DATABASE_URL: socialDatabase.files.url, LOG_LEVEL: 'silent' }), {
    ...shared,
    database: databases.social,
    metrics: createMetrics({ service: 'social' }),
    revocations: createRevocationList(clock),
    keys: issuer.keys,
    services: exposed(createInProcessServiceClient({ self: 'social', find: () => users.internal }), faults),
  })
  await users.start()
  await social.start()

  const rows: GuildSystem['rows'] = async <Row extends object>(
    database: 'users' | 'social',
    text: string,
    values: readonly unknown[] = [],
  ) => (await databases[database].primary.query<Row>(text, [...values])).rows
  const ask: GuildSystem['ask'] = async (asking, source, variables = {}) => {
    const headers = new Map<string, string>()
    const viewer = typeof asking === 'string' ? { userId: asking, scopes: [] } : asking
    if (viewer !== null) headers.set('authorization', `Bearer ${await issuer.token({ ...viewer, now: clock.now() })}`)
    const contextValue = await social.context({ headers, remoteAddress: '127.0.0.1', requestId: randomUUID() })
    const { data, errors } = await graphql({ schema: social.schema, source, contextValue, variableValues: variables })
    if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '))
    return Object.values(JSON.parse(JSON.stringify(data)) as object)[0] as Answered
  }
  const found: GuildSystem['found'] = async (userId, { name, tag, open: isOpen = false, key = randomUUID() } = {}) => {
    const letters = nextLetters()
    const input = { name: name ?? `Guild ${letters}`, tag: tag ?? letters, open: isOpen }
    return await ask(userId, FOUND, { input, key })
  }
  return {
    users,
    social,
    clock,
    databases,
    sources,
    ask,
    found,
    rows,
    players: (count, gold) => withGold(databases.users.primary, { count, gold, at: clock.now() }),
    aGuild: async (members, memberLimit = 50) => {
      const [leader = ''] = await withGold(databases.users.primary, { count: 1, gold: 10_000, at: clock.now() })
      const { __typename, id } = await found(leader)
      if (__typename !== 'Guild') throw new Error(__typename)
      await rows(
        'social',
        `WITH joined AS (INSERT INTO guild_member (user_id, guild_id, role, joined_at) SELECT u, $1, 'MEMBER', $3 FROM unnest($2::uuid[]) u)
         UPDATE guild SET member_limit = $4, member_count = 1 + cardinality($2::uuid[]) WHERE id = $1`,
        [id, members, clock.now(), memberLimit],
      )
      await events.settled()
      return { guildId: String(id), leader }
    },
    deposit: (userId, guildId, amount, idempotencyKey = randomUUID()) =>
      ask(userId, DEPOSIT, { input: { guildId, amount, idempotencyKey } }),
    withdraw: (userId, guildId, amount, idempotencyKey = randomUUID()) =>
      ask(userId, WITHDRAW, { input: { guildId, amount, idempotencyKey } }),
    gold: async userIds => {
      const balances = await rows<{ balance: string }>(
        'users',
        `SELECT a.balance FROM unnest($1::uuid[]) WITH ORDINALITY AS u (id, place)
         JOIN ledger_account a ON a.user_id = u.id AND a.kind = 'WALLET' AND a.currency = 'GOLD' ORDER BY u.place`,
        [userIds],
      )
      return balances.map(({ balance }) => Number(balance))
    },
    treasury: async guildId => {
      const text = 'SELECT coalesce(sum(balance), 0) AS gold FROM ledger_account WHERE guild_id = $1'
      return Number((await rows<{ gold: string }>('users', text, [guildId]))[0]?.gold)
    },
    failNext: (...next) => void faults.push(...next),
    settled: () => events.settled(),
    close: async () => {
      await social.close()
      await users.close()
      await events.close()
      for (const { database, files } of Object.values(opened)) {
        await database.close()
        await files.close()
      }
    },
  }
}

/** Loses calls on their way there, or their answers on the way back. */
const exposed = (client: ServiceClient, faults: Fault[]): ServiceClient => ({
  ...client,
  call: async <Input, Output>(call: ServiceCall<Input, Output>, input: Input, options?: object) => {
    const fault = faults.shift()
    if (fault === 'before') throw new Error('the call was lost')
    const answer = await client.call(call, input, options)
    if (fault === 'after') throw new Error('the answer was lost')
    return answer
  },
})

const GOLD = '... on InsufficientGold { required available }'
const FOUND = `mutation ($input: GuildInput!, $key: ID!) { foundGuild(input: $input, idempotencyKey: $key) {
  __typename ... on Guild { id name tag memberCount memberLimit members { edges { node { user { id } role contributed } } } }
  ... on GuildNameTaken { name } ... on InvalidInput { field } ${GOLD} } }`
const treasury = (field: string) => `mutation ($input: TreasuryInput!) { ${field}(input: $input) {
  __typename ... on GuildTreasury { gold dailyWithdrawalLimit withdrawableToday } ... on InvalidInput { field } ${GOLD} } }`
const DEPOSIT = treasury('depositToGuild')
const WITHDRAW = treasury('withdrawFromGuild')
