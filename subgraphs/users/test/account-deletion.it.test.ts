import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectSoundLedger } from './economy.js'
import {
  buyMutation,
  PASSWORD,
  playerOf,
  setStatusMutation,
  signInMutation,
  signUpMutation,
  startUsers,
  updateProfileMutation,
  type Player,
  type TestApp,
} from './users-app.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
})
afterAll(() => users.close())

const REQUEST = `mutation ($input: RequestAccountDeletionInput!) {
  result: requestAccountDeletion(input: $input) {
    __typename ... on AccountDeletion { requestedAt dueAt } ... on Refusal { message }
    ... on TooManyAttempts { retryAfterSeconds }
  }
}`
const request = (player: Player, password: unknown = PASSWORD) =>
  users.change(player, REQUEST, { input: password === null ? {} : { password } })
const erase = () => users.app.services.eraseAccounts()
const deletionOf = async ({ userId }: Player) =>
  (
    await users.rows<{ erased: boolean }>(
      'select erased_at is not null as erased from account_deletion where user_id = $1',
      [userId],
    )
  )[0]

/** A player whose time has come. */
async function aDeletedPlayer(): Promise<Player> {
  const player = await users.aPlayer()
  await request(player)
  users.clock.advance(14 * DAY_MS)
  expect(await erase()).toBe(1)
  return player
}

test('a request with the password ends every session at once, and says when the account is erased', async () => {
  const player = await users.aPlayer()
  const elsewhere = playerOf(await users.signIn(player.username))
  const now = users.clock.now().getTime()
  expect(await request(player)).toEqual({
    __typename: 'AccountDeletion',
    requestedAt: new Date(now).toISOString(),
    dueAt: new Date(now + 14 * DAY_MS).toISOString(),
  })
  for (const viewer of [player, elsewhere]) await expect(users.ask(viewer, '{ me { id } }')).rejects.toThrow('revoked')
  expect(await users.rows('select from session where user_id = $1', [player.userId])).toEqual([])
  users.clock.advance(14 * DAY_MS - 1)
  await erase()
  expect(await deletionOf(player)).toEqual({ erased: false })
})

test('a wrong password changes nothing, and guesses are limited', async () => {
  const player = await users.aPlayer()
  const before = await users.state()
  expect(await request(player, 'not the password')).toMatchObject({ __typename: 'InvalidCredentials' })
  expect(await request(player, 'x'.repeat(10_000))).toMatchObject({ __typename: 'InvalidCredentials' })
  for (let guess = 0; guess < 3; guess++) await request(player, `guess ${guess}`)
  expect(await request(player, 'one guess more')).toMatchObject({ __typename: 'TooManyAttempts' })
  expect(await request(player)).toMatchObject({ __typename: 'TooManyAttempts' })
  expect(await users.state()).toEqual(before)
  expect((await users.ask(null, REQUEST, { input: { password: PASSWORD } })).errors[0]?.code).toBe('UNAUTHENTICATED')
  for (const input of [{ password: 1 }, { token: 'x' }, null])
    expect((await users.ask(player, REQUEST, { input })).errors).toHaveLength(1)
})

test('within ten minutes of the sign-in no password is asked for, and later it is', async () => {
  const player = await users.aPlayer()
  users.clock.advance(10 * MINUTE_MS + 1)
  expect(await request(player, null)).toMatchObject({ __typename: 'InvalidCredentials' })
  const again = playerOf(await users.signIn(player.username))
  expect(await request(again, null)).toMatchObject({ __typename: 'AccountDeletion' })
})

test('a sign-in before the time has come cancels the deletion and says so', async () => {
  const player = await users.aPlayer()
  const { requestedAt, dueAt } = await request(player)
  users.clock.advance(14 * DAY_MS - 1)
  const asked = signInMutation.replace('deviceToken', 'deviceToken canceledDeletion { requestedAt dueAt }')
  const signIn = () => users.change(null, asked, { input: { usernameOrEmail: player.username, password: PASSWORD } })
  expect(await signIn()).toMatchObject({ canceledDeletion: { requestedAt, dueAt } })
  expect(await signIn()).toMatchObject({ canceledDeletion: null })
  users.clock.advance(DAY_MS)
  await erase()
  expect(await deletionOf(player)).toBeUndefined()
})

