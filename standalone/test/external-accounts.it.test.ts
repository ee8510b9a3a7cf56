import { randomUUID } from 'node:crypto'
import { createPool } from '@waystone/kit/postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startApplication, type Application } from './application.js'
import { startGame, type AskOptions, type Game } from './game.js'

/** A sign-out, a ban or a deletion at the application must take hold here within that. */
const NOTICED_WITHIN_MS = 2_000
const FIRST_LIGHT = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'
let application: Application
let game: Game

beforeAll(async () => {
  application = await startApplication()
  game = await startGame({ env: application.settings })
})
afterAll(async () => {
  await game.close()
  await application.close()
})

const bearing = (token: string): AskOptions => ({ headers: { authorization: `Bearer ${token}` } })
const withCookie = (cookie: string, headers: Record<string, string> = {}): AskOptions => ({
  headers: { cookie, ...headers },
})
const me = (as: AskOptions) => game.send<{ me: { id: string; username: string } | null }>('{ me { id username } }', as)

const SLOWLY = { timeout: 25_000, interval: 200 }

const isRefused = (as: AskOptions) =>
  vi.waitUntil(async () => (await me(as)).errors?.[0]?.extensions.code === 'UNAUTHENTICATED', {
    timeout: NOTICED_WITHIN_MS,
    interval: 50,
  })

test('a player signs up at the application and plays here', async () => {
  const member = await application.signUp('Freya')
  const asFreya = bearing(member.token)
  const before = await application.contents()
  type Me = { me: { id: string; email: string; wallet: { gold: number; diamonds: number } } }
  const { me: freya } = await game.ask<Me & { me: { username: string } }>(
    '{ me { id username email displayName status wallet { gold diamonds } } }',
    asFreya,
  )
  expect(freya).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    username: 'Freya',
    email: 'freya@example.com',
    displayName: 'Freya',
    status: 'ACTIVE',
    wallet: { gold: 0, diamonds: 1_000 },
  })
  const { createCharacter } = await game.ask<{ createCharacter: object }>(
    'mutation { createCharacter(input: { name: "Freya", class: MAGE }) { __typename ... on Character { name owner { id } } } }',
    asFreya,
  )
  expect(createCharacter).toEqual({ __typename: 'Character', name: 'Freya', owner: { id: freya.id } })
  const { pull } = await game.ask<{ pull: object }>(
    `mutation { pull(input: { bannerId: "${FIRST_LIGHT}", count: 1, idempotencyKey: "${randomUUID()}" }) { __typename ... on Pull { cost } } }`,
    asFreya,
  )
  expect(pull).toEqual({ __typename: 'Pull', cost: 100 })
  expect(await application.contents()).toEqual(before)

  // Three sessions complete "Daily visitor", however often each is used and with any credential.
  const sessions = [await application.signIn('freya'), await application.signIn('freya')]
  for (const session of sessions) {
    await me(bearing(session.token))
    await me(withCookie(session.cookie))
    await me(bearing(await session.jwt()))
  }
  const played = await vi.waitUntil(
    async () => {
      const answer = await game.ask<Me & { me: { questCompletions: { edges: unknown[] } } }>(
        '{ me { wallet { gold diamonds } questCompletions { edges { node { quest { name } number } } } } }',
        asFreya,
      )
      return answer.me.wallet.gold > 0 ? answer : undefined
    },
    { timeout: 10_000 },
  )
  expect(played.me.wallet.gold).toBe(100)
  expect(played.me.questCompletions.edges).toContainEqual({ node: { quest: { name: 'Daily visitor' }, number: 1 } })
})

test('session token, signed token, signed cookie and JWT are the same user', async () => {
  const member = await application.signUp('Idun')
  const signed = decodeURIComponent(member.cookie.split('=').slice(1).join('='))
  const jwt = await member.jwt()
  const answers = []
  for (const as of [
    bearing(member.token),
    bearing(signed),
    bearing(encodeURIComponent(signed)),
    withCookie(member.cookie),
    withCookie(`theme=dark; __Secure-${member.cookie}`),
    withCookie(member.cookie, { origin: game.url }),
    bearing(jwt),
  ]) {
    answers.push(await me(as))
  }
  expect(new Set(answers.map(answer => JSON.stringify(answer.data)))).toEqual(
    new Set([JSON.stringify({ me: { id: answers[0]?.data?.me?.id, username: 'Idun' } })]),
  )
  // The `node` query calls other subgraphs as the same user, with any credential.
  const node = { __typename: 'Wallet', id: `wallet:${answers[0]?.data?.me?.id}` }
  for (const as of [bearing(member.token), withCookie(member.cookie), bearing(jwt)])
    expect(await game.ask(`{ node(id: "${node.id}") { __typename id } }`, as)).toEqual({ node })
  expect(await game.ask(`{ node(id: "${node.id}") { __typename id } }`)).toEqual({ node: null })
})

