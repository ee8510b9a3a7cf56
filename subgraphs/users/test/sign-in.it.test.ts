import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, playerOf, signInMutation, startUsers, type Player, type Result, type TestApp } from './users-app.js'

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
})
afterAll(async () => {
  await users.close()
})

let addresses = 0
/** An address that no other test has used up. */
const anAddress = () => `10.7.${Math.floor(++addresses / 250)}.${(addresses % 250) + 1}`

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

const wrong = 'wrong password'
const guess = async (count: number, name: string, address: string | (() => string)) => {
  const results: Result[] = []
  for (let index = 0; index < count; index++) {
    results.push(await attempt(name, wrong, typeof address === 'string' ? address : address()))
  }
  return typesOf(results)
}
const signInFrom = async (name: string, address: string, deviceToken?: unknown) => {
  const input = { usernameOrEmail: name, password: PASSWORD, deviceToken }
  return await users.change(null, signInMutation, { input }, { address })
}

test('after five wrong passwords for a name the network that guessed waits, each time longer, and nobody else does', async () => {
  const { username } = await users.aPlayer()
  const address = anAddress()
  expect(await guess(5, username, address)).toEqual(times(5, 'InvalidCredentials'))
  for (const seconds of [15, 30, 60, 120, 240, 480, 900, 900]) {
    const refused = { __typename: 'TooManyAttempts', retryAfterSeconds: seconds }
    expect(await attempt(username, wrong, address)).toMatchObject(refused)
    expect(await attempt(username, PASSWORD, address)).toMatchObject(refused)
    users.clock.advance(seconds * 1_000)
    expect(typesOf([await attempt(username, wrong, address)])).toEqual(['InvalidCredentials'])
  }
  expect(await attempt(username, PASSWORD, anAddress())).toMatchObject({ __typename: 'AuthSession' })
  users.clock.advance(900_000)
  expect(await attempt(username, PASSWORD, address)).toMatchObject({ __typename: 'AuthSession' })
})

test('the owner signs in while strangers guess from many networks: from a known network, and from a known device anywhere', async () => {
  const { username } = await users.aPlayer()
  const home = anAddress()
  const { deviceToken } = await signInFrom(username, home)
  const guesses = await guess(60, username, anAddress)
  expect(guesses).toEqual([...times(30, 'InvalidCredentials'), ...times(30, 'TooManyAttempts')])
  expect(await signInFrom(username, anAddress())).toMatchObject({ __typename: 'TooManyAttempts' })
  expect(await signInFrom(username, home)).toMatchObject({ __typename: 'AuthSession' })
  expect(await signInFrom(username, anAddress(), deviceToken)).toMatchObject({ __typename: 'AuthSession' })
})

test('a device that has signed in before is not held up by guesses from its own network', async () => {
  const { username } = await users.aPlayer()
  const cafe = anAddress()
  const { deviceToken } = await signInFrom(username, cafe)
  await guess(8, username, cafe)
  expect(await signInFrom(username, cafe)).toMatchObject({ __typename: 'TooManyAttempts' })
  const entered = await signInFrom(username, cafe, deviceToken)
  expect(entered).toMatchObject({ __typename: 'AuthSession', deviceToken: expect.any(String) })
  // A stolen token helps to guess for no longer than a network could.
  const withToken = async () =>
    await users.change(null, signInMutation, {
      input: { usernameOrEmail: username, password: wrong, deviceToken: entered['deviceToken'] },
    })
  const results: Result[] = []
  for (let index = 0; index < 6; index++) results.push(await withToken())
  expect(typesOf(results)).toEqual([...times(5, 'InvalidCredentials'), 'TooManyAttempts'])
})

test('a device token of another account helps nobody', async () => {
  const [player, other] = [await users.aPlayer(), await users.aPlayer()]
  const { deviceToken } = await signInFrom(other.username, anAddress())
  const address = anAddress()
  await guess(5, player.username, address)
  expect(await signInFrom(player.username, address, deviceToken)).toMatchObject({ __typename: 'TooManyAttempts' })
})

test('a wait for a name does not tell which address belongs to it, nor whether anyone has the name', async () => {
  const { username, email } = await users.aPlayer()
  const [address, elsewhere] = [anAddress(), anAddress()]
  await guess(6, username, address)
  expect(typesOf([await attempt(username, wrong, address)])).toEqual(['TooManyAttempts'])
  expect(typesOf([await attempt(email, wrong, address)])).toEqual(['InvalidCredentials'])
  const nobody = [...times(5, 'InvalidCredentials'), 'TooManyAttempts']
  expect(await guess(6, 'Ghost', elsewhere)).toEqual(nobody)
  expect(await guess(40, 'Ghost_of_many', anAddress)).toEqual([
    ...times(30, 'InvalidCredentials'),
    ...times(10, 'TooManyAttempts'),
  ])
})