test('when its time has come the account is erased, and the others are told once', async () => {
  const player = await users.aPlayer()
  await users.change(player, updateProfileMutation, { input: { displayName: 'Real Name', timeZone: 'Asia/Tokyo' } })
  await users.change(player, buyMutation, {
    input: { packId: 'diamonds-500', paymentMethod: 'pm_ok', idempotencyKey: 'real-name-1' },
  })
  await request(player)
  users.clock.advance(14 * DAY_MS)
  expect(await Promise.all([erase(), erase(), erase()])).toSatisfy((runs: number[]) => runs.includes(1))
  expect(await erase()).toBe(0)
  expect(
    (await users.told('user.deleted')).filter(data => (data as { userId: string }).userId === player.userId),
  ).toHaveLength(1)

  const tables = JSON.stringify(await users.state(), (key, value: unknown) => (key === 'outbox' ? [] : value))
  for (const text of [player.username, player.email, 'Real Name', 'real-name-1'])
    expect(tables.includes(text), text).toBe(false)
  const seen = `{ user(id: "${player.userId}") { username displayName status email wallet { diamonds } } }`
  const left = { username: `user-${player.userId.slice(0, 8)}`, displayName: 'Deleted player', status: 'DELETED' }
  expect((await users.ask(null, seen)).data?.['user']).toEqual({ ...left, email: null, wallet: null })
  const admin = await users.anAdministrator()
  expect((await users.ask(admin, seen)).data?.['user']).toEqual({ ...left, email: null, wallet: { diamonds: 1_500 } })
  await expectSoundLedger(users)
})

test('the name and address of a deleted account can be used again, for an account that has nothing of it', async () => {
  const { userId, username, email } = await aDeletedPlayer()
  expect(await users.signIn(username)).toMatchObject({ __typename: 'InvalidCredentials' })
  const again = playerOf(await users.change(null, signUpMutation, { input: { username, email, password: PASSWORD } }))
  expect(again.userId).not.toBe(userId)
  const { data } = await users.ask(again, '{ me { wallet { diamonds } } }')
  expect(data).toEqual({ me: { wallet: { diamonds: 1_000 } } })
})

test('nothing personal comes back to a deleted account, whichever statement brings it', async () => {
  const { userId } = await aDeletedPlayer()
  const before = await users.state()
  const late = [
    `update "user" set name = 'Back' where id = $1`,
    `update profile set time_zone = 'Asia/Tokyo' where user_id = $1`,
    `insert into session (id, user_id, token, expires_at) values (gen_random_uuid(), $1, 'late', now() + interval '1 day')`,
    `insert into account (id, account_id, provider_id, user_id) values (gen_random_uuid(), 'late', 'google', $1)`,
    `insert into known_network (user_id, network_hash, seen_at) values ($1, 'late', now())`,
  ]
  for (const text of late) await expect(users.rows(text, [userId]), text).rejects.toThrow('is deleted')
  const admin = await users.anAdministrator()
  expect((await users.ask(admin, setStatusMutation, { userId, status: 'ACTIVE' })).errors[0]?.code).toBe(
    'BAD_USER_INPUT',
  )
  expect((await users.ask(admin, setStatusMutation, { userId: admin.userId, status: 'DELETED' })).errors[0]?.code).toBe(
    'BAD_USER_INPUT',
  )
  const { session: _, ...rest } = (await users.state()) as Record<string, unknown>
  expect(rest['profile']).toHaveLength(((before as Record<string, unknown[]>)['profile']?.length ?? 0) + 1)
})

test('money that is on its way is settled before the account is erased', async () => {
  const player = await users.aPlayer()
  const pullId = randomUUID()
  const price = { pullId, userId: player.userId, currency: 'DIAMOND', amount: 100 } as const
  await users.app.services.reservePrice(price)
  await request(player)
  users.clock.advance(14 * DAY_MS)
  expect(await erase()).toBe(0)
  await users.app.services.releaseReservation({ pullId, userId: player.userId })
  expect(await erase()).toBe(1)
  await expectSoundLedger(users)
})

test('a reward that comes after the account was erased is booked under the id, and brings nothing personal', async () => {
  await users.app.start()
  const { userId } = await aDeletedPlayer()
  const ids = { questId: randomUUID(), completionId: randomUUID() }
  await users.tell({
    type: 'quest.reward_granted',
    data: { userId, ...ids, rewards: [{ kind: 'CURRENCY', currency: 'GOLD', amount: 7 }] },
  })
  expect(await users.rows('select from reward_claim where user_id = $1', [userId])).toHaveLength(1)
  expect(await users.rows('select name from "user" where id = $1', [userId])).toEqual([{ name: 'Deleted player' }])
  await expectSoundLedger(users)
})

