import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guestMutation, meQuery, upgradeMutation, verifyMutation } from './account-operations.js'
import { balancesOf, expectSoundLedger } from './economy.js'
import { mailSettings, startMailServer } from './mail-server.js'
import {
  PASSWORD,
  playerOf,
  refreshMutation,
  setStatusMutation,
  startUsers,
  type Player,
  type Result,
  type TestApp,
} from './users-app.js'

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
})
afterAll(() => users.close())

let addresses = 0
/** A network that no other test has used up. */
const anAddress = () => `10.10.${Math.floor(++addresses / 250)}.${(addresses % 250) + 1}`
const enter = (input: Record<string, unknown> = {}, address = anAddress()) =>
  users.change(null, guestMutation, { input }, { address })
const aGuest = async (): Promise<Player & { credential: string }> => {
  const result = await enter()
  return { ...playerOf(result), credential: String(result['guestCredential']) }
}
const upgrade = (guest: Pick<Player, 'accessToken'>, input: Record<string, unknown> = {}) =>
  users.change(guest, upgradeMutation, {
    input: { username: 'upgraded', email: 'upgraded@example.com', password: PASSWORD, ...input },
  })
const typesOf = (results: readonly Result[]) => results.map(({ __typename }) => __typename).toSorted()
const me = async (player: Pick<Player, 'accessToken'>) => (await users.ask(player, meQuery)).data?.['me']

describe('a guest', () => {
  test('is made without a name or password, with a wallet, and comes back by the credential of its device', async () => {
    const result = await enter({ displayName: 'Pixel', timeZone: 'Europe/Paris' })
    expect(result).toMatchObject({
      __typename: 'AuthSession',
      deviceToken: null,
      guestCredential: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      user: {
        username: expect.stringMatching(/^guest_[0-9a-f]{17}$/) as unknown,
        displayName: 'Pixel',
        email: null,
        access: { isGuest: true, emailVerified: false, pendingEmail: null, hasPassword: false, providers: [] },
      },
    })
    const guest = playerOf(result)
    expect(await me(guest)).toMatchObject({ wallet: { diamonds: 1_000, gold: 0 } })
    expect(await users.told('user.signed_up')).toContainEqual({ userId: guest.userId, timeZone: 'Europe/Paris' })
    const again = await enter({ credential: result['guestCredential'] })
    expect(again).toMatchObject({ __typename: 'AuthSession', user: { id: guest.userId }, guestCredential: null })
    expect(await users.told('user.signed_in')).toContainEqual(
      expect.objectContaining({ userId: guest.userId, first: true }),
    )
    await expectSoundLedger(users)
  })

  test('is known by its credential alone, of which only the hash is kept', async () => {
    const guest = await aGuest()
    expect(JSON.stringify(await users.state())).not.toContain(guest.credential)
    for (const credential of [
      '',
      'x',
      guest.userId,
      guest.username,
      `${guest.credential}x`,
      'nul\0',
      'x'.repeat(100_000),
    ])
      expect(await enter({ credential }), credential.slice(0, 50)).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await users.signIn(guest.username, '')).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await users.signIn(`${guest.userId}@no-address.invalid`, '')).toMatchObject({
      __typename: 'InvalidCredentials',
    })
  })

  test('who is banned stays out', async () => {
    const guest = await aGuest()
    await users.change(await users.anAdministrator(), setStatusMutation, { userId: guest.userId, status: 'BANNED' })
    expect(await enter({ credential: guest.credential })).toMatchObject({ __typename: 'AccountBanned' })
  })

  test.each([
    ['displayName', { displayName: '' }],
    ['displayName', { displayName: 'x'.repeat(41) }],
    ['displayName', { displayName: 'Moderator' }],
    ['displayName', { displayName: 'nul\0' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
  ])('is not made with a wrong %s: %j', async (field, input) => {
    const before = await users.state()
    expect(await enter(input)).toMatchObject({ __typename: 'InvalidInput', field })
    expect(await users.state()).toEqual(before)
  })
})

