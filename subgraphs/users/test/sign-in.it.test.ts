import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, playerOf, startUsers, type Player, type Result, type TestApp } from './users-app.js'

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
})
afterAll(async () => {
  await users.close()
})

let addresses = 0
/** An address that no other test has used up. */
const anAddress = () => `203.0.113.${++addresses}`

const attempt = (usernameOrEmail: string, password: string, address: string) =>
  users.signIn(usernameOrEmail, password, { address })
const typesOf = (results: readonly Result[]) => results.map(result => result['__typename'])
const times = (count: number, type: string) => Array.from({ length: count }, () => type)
const signIns = async ({ userId }: Player) =>
  (await users.told('user.signed_in'))
    .map(data => data as { userId: string; first: boolean })
    .filter(data => data.userId === userId)
    .map(({ first }) => first)

test('one signs in by name or address, in any case, each time into a session of its own', async () => {
  const player = await users.aPlayer('Sonja')
  const address = anAddress()
  const sessions = new Set([player.sessionId])
  for (const name of ['Sonja', 'sONJA', 'sonja@example.com', ' SONJA@Example.com ']) {
    const result = await attempt(name, PASSWORD, address)
    expect(result, name).toMatchObject({ __typename: 'AuthSession', user: { id: player.userId } })
    sessions.add(playerOf(result).sessionId)
  }
  expect(sessions.size).toBe(5)
})

test('the first sign-in makes a new account an active one and is told as the first, once', async () => {
  const player = await users.aPlayer()
  const status = async () => (await users.ask(player, '{ me { status } }')).data?.['me']
  expect(await status()).toEqual({ status: 'NEW' })
  await Promise.all(Array.from({ length: 6 }, () => attempt(player.username, PASSWORD, anAddress())))
  expect(await status()).toEqual({ status: 'ACTIVE' })
  const told = await signIns(player)
  expect(told).toHaveLength(6)
  expect(told.filter(first => first)).toHaveLength(1)
  expect(told[0]).toBe(true)
})

test('an unknown name and a wrong password are answered alike', async () => {
  const { username } = await users.aPlayer()
  const wrong = await attempt(username, 'wrong password', anAddress())
  expect(wrong).toMatchObject({ __typename: 'InvalidCredentials' })
  expect(await attempt('nobody_at_all', 'wrong password', anAddress())).toEqual(wrong)
  expect(await attempt('', '', anAddress())).toEqual(wrong)
  expect(await attempt(username, 'x'.repeat(100_000), anAddress())).toEqual(wrong)
})

test('a wrong password changes nothing but its count', async () => {
  const { username } = await users.aPlayer()
  const before = await users.state()
  await attempt(username, 'wrong password', anAddress())
  expect(await users.state()).toEqual(before)
})

test('after five wrong passwords an account is closed for the rest of the minute, to the right one too, from anywhere', async () => {
  const { username, email } = await users.aPlayer()
  for (const name of [username, email, username, email, username]) {
    expect(typesOf([await attempt(name, 'wrong password', anAddress())])).toEqual(['InvalidCredentials'])
    users.clock.advance(1_000)
  }
  expect(await attempt(username, 'wrong password', anAddress())).toMatchObject({
    __typename: 'TooManyAttempts',
    retryAfterSeconds: 55,
  })
  expect(await attempt(email, PASSWORD, anAddress())).toMatchObject({ __typename: 'TooManyAttempts' })
  users.clock.advance(55_000)
  expect(await attempt(username, PASSWORD, anAddress())).toMatchObject({ __typename: 'AuthSession' })
})

test('a name that nobody has is closed alike', async () => {
  const results: Result[] = []
  for (let guess = 0; guess < 6; guess++) results.push(await attempt('Ghost', 'wrong password', anAddress()))
  expect(typesOf(results)).toEqual([...times(5, 'InvalidCredentials'), 'TooManyAttempts'])
})