test('what the application has not issued signs no one in', async () => {
  const member = await application.signUp('Loki')
  const [token = '', signature = ''] = decodeURIComponent(member.cookie.split('=').slice(1).join('=')).split('.')
  const [head = '', body = '', proof = ''] = (await member.jwt()).split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object
  const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody' })).toString('base64url')
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url')
  const wrong = [
    bearing(`${token}x`),
    bearing(`${token}.${signature.slice(0, -4)}AAA=`),
    withCookie(`better-auth.session_token=${token}.forged`),
    bearing(`${head}.${forged}.${proof}`),
    bearing(`${unsigned}.${body}.`),
    bearing('a.b.c.d'),
    { headers: { authorization: `Basic ${token}` } },
  ]
  for (const as of wrong) expect((await me(as)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  // The browser sends the cookie with requests of other sites, too: such a request is anonymous.
  expect((await me(withCookie(member.cookie, { origin: 'https://elsewhere.example' }))).data).toEqual({ me: null })
  expect((await me(withCookie(member.cookie, { 'sec-fetch-site': 'cross-site' }))).data).toEqual({ me: null })
})

test('a sign-out at the application ends the session here, and no other', async () => {
  const member = await application.signUp('Njord')
  const other = await application.signIn('njord')
  const jwt = await member.jwt()
  const credentials = [bearing(member.token), withCookie(member.cookie), bearing(jwt)]
  for (const as of [...credentials, bearing(other.token)]) expect((await me(as)).data?.me?.username).toBe('Njord')
  await member.signOut()
  await Promise.all(credentials.map(isRefused))
  expect((await me(bearing(other.token))).data?.me?.username).toBe('Njord')
  // A JWT that names no session may have been of the one that ended; a new one is not.
  await vi.waitUntil(async () => (await me(bearing(await other.jwt()))).data?.me?.username === 'Njord', {
    timeout: 5_000,
  })
})

test('a ban at the application ends every session here', async () => {
  const member = await application.signUp('Hodr')
  const other = await application.signIn('hodr')
  const jwt = await other.jwt()
  const credentials = [bearing(member.token), withCookie(other.cookie), bearing(jwt)]
  for (const as of credentials) expect((await me(as)).data?.me?.username).toBe('Hodr')
  const { data } = await me(bearing(member.token))
  await application.ban(member.id)
  await Promise.all(credentials.map(isRefused))
  const { user } = await game.ask<{ user: object }>(`{ user(id: "${data?.me?.id}") { username status } }`)
  expect(user).toEqual({ username: 'Hodr', status: 'ACTIVE' })
})

test('a role that the application takes is gone here, and the player stays signed in', async () => {
  const member = await application.signUp('Heimdall')
  await application.makeAdministrator(member.id)
  const credentials = [bearing(member.token), bearing(await member.jwt())]
  const mayAdminister = async (as: AskOptions) =>
    (await game.send('{ userByEmail(email: "nobody@example.com") { id } }', as)).errors?.[0]?.extensions.code ?? 'yes'
  for (const as of credentials) expect(await mayAdminister(as)).toBe('yes')
  await application.change(`UPDATE "user" SET role = 'user' WHERE id = '${member.id}'`)
  for (const as of credentials)
    await expect.poll(() => mayAdminister(as), { timeout: NOTICED_WITHIN_MS, interval: 50 }).toBe('FORBIDDEN')
  for (const as of credentials) expect((await me(as)).data?.me?.username).toBe('Heimdall')
})

test('a deletion at the application leaves an account without a name here', async () => {
  const member = await application.signUp('Baldur')
  const jwt = await member.jwt()
  const credentials = [bearing(member.token), bearing(jwt)]
  for (const as of credentials) expect((await me(as)).data?.me?.username).toBe('Baldur')
  const { data } = await me(bearing(member.token))
  await member.deleteAccount()
  await Promise.all(credentials.map(isRefused))
  const left = await game.ask<{ user: { username: string }; byName: null }>(
    `{ user(id: "${data?.me?.id}") { displayName status email } byName: userByUsername(username: "baldur") { id } }`,
  )
  expect(left).toEqual({ user: { displayName: 'Deleted account', status: 'ACTIVE', email: null }, byName: null })
})

test('a deletion at the application erases what all subgraphs know, after the time in which it can come back', async () => {
  const member = await application.signUp('Nanna')
  const as = bearing(member.token)
  await game.ask('mutation { createCharacter(input: { name: "Nanna", class: MAGE }) { __typename } }', as)
  const { me: nanna } = await game.ask<{ me: { id: string } }>('{ me { id } }', as)
  const isNamed = async () =>
    (await game.ask<{ user: { characters: object[] } }>(`{ user(id: "${nanna.id}") { characters { name } } }`)).user
      .characters.length > 0
  const pool = createPool({ connectionString: game.databaseUrl('users'), max: 1 })
  const deletions = async () =>
    (
      await pool.query<{ erased: boolean }>(
        'select erased_at is not null as erased from account_deletion where user_id = $1',
        [nanna.id],
      )
    ).rows
  const insert = (table: string, rows: readonly { row: object }[]) =>
    Promise.all(
      rows.map(({ row }) =>
        application.change(
          `insert into "${table}" select * from jsonb_populate_record(null::"${table}", '${JSON.stringify(row)}')`,
        ),
      ),
    )
  const isPending = () => vi.waitFor(async () => expect(await deletions()).toEqual([{ erased: false }]), SLOWLY)
  const isForgotten = () => vi.waitFor(async () => expect(await deletions()).toEqual([]), SLOWLY)
  try {
    const kept = await application.rows<{ row: object }>(`select to_jsonb(u) as row from "user" u where id = $1`, [
      member.id,
    ])
    await member.deleteAccount()
    await isRefused(as)
    await isPending()
    expect(await isNamed()).toBe(true)

    // It comes back, as from a backup: the deletion is forgotten.
    await insert('user', kept)
    await isForgotten()

    // It goes again while nobody plays or reads it.
    await pool.query(`update external_session set watched_until = 'epoch'`)
    await application.change(`delete from "user" where id = '${member.id}'`)
    await isPending()
    await pool.query('update account_deletion set due_at = now() where user_id = $1', [nanna.id])
    await vi.waitFor(async () => expect(await isNamed()).toBe(false), SLOWLY)
    expect(await deletions()).toEqual([{ erased: true }])

    // An erased account stays so when its row comes back.
    await insert('user', kept)
    const { user } = await game.ask<{ user: { displayName: string; status: string } }>(
      `{ user(id: "${nanna.id}") { displayName status } byName: userByUsername(username: "nanna") { id } }`,
    )
    expect(user).toEqual({ displayName: 'Deleted player', status: 'DELETED' })
  } finally {
    await pool.end()
  }
}, 90_000)

test('an address that a member chose for it keeps no account from its end', async () => {
  const [gone, banned, stranger] = [
    await application.signUp('Hel'),
    await application.signUp('Sigyn'),
    await application.signUp('Ymir'),
  ]
  const { data } = await me(bearing(gone.token))
  await application.change(`UPDATE "user" SET email = '${data?.me?.id}@deleted.invalid' WHERE id = '${stranger.id}'`)
  for (const member of [stranger, banned]) expect((await me(bearing(member.token))).data?.me?.id).toBeDefined()
  await gone.deleteAccount()
  await application.ban(banned.id)
  await Promise.all([gone, banned].map(({ token }) => isRefused(bearing(token))))
})

test('signing up and signing in here say that accounts are made elsewhere, and change nothing', async () => {
  await application.signUp('Sif')
  const before = await application.contents()
  const answer = await game.ask<Record<string, { __typename: string; message: string }>>(
    `mutation ($password: String!) {
      signUp(input: { username: "Thor", email: "thor@example.com", password: $password }) { __typename ... on Refusal { message } }
      signIn(input: { usernameOrEmail: "sif", password: $password }) { __typename ... on Refusal { message } }
      refreshSession(refreshToken: "none") { __typename }
    }`,
    { variables: { password: 'a long enough password' } },
  )
  expect(answer).toEqual({
    signUp: { __typename: 'InvalidInput', message: expect.stringContaining('elsewhere') as unknown },
    signIn: { __typename: 'InvalidCredentials', message: expect.stringContaining('elsewhere') as unknown },
    refreshSession: { __typename: 'SessionExpired' },
  })
  expect(await application.contents()).toEqual(before)
})
