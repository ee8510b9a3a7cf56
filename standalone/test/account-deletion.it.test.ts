import { createPool, type Pool } from '@waystone/kit/postgres'
import { startTestRedis, type TestRedis } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { subgraphNames, type SubgraphName } from '../src/databases.js'
import { startOverHttp, type OverHttp } from './over-http.js'
import { WORLD_CHANNEL } from './world-channel.js'

/** Within every text that the player gives; nothing else has it. */
const MARK = 'zyxwv'
const ZONE = 'Pacific/Chatham'
const PASSWORD = 'a long password'

let redis: TestRedis
let waystone: OverHttp
const pools = new Map<SubgraphName, Pool>()

beforeAll(async () => {
  redis = await startTestRedis()
  waystone = await startOverHttp({ redisUrl: redis.url, settings: { ACCOUNT_DELETION_DELAY_SECONDS: '0' } })
  for (const name of subgraphNames) {
    const pool = createPool({ connectionString: waystone.databaseUrl(name), max: 2 })
    pool.on('error', () => undefined)
    pools.set(name, pool)
  }
}, 120_000)
afterAll(async () => {
  await Promise.all([...pools.values()].map(pool => pool.end()))
  await waystone.close()
  await redis.close()
})

const rows = async <Row extends object>(name: SubgraphName, text: string, ...values: unknown[]): Promise<Row[]> =>
  (await pools.get(name)?.query<Row>(text, values))?.rows ?? []
const eventually = async (check: () => Promise<void>) => await vi.waitFor(check, { timeout: 30_000, interval: 100 })
const dataOf = async (source: string, token?: string, variables: object = {}) => {
  const { data, errors } = await waystone.ask(source, { token, variables })
  expect(errors).toBeUndefined()
  return data
}

/** Each row of each database in which one of the texts stands, as `database.table`. */
async function whereFound(...texts: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const name of subgraphNames) {
    const tables = await rows<{ table: string }>(
      name,
      `select table_name as table from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    )
    for (const { table } of tables) {
      const hits = await rows(
        name,
        `select from "${table}" t where exists (select from unnest($1::text[]) as text where strpos(lower(t::text), lower(text)) > 0)`,
        texts,
      )
      if (hits.length > 0) found.add(`${name}.${table}`)
    }
  }
  return [...found].toSorted()
}

const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { __typename ... on AuthSession { accessToken user { id } } } }`
const signUp = async () => {
  const input = {
    username: `${MARK}_name`,
    email: `${MARK}@example.com`,
    password: PASSWORD,
    displayName: `${MARK} display`,
    timeZone: ZONE,
  }
  const { accessToken, user } = (await dataOf(SIGN_UP, undefined, { input })).signUp
  return { token: accessToken as string, userId: user.id as string }
}
const create = async (token: string) =>
  (
    await dataOf(
      `mutation { createCharacter(input: { name: "${MARK}hero", class: MAGE }) { __typename ... on Character { id } } }`,
      token,
    )
  ).createCharacter as { __typename: string; id: string }

const TAMED_PET = `insert into pets (id, character_id, kind_id, name, hunger, intimacy, summoned, tamed_at)
  values (gen_random_uuid(), $1, 'a5c0de00-5f1a-4c3e-8b52-0d4e6f70c001', 'Meadow Slime', 30, 25, false, now()) returning id`

/** A player who has left something personal wherever a player can. */
async function aPlayerWithTraces() {
  const player = await signUp()
  const { token } = player
  for (let time = 0; time < 3; time++)
    await dataOf(
      `mutation { signIn(input: { usernameOrEmail: "${MARK}_name", password: "${PASSWORD}" }) { __typename } }`,
    )
  const character = await create(token)
  // As tamed: a pet has its kind's name until its owner gives it another.
  const [pet] = await rows<{ id: string }>('characters', TAMED_PET, character.id)
  await dataOf(`mutation { renamePet(petId: "${pet?.id}", name: "${MARK} pet") { __typename } }`, token)
  await dataOf(
    `mutation { rotateFairnessSeed(clientSeed: "${MARK}-seed") { __typename }
      buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: "${MARK}-purchase" }) { __typename } }`,
    token,
  )
  await dataOf(
    `mutation { sendMessage(input: { channelId: "${WORLD_CHANNEL}", text: "${MARK} says hello", idempotencyKey: "${MARK}-message" }) { __typename } }`,
    token,
  )
  const { banners } = await dataOf('{ banners { id } }')
  await dataOf(
    `mutation { pull(input: { bannerId: "${banners[0].id}", count: 10, idempotencyKey: "${MARK}-pull" }) { __typename } }`,
    token,
  )
  await eventually(async () => {
    const { me } = await dataOf('{ me { wallet { gold } pulls { totalCount } } }', token)
    expect(me).toEqual({ wallet: { gold: 100 }, pulls: { totalCount: 1 } })
    for (const name of subgraphNames) expect(await rows(name, 'select from outbox')).toEqual([])
  })
  return { ...player, character }
}

test('nothing that a player has left is found in any database once the account is erased, and the ledger stays', async () => {
  const { token, userId, character } = await aPlayerWithTraces()
  // The traces exist before the deletion; otherwise their absence afterwards would prove nothing.
  expect(await whereFound(MARK, ZONE)).toEqual([
    'characters.characters',
    'characters.pets',
    'gacha.fairness_seed',
    'gacha.pull',
    'notifications.player',
    'quests.game_event',
    'quests.player',
    'social.message',
    'users.profile',
    'users.purchase',
    'users.user',
  ])
  const kept = async () => ({
    ledger: await rows('users', 'select * from ledger_account where user_id = $1 order by id', userId),
    claims: await rows('users', 'select * from reward_claim where user_id = $1 order by id', userId),
    items: await rows('gacha', 'select * from inventory_entry where user_id = $1 order by item_id', userId),
    completions: await rows('quests', 'select * from quest_completion where user_id = $1 order by id', userId),
  })
  const before = await kept()

  const asked = await dataOf(
    `mutation { requestAccountDeletion(input: { password: "${PASSWORD}" }) { __typename } }`,
    token,
  )
  expect(asked.requestAccountDeletion).toEqual({ __typename: 'AccountDeletion' })
  await eventually(async () => expect(await whereFound(MARK, ZONE)).toEqual([]))
  await eventually(async () => {
    for (const name of subgraphNames) expect(await rows(name, 'select from outbox')).toEqual([])
  })
  expect(await kept()).toEqual(before)
  const { user, character: gone } = await dataOf(
    `{ user(id: "${userId}") { displayName status email characters { name } } character(id: "${character.id}") { name } }`,
  )
  expect(user).toEqual({ displayName: 'Deleted player', status: 'DELETED', email: null, characters: [] })
  expect(gone).toBeNull()
  expect(await rows('users', 'select from dead_letter')).toEqual([])

  // A new account has the names, and nothing else of the old one.
  const again = await signUp()
  expect(again.userId).not.toBe(userId)
  expect((await create(again.token)).__typename).toBe('Character')
}, 120_000)