test('guesses made at once are not told more than guesses made one after the other', async () => {
  const player = await users.aPlayer()
  const results = await Promise.all(
    Array.from({ length: 30 }, (_, index) => attempt(player.username, `guess number ${index}`, anAddress())),
  )
  expect(typesOf(results).toSorted()).toEqual([...times(5, 'InvalidCredentials'), ...times(25, 'TooManyAttempts')])
  expect(await attempt(player.username, PASSWORD, anAddress())).toMatchObject({ __typename: 'TooManyAttempts' })
  expect(await signIns(player)).toEqual([])
})

test('a right password lets the account begin to count anew', async () => {
  const { username } = await users.aPlayer()
  const [wrong, right] = ['wrong password', PASSWORD]
  const results: Result[] = []
  for (const password of [wrong, wrong, wrong, wrong, right, wrong, wrong, wrong, wrong, wrong, wrong]) {
    results.push(await attempt(username, password, anAddress()))
  }
  expect(typesOf(results)).toEqual([
    ...times(4, 'InvalidCredentials'),
    'AuthSession',
    ...times(5, 'InvalidCredentials'),
    'TooManyAttempts',
  ])
})

test('after twenty wrong passwords an address is closed for a minute, whatever accounts they were for, at once or not', async () => {
  const victims = await Promise.all(Array.from({ length: 8 }, () => users.aPlayer()))
  const [address, elsewhere] = [anAddress(), anAddress()]
  const results = await Promise.all(
    victims.flatMap(({ username }) => Array.from({ length: 4 }, () => attempt(username, 'wrong password', address))),
  )
  expect(typesOf(results).toSorted()).toEqual([...times(20, 'InvalidCredentials'), ...times(12, 'TooManyAttempts')])
  const bystander = await users.aPlayer()
  expect(await attempt(bystander.username, PASSWORD, address)).toMatchObject({ __typename: 'TooManyAttempts' })
  expect(await attempt(bystander.username, PASSWORD, elsewhere)).toMatchObject({ __typename: 'AuthSession' })
  users.clock.advance(60_000)
  expect(await attempt(bystander.username, PASSWORD, address)).toMatchObject({ __typename: 'AuthSession' })
})

test('right passwords are never too many', async () => {
  const player = await users.aPlayer()
  const address = anAddress()
  const results = await Promise.all(Array.from({ length: 25 }, () => attempt(player.username, PASSWORD, address)))
  expect(typesOf(results)).toEqual(times(25, 'AuthSession'))
})

test('a password that another better-auth application hashed by scrypt signs in; its user gets a wallet', async () => {
  const { hashPassword } = await import('better-auth/crypto')
  await users.rows(
    `WITH made AS (INSERT INTO "user" (id, name, email) VALUES (gen_random_uuid(), 'Elsa', 'elsa@example.com') RETURNING id)
     INSERT INTO account (id, account_id, provider_id, user_id, password)
     SELECT gen_random_uuid(), id, 'credential', id, $1 FROM made`,
    [await hashPassword('a password from elsewhere')],
  )
  expect(await users.signIn('elsa@example.com', 'another password')).toMatchObject({ __typename: 'InvalidCredentials' })
  const elsa = playerOf(await users.signIn('elsa@example.com', 'a password from elsewhere'))
  const { data } = await users.ask(elsa, '{ me { displayName status timeZone wallet { gold diamonds } } }')
  expect(data?.['me']).toEqual({
    displayName: 'Elsa',
    status: 'ACTIVE',
    timeZone: 'UTC',
    wallet: { gold: 0, diamonds: 1_000 },
  })
  const { userId, sessionId } = elsa
  expect(await users.told('user.signed_up')).toContainEqual({ userId, timeZone: 'UTC' })
  expect(await users.told('user.signed_in')).toContainEqual({ userId, sessionId, first: true })
})

test('an account without a password of its own is answered like a wrong password', async () => {
  await users.rows(`INSERT INTO "user" (id, name, email) VALUES (gen_random_uuid(), 'Otto', 'otto@example.com')`)
  expect(await attempt('otto@example.com', PASSWORD, anAddress())).toMatchObject({ __typename: 'InvalidCredentials' })
})