test('guesses made at once are not told more than guesses made one after the other', async () => {
  const player = await users.aPlayer()
  const address = anAddress()
  const atOnce = (count: number, from: () => string) =>
    Promise.all(Array.from({ length: count }, (_, index) => attempt(player.username, `guess ${index}`, from())))
  const fromOne = typesOf(await atOnce(15, () => address))
  expect(fromOne.toSorted()).toEqual([...times(5, 'InvalidCredentials'), ...times(10, 'TooManyAttempts')])
  const fromMany = typesOf(await atOnce(60, anAddress))
  expect(fromMany.toSorted()).toEqual([...times(25, 'InvalidCredentials'), ...times(35, 'TooManyAttempts')])
  expect(await signIns(player)).toEqual([])
})

test('a right password lets the party begin to count anew', async () => {
  const { username } = await users.aPlayer()
  const address = anAddress()
  expect(await guess(4, username, address)).toEqual(times(4, 'InvalidCredentials'))
  expect(await attempt(username, PASSWORD, address)).toMatchObject({ __typename: 'AuthSession' })
  expect(await guess(6, username, address)).toEqual([...times(5, 'InvalidCredentials'), 'TooManyAttempts'])
})

test('twenty wrong passwords from a network hold up accounts that are strange there, and none that is known', async () => {
  const victims = await Promise.all(Array.from({ length: 8 }, () => users.aPlayer()))
  const [resident, stranger] = [await users.aPlayer(), await users.aPlayer()]
  const [address, elsewhere] = [anAddress(), anAddress()]
  await attempt(resident.username, PASSWORD, address)
  const results = await Promise.all(
    victims.flatMap(({ username }) => Array.from({ length: 4 }, () => attempt(username, wrong, address))),
  )
  expect(typesOf(results).toSorted()).toEqual([...times(20, 'InvalidCredentials'), ...times(12, 'TooManyAttempts')])
  expect(await attempt(resident.username, PASSWORD, address)).toMatchObject({ __typename: 'AuthSession' })
  const refused = { __typename: 'TooManyAttempts', retryAfterSeconds: 15 }
  expect(await attempt(stranger.username, PASSWORD, address)).toMatchObject(refused)
  expect(await attempt(stranger.username, PASSWORD, elsewhere)).toMatchObject({ __typename: 'AuthSession' })
  users.clock.advance(15_000)
  expect(await attempt(stranger.username, PASSWORD, address)).toMatchObject({ __typename: 'AuthSession' })
})

test('the addresses of an IPv6 network guess together', async () => {
  const { username } = await users.aPlayer()
  let host = 0
  expect(await guess(6, username, () => `2001:db8:7:7::${++host}`)).toEqual([
    ...times(5, 'InvalidCredentials'),
    'TooManyAttempts',
  ])
  expect(await attempt(username, PASSWORD, '2001:db8:7:8::1')).toMatchObject({ __typename: 'AuthSession' })
})

test('sign-ins to an account are limited whatever their outcome, for the network or device that makes them', async () => {
  const player = await users.aPlayer()
  const address = anAddress()
  const results = await Promise.all(Array.from({ length: 25 }, () => attempt(player.username, PASSWORD, address)))
  expect(typesOf(results).toSorted()).toEqual([...times(20, 'AuthSession'), ...times(5, 'TooManyAttempts')])
  expect(await attempt(player.username, PASSWORD, anAddress())).toMatchObject({ __typename: 'AuthSession' })
  users.clock.advance(60_000)
  expect(await attempt(player.username, PASSWORD, address)).toMatchObject({ __typename: 'AuthSession' })
})

test('sign-ins from a network are limited whatever their outcome, and are not checked beyond that', async () => {
  const limited = await startUsers({ settings: { SIGN_INS_PER_NETWORK_MAX: '10' } })
  try {
    const address = anAddress()
    const names = Array.from({ length: 15 }, (_, index) => `name_${index}`)
    const results = await Promise.all(names.map(name => limited.signIn(name, wrong, { address })))
    expect(typesOf(results).toSorted()).toEqual([...times(10, 'InvalidCredentials'), ...times(5, 'TooManyAttempts')])
  } finally {
    await limited.close()
  }
})

test('a sign-in beyond the sessions that a user may have ends the oldest', async () => {
  const limited = await startUsers({ settings: { SESSIONS_PER_USER_MAX: '3' } })
  try {
    const first = await limited.aPlayer()
    const later: Player[] = []
    for (let index = 0; index < 3; index++) {
      limited.clock.advance(1_000)
      later.push(playerOf(await limited.signIn(first.username)))
    }
    const me = async (player: Player) => (await limited.ask(player, '{ me { id } }')).errors
    await expect(me(first)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(await Promise.all(later.map(me))).toEqual([[], [], []])
    expect(await limited.rows('select from session where user_id = $1', [first.userId])).toHaveLength(3)
    await Promise.all(Array.from({ length: 8 }, () => limited.signIn(first.username)))
    expect(await limited.rows('select from session where user_id = $1', [first.userId])).toHaveLength(3)
  } finally {
    await limited.close()
  }
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