test('of sign-ins and erasures at the same moment, each account is either whole or erased', async () => {
  const players = await Promise.all(Array.from({ length: 12 }, () => users.aPlayer()))
  for (const player of players) await request(player)
  users.clock.advance(14 * DAY_MS)
  const [, ...signIns] = await Promise.all([erase(), ...players.map(({ username }) => users.signIn(username)), erase()])
  for (const [index, player] of players.entries()) {
    const isIn = (signIns[index] as { __typename: string }).__typename === 'AuthSession'
    expect(await deletionOf(player)).toEqual(isIn ? undefined : { erased: true })
    expect(await users.rows('select from session where user_id = $1', [player.userId])).toHaveLength(isIn ? 1 : 0)
  }
})

test('an account that cannot be erased holds up no other', async () => {
  const [stuck, other] = [await users.aPlayer(), await users.aPlayer()]
  await request(stuck)
  users.clock.advance(1_000)
  await request(other)
  await users.rows(`create function fail() returns trigger language plpgsql as $$ begin raise 'not now'; end $$`)
  await users.rows(
    `create trigger fail before update on profile for each row when (old.user_id = '${stuck.userId}') execute function fail()`,
  )
  users.clock.advance(14 * DAY_MS)
  await erase()
  expect(await deletionOf(stuck)).toEqual({ erased: false })
  expect(await deletionOf(other)).toEqual({ erased: true })
  await users.rows('drop trigger fail on profile')
  await erase()
  expect(await deletionOf(stuck)).toEqual({ erased: true })
})

test('an account whose keys of purchases are ids of its other purchases is erased', async () => {
  const player = await users.aPlayer()
  const buy = async (idempotencyKey: string) => {
    const input = { packId: 'diamonds-500', paymentMethod: 'pm_ok', idempotencyKey }
    return String((await users.change(player, buyMutation, { input }))['id'])
  }
  const first = await buy('first')
  await buy(first)
  await request(player)
  users.clock.advance(14 * DAY_MS)
  await erase()
  expect(await deletionOf(player)).toEqual({ erased: true })
  expect(
    await users.rows('select from purchase where user_id = $1 and idempotency_key = id::text', [player.userId]),
  ).toHaveLength(2)
})

test('no stranger takes the address that an account is to have once it is erased', async () => {
  const player = await users.aPlayer()
  const input = { username: 'squatter', email: `${player.userId}@deleted.invalid`, password: PASSWORD }
  expect(await users.change(null, signUpMutation, { input })).toMatchObject({ __typename: 'InvalidInput' })
  await request(player)
  users.clock.advance(14 * DAY_MS)
  await erase()
  expect(await deletionOf(player)).toEqual({ erased: true })
})

test('after a restore, deletions are those that a newer copy knew, of users that are known', async () => {
  const [erasedThere, requestedThere, canceledThere] = [
    await users.aPlayer(),
    await users.aPlayer(),
    await users.aPlayer(),
  ]
  await request(canceledThere)
  const now = users.clock.now()
  const known = (userId: string, erasedAt: Date | null) => ({
    userId,
    requestedAt: now,
    dueAt: new Date(now.getTime() + 14 * DAY_MS),
    erasedAt,
  })
  const follow = () =>
    users.app.services.followRestore({
      deletions: [known(erasedThere.userId, now), known(requestedThere.userId, null), known(randomUUID(), now)],
    })
  expect(await follow()).toMatchObject({ erasedAgain: 1, requestedAgain: 1, canceledAgain: 1, waiting: 0 })
  expect(await deletionOf(erasedThere)).toEqual({ erased: true })
  expect(await deletionOf(requestedThere)).toEqual({ erased: false })
  expect(await deletionOf(canceledThere)).toBeUndefined()
  expect(await users.rows('select from session')).toEqual([])
  expect(await users.rows('select from jwks')).toEqual([])
  // It may be interrupted and run again.
  expect(await follow()).toMatchObject({ sessionsEnded: 0, erasedAgain: 0, canceledAgain: 0 })
  // Without a newer copy, what the restored one knows stays.
  await users.app.services.followRestore({ deletions: null })
  expect(await deletionOf(requestedThere)).toEqual({ erased: false })
})
