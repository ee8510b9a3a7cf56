import { randomUUID } from 'node:crypto'
import { freePort } from '@waystone/kit/process'
import type { Pool as DatabasePool } from 'pg'
import { Pool } from 'undici'
import * as z from 'zod'
import { benchUserId, createTokenIssuer } from '../economy/identities.js'
import { databaseEnvironment, SECRETS, type Servers } from '../economy/servers.js'
import { until, type Subject } from '../load.js'
import { startService } from '../processes.js'
import { step } from '../progress.js'

/** The limits that would end a measurement by themselves are off. */
const SETTINGS = { ...SECRETS, LOG_LEVEL: 'warn', RATE_LIMIT_USER: '0', RATE_LIMIT_ADDRESS: '0' }
const CLIENT_CONNECTIONS_MAX = 500

const DEPOSIT = `mutation Deposit($input: TreasuryInput!) {
  depositToGuild(input: $input) { __typename ... on GuildTreasury { dailyWithdrawalLimit } ... on Refusal { message } }
}`
const answer = z.object({ data: z.object({ depositToGuild: z.object({ __typename: z.literal('GuildTreasury') }) }) })

interface Depositor {
  readonly token: string
  readonly guildId: string
}

/**
 * The whole game in one process of the production build, before a guild of so many members and as many guilds of one
 * member. A deposit is done when its events have had their effect everywhere: the gold is in the ledger's treasury.
 */
export async function startDeposits(servers: Servers, depositors: number): Promise<{ one: Subject; many: Subject }> {
  const issuer = await createTokenIssuer()
  const { urls } = await step(`${2 * depositors} users`, () =>
    servers.populate('social', { users: 2 * depositors, pullsEach: 1, minutesMax: 10 }, issuer.publish),
  )
  const [users, social] = [servers.pool(urls.users), servers.pool(urls.social)]
  const ids = Array.from({ length: 2 * depositors }, (_, index) => benchUserId(index + 1))
  await users.query(`UPDATE ledger_account SET balance = 1000000000 WHERE kind = 'WALLET' AND currency = 'GOLD'`)
  const [members, leaders] = [ids.slice(0, depositors), ids.slice(depositors)]
  const [shared = ''] = await makeGuilds(social, [members])
  const own = await makeGuilds(
    social,
    leaders.map(leader => [leader]),
  )

  const port = await freePort()
  const service = await step('Standalone serves', async () =>
    startService('standalone', {
      port,
      nodeArguments: [],
      command: [
        '--enable-source-maps',
        'standalone/dist/main.js',
        '--port',
        String(port),
        '--data',
        servers.directory(),
      ],
      env: { ...SETTINGS, ...databaseEnvironment(urls) },
    }),
  )
  servers.lifecycle.onClose('standalone', () => service.stop())
  const tokens = await Promise.all(ids.map(id => issuer.token(id)))
  const http = new Pool(service.url, { connections: CLIENT_CONNECTIONS_MAX })
  servers.lifecycle.onClose('load', () => http.close())
  const deposits = (name: string, all: readonly Depositor[]): Subject => {
    let next = 0
    return {
      name,
      once: async () => {
        const depositor = all[next++ % all.length]
        if (depositor !== undefined) await deposit(http, depositor)
      },
      settle: async () =>
        await until('every event to be applied', async () => (await isEmpty(users)) && (await isEmpty(social))),
    }
  }
  return {
    one: deposits(
      'into one treasury',
      members.map((_, index) => ({ token: tokens[index] ?? '', guildId: shared })),
    ),
    many: deposits(
      `into ${depositors} treasuries`,
      leaders.map((_, index) => ({ token: tokens[depositors + index] ?? '', guildId: own[index] ?? '' })),
    ),
  }
}

async function deposit(http: Pool, { token, guildId }: Depositor): Promise<void> {
  const input = { guildId, amount: 1, idempotencyKey: randomUUID() }
  const { body } = await http.request({
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: DEPOSIT, variables: { input } }),
  })
  const text = await body.text()
  if (!answer.safeParse(JSON.parse(text)).success) throw new Error(`Expected a deposit, got ${text}`)
}

/** Guilds of these members, the first of each leading; the ids of the guilds. */
async function makeGuilds(social: DatabasePool, guilds: readonly (readonly string[])[]): Promise<readonly string[]> {
  const ids = guilds.map(() => randomUUID())
  await social.query(
    `INSERT INTO guild (id, status, name, name_key, tag, description, open, member_count, member_limit, founder_id, idempotency_key, created_at, recover_after)
     SELECT id, 'ACTIVE', id, id, 'B' || translate(lpad(to_hex(place + $4), 4, '0'), '0123456789abcdef', 'ABCDEFGHIJKLMNOP'), '', false, size, size, founder, 'bench', now(), now()
     FROM unnest($1::uuid[], $2::int[], $3::uuid[]) WITH ORDINALITY AS g (id, size, founder, place)`,
    [ids, guilds.map(members => members.length), guilds.map(([founder]) => founder), guilds.length === 1 ? 60_000 : 0],
  )
  const members = guilds.flatMap((each, index) =>
    each.map((userId, place) => ({ userId, guildId: ids[index], role: place === 0 ? 'LEADER' : 'MEMBER' })),
  )
  await social.query(
    `INSERT INTO guild_member (user_id, guild_id, role, joined_at) SELECT *, now() FROM unnest($1::uuid[], $2::uuid[], $3::guild_role[])`,
    [members.map(({ userId }) => userId), members.map(({ guildId }) => guildId), members.map(({ role }) => role)],
  )
  return ids
}

async function isEmpty(database: DatabasePool): Promise<boolean> {
  const { rows } = await database.query<{ empty: boolean }>('select not exists (select from outbox) as empty')
  return rows[0]?.empty === true
}
