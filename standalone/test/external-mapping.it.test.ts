import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectLive } from '@waystone/kit/testing'
import { startApplication, type Application } from './application.js'
import { startGame, type AskOptions, type Game } from './game.js'

const NOTICED_WITHIN_MS = 2_000
let application: Application
let game: Game

beforeAll(async () => {
  application = await startApplication({ namesSession: true, uuids: true })
  await application.change('ALTER TABLE "user" RENAME TO members')
  await application.change('CREATE VIEW "user" AS SELECT * FROM members')
  await application.change('ALTER TABLE members RENAME COLUMN "createdAt" TO joined_at')
  await application.change(
    `ALTER TABLE session ALTER COLUMN "expiresAt" TYPE timestamp USING "expiresAt" AT TIME ZONE 'UTC'`,
  )
  const mapping = { user: { table: 'members', columns: { createdAt: 'joined_at' } } }
  game = await startGame({ env: { ...application.settings, EXTERNAL_MAPPING: JSON.stringify(mapping) } })
})
afterAll(async () => {
  await game.close()
  await application.close()
})

const bearing = (token: string): AskOptions => ({ headers: { authorization: `Bearer ${token}` } })

test('users are found by id, name and address before they come here, and their sessions by their users', async () => {
  const unseen = await application.signUp('Ymir')
  const warden = await application.signUp('Vidar')
  await application.makeAdministrator(warden.id)
  const asWarden = bearing(warden.token)
  const found = await game.ask<Record<string, { id: string; username: string; sessions: { id: string }[] }>>(
    `query ($id: ID!) {
      byName: userByUsername(username: "YMIR") { id username }
      byEmail: userByEmail(email: "ymir@example.com") { id username }
      byId: user(id: $id) { id username sessions { id } }
      nobody: user(id: "an id of no one") { id }
    }`,
    { ...asWarden, variables: { id: unseen.id } },
  )
  // Ids that are UUIDs stay as they are.
  const ymir = { id: unseen.id, username: 'Ymir' }
  const [session] = found['byId']?.sessions ?? []
  expect(found).toEqual({ byName: ymir, byEmail: ymir, byId: { ...ymir, sessions: [session] }, nobody: null })
  const { session: looked } = await game.ask<{ session: object }>(
    `{ session(id: "${session?.id}") { user { username } current } }`,
    asWarden,
  )
  expect(looked).toEqual({ user: { username: 'Ymir' }, current: false })
})

test('many first requests at once make one wallet and count as one visit', async () => {
  const member = await application.signUp('Bragi')
  const credentials = [member.token, member.token, await member.jwt(), await member.jwt()]
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      game.ask<{ me: { wallet: { diamonds: number } } }>(
        '{ me { wallet { diamonds } ledger { totalCount } characters { id } } }',
        bearing(credentials[index % credentials.length] ?? ''),
      ),
    ),
  )
  expect(new Set(answers.map(answer => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ me: { wallet: { diamonds: 1_000 }, ledger: { totalCount: 1 }, characters: [] } })]),
  )
})

test.each(['session token', 'JWT'] as const)(
  'a live connection by %s ends within two seconds of a sign-out',
  async kind => {
    const member = await application.signUp(`Live${kind.length}`)
    const token = kind === 'JWT' ? await member.jwt() : member.token
    const client = connectLive(game.url, { token })
    // The wallet is told at once.
    expect(await client.subscribe('subscription { walletChanged { diamonds } }').nextData()).toEqual({
      walletChanged: { diamonds: 1_000 },
    })
    await member.signOut()
    const signedOutAtMs = performance.now()
    expect(await client.closed).toBeGreaterThan(4_000)
    expect(performance.now() - signedOutAtMs).toBeLessThan(NOTICED_WITHIN_MS)
  },
)

test('a session that is signed out here stays so, though the application goes on with it', async () => {
  const member = await application.signUp('Forseti')
  const as = bearing(member.token)
  expect(await game.ask('mutation { signOut }', as)).toEqual({ signOut: true })
  for (const token of [member.token, await member.jwt()]) {
    const { errors } = await game.send('{ me { id } }', bearing(token))
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  }
})

test('what the application decides is not changed here', async () => {
  const member = await application.signUp('Kvasir')
  await application.makeAdministrator(member.id)
  const as = bearing(member.token)
  const { updateProfile } = await game.ask<{ updateProfile: object }>(
    'mutation { updateProfile(input: { displayName: "Other" }) { __typename ... on InvalidInput { field } } }',
    as,
  )
  expect(updateProfile).toEqual({ __typename: 'InvalidInput', field: 'displayName' })
  const { zone } = await game.ask<{ zone: object }>(
    'mutation { zone: updateProfile(input: { timeZone: "Asia/Tokyo" }) { __typename ... on User { timeZone } } }',
    as,
  )
  expect(zone).toEqual({ __typename: 'User', timeZone: 'Asia/Tokyo' })
  const { errors } = await game.send(`mutation { setUserStatus(userId: "${member.id}", status: BANNED) { id } }`, as)
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
})

test('tables that do not fit stop the start with all that is wrong', async () => {
  const mapping = { user: { table: 'members', columns: { email: 'mail' } }, session: { table: 'visits' } }
  const env = { ...application.settings, EXTERNAL_MAPPING: JSON.stringify(mapping) }
  await expect(startGame({ env })).rejects.toMatchObject({
    name: 'ConfigError',
    problems: [
      expect.stringContaining('"mail" (email)'),
      expect.stringContaining('"createdAt" (createdAt)'),
      expect.stringContaining('public.visits (session) is not there'),
    ],
  })
  const away = { ...application.settings, EXTERNAL_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  await expect(startGame({ env: away })).rejects.toMatchObject({
    problems: [expect.stringContaining('EXTERNAL_DATABASE_URL: the database cannot be read')],
  })
})