describe('upgrading a guest', () => {
  test('keeps id, wallet and session, and ends what else opened the account', async () => {
    const guest = await aGuest()
    const other = playerOf(await enter({ credential: guest.credential }))
    const before = await balancesOf(users, guest.userId)
    const input = { username: 'Quinn', email: 'Quinn@Example.com', displayName: 'Quinn the First' }
    expect(await upgrade(guest, input)).toMatchObject({
      __typename: 'User',
      id: guest.userId,
      username: 'Quinn',
      displayName: 'Quinn the First',
    })
    expect(await me(guest)).toEqual({
      id: guest.userId,
      username: 'Quinn',
      email: 'quinn@example.com',
      wallet: { diamonds: 1_000, gold: 0 },
      access: { isGuest: false, emailVerified: false, pendingEmail: null, hasPassword: true, providers: [] },
      sessions: [{ id: guest.sessionId }],
    })
    expect(await balancesOf(users, guest.userId)).toEqual(before)
    expect(await enter({ credential: guest.credential })).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await users.change(null, refreshMutation, { token: other.refreshToken })).toMatchObject({
      __typename: 'SessionExpired',
    })
    expect(await users.signIn('quinn@example.com')).toMatchObject({ user: { id: guest.userId } })
    expect(await users.change(null, refreshMutation, { token: guest.refreshToken })).toMatchObject({
      user: { id: guest.userId },
    })
  })

  test('is refused plainly for a name or address that is taken, and the guest stays one', async () => {
    await users.aPlayer('Occupied')
    const guest = await aGuest()
    const before = await users.state()
    expect(await upgrade(guest, { username: 'oCCUPIED' })).toMatchObject({ __typename: 'UsernameTaken' })
    expect(await upgrade(guest, { email: 'OCCUPIED@example.com' })).toMatchObject({ __typename: 'EmailTaken' })
    expect(await users.state()).toEqual(before)
    expect(await enter({ credential: guest.credential })).toMatchObject({ __typename: 'AuthSession' })
  })

  test('of many that run at once for one guest, one wins, and the names of the others stay free', async () => {
    const guest = await aGuest()
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        upgrade(guest, { username: `Racer_${index}`, email: `racer${index}@example.com` }),
      ),
    )
    expect(typesOf(results)).toEqual([...Array.from({ length: 7 }, () => 'NotAGuest'), 'User'])
    expect(await users.rows(`select username from "user" where username like 'racer%'`)).toHaveLength(1)
    expect(await users.rows(`select from account where user_id = $1`, [guest.userId])).toHaveLength(1)
    await expectSoundLedger(users)
  })

  test('of many guests who want one name or address at once, one gets it', async () => {
    const guests = await Promise.all(Array.from({ length: 6 }, () => aGuest()))
    const names = await Promise.all(
      guests.map((guest, index) => upgrade(guest, { username: 'Coveted', email: `coveted${index}@example.com` })),
    )
    expect(typesOf(names)).toEqual(['User', ...Array.from({ length: 5 }, () => 'UsernameTaken')])
    const losers = guests.filter((_, index) => names[index]?.__typename === 'UsernameTaken')
    const addressed = await Promise.all(
      losers.map((guest, index) => upgrade(guest, { username: `coveted_${index}`, email: 'one@example.com' })),
    )
    expect(typesOf(addressed)).toEqual([...Array.from({ length: 4 }, () => 'EmailTaken'), 'User'])
  })

  test('is answered again to a client that lost the answer, and to nobody who knows the name alone', async () => {
    const guest = await aGuest()
    const input = { username: 'Patient', email: 'patient@example.com' }
    const first = await upgrade(guest, input)
    expect(await upgrade(guest, input)).toEqual(first)
    expect(await upgrade(guest, { ...input, password: 'another password' })).toMatchObject({ __typename: 'NotAGuest' })
    expect(await upgrade(await users.aPlayer(), { username: 'patient_2' })).toMatchObject({ __typename: 'NotAGuest' })
  })

  test.each([
    ['username', { username: 'ab' }],
    ['username', { username: 'nul\0' }],
    ['username', { username: 'Moderat0r' }],
    ['email', { email: 'nobody' }],
    ['email', { email: 'nul\0@example.com' }],
    ['password', { password: 'short' }],
    ['password', { password: 'Password1234' }],
    ['password', { password: 'upgraded' }],
    ['password', { password: 'x'.repeat(129) }],
    ['displayName', { displayName: '\u3164' }],
  ])('is refused for a wrong %s, and changes nothing: %j', async (field, input) => {
    const guest = await aGuest()
    const before = await users.state()
    expect(await upgrade(guest, input)).toMatchObject({ __typename: 'InvalidInput', field })
    expect(await users.state()).toEqual(before)
  })

  test('is for whoever is signed in', async () => {
    const input = { username: 'upgraded', email: 'upgraded@example.com', password: PASSWORD }
    expect((await users.ask(null, upgradeMutation, { input })).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }])
  })
})

test('where mail is sent, the address of an upgrade waits, and a taken one is told to its owner alone', async () => {
  const mail = await startMailServer()
  const mailing = await startUsers({ settings: mailSettings(mail) })
  try {
    const upgraded = async (username: string) => {
      const guest = playerOf(await mailing.change(null, guestMutation, { input: {} }))
      const input = { username, email: 'shared@example.com', password: PASSWORD }
      return { guest, result: await mailing.change(guest, upgradeMutation, { input }) }
    }
    const owner = await upgraded('first_one')
    await mailing.app.services.sendMails()
    await mailing.change(null, verifyMutation, { token: mail.tokenFor('shared@example.com') })
    const second = await upgraded('second_one')
    expect(second.result.__typename).toBe('User')
    await mailing.app.services.sendMails()
    expect(mail.arrived.at(-1)?.subject).toBe('Example Game: you have an account already')
    expect(await mailing.signIn('shared@example.com')).toMatchObject({ user: { id: owner.guest.userId } })
    expect(await mailing.signIn('second_one')).toMatchObject({ user: { id: second.guest.userId, email: null } })
  } finally {
    await mailing.close()
    await mail.close()
  }
})

test('one network makes so many guests a day, and none where the setting says so', async () => {
  const limited = await startUsers({ settings: { GUESTS_PER_NETWORK_DAILY_MAX: '2' } })
  try {
    const make = (address: string) => limited.change(null, guestMutation, { input: {} }, { address })
    const first = await make('2001:db8::1')
    await make('2001:db8::2')
    expect(await make('2001:db8::3')).toMatchObject({ __typename: 'TooManyAttempts', retryAfterSeconds: 86_400 })
    expect(await make('2001:db8:0:1::1')).toMatchObject({ __typename: 'AuthSession' })
    // Guests who come back make no new one.
    const back = { input: { credential: first['guestCredential'] } }
    expect(await limited.change(null, guestMutation, back, { address: '2001:db8::3' })).toMatchObject({
      __typename: 'AuthSession',
    })
    limited.clock.advance(86_400_000)
    expect(await make('2001:db8::3')).toMatchObject({ __typename: 'AuthSession' })
  } finally {
    await limited.close()
  }
  const none = await startUsers({ settings: { GUESTS_PER_NETWORK_DAILY_MAX: '0' } })
  try {
    expect(await none.change(null, guestMutation, { input: {} })).toMatchObject({ __typename: 'NotOffered' })
    expect(await none.rows('select from "user"')).toEqual([])
  } finally {
    await none.close()
  }
})
