import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balancesOf, expectSoundLedger } from './economy.js'
import { PASSWORD, playerOf, signUpMutation, startUsers, type TestApp } from './users-app.js'

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
})
afterAll(() => users.close())

const signUp = (input: Record<string, unknown>) =>
  users.change(null, signUpMutation, {
    input: { username: 'somebody', email: 'somebody@example.com', password: PASSWORD, ...input },
  })

describe('a sign-up', () => {
  it('makes an account with 1,000 diamonds and a session whose token works', async () => {
    const result = await signUp({ username: 'Aria_1', email: 'Aria@Example.com', timeZone: 'Europe/Paris' })
    expect(result).toMatchObject({
      __typename: 'AuthSession',
      user: { username: 'Aria_1', displayName: 'Aria_1', status: 'NEW', email: 'aria@example.com' },
      session: { current: true, userAgent: 'vitest', ipAddress: '127.0.0.1' },
      accessTokenExpiresAt: '2026-11-21T08:15:00.000Z',
    })
    const player = playerOf(result)
    const { data, errors } = await users.ask(player, '{ me { username email timeZone wallet { gold diamonds } } }')
    expect(errors).toEqual([])
    expect(data).toEqual({
      me: {
        username: 'Aria_1',
        email: 'aria@example.com',
        timeZone: 'Europe/Paris',
        wallet: { gold: 0, diamonds: 1_000 },
      },
    })
    expect(await users.told('user.signed_up')).toContainEqual({ userId: player.userId, timeZone: 'Europe/Paris' })
    expect(await users.told('user.signed_in')).toEqual([])
    await expectSoundLedger(users)
  })

  it('keeps the password only as an argon2id hash, and no refresh token at all', async () => {
    const player = await users.aPlayer()
    const [account] = await users.rows<{ password: string }>('select password from account where user_id = $1', [
      player.userId,
    ])
    expect(account?.password).toMatch(/^\$argon2id\$/)
    expect(JSON.stringify(await users.state())).not.toContain(player.refreshToken)
    expect(JSON.stringify(await users.state())).not.toContain(PASSWORD)
  })

  it('is refused for a name that is taken, whatever its case, and for an address that is', async () => {
    await users.aPlayer('Taken')
    const before = await users.state()
    expect(await signUp({ username: 'tAKEN', email: 'new@example.com' })).toMatchObject({
      __typename: 'UsernameTaken',
      username: 'tAKEN',
    })
    expect(await signUp({ username: 'fresh', email: 'TAKEN@example.com' })).toMatchObject({ __typename: 'EmailTaken' })
    expect(await users.state()).toEqual(before)
  })

  it.each([
    ['username', { username: 'ab' }],
    ['username', { username: 'x'.repeat(25) }],
    ['username', { username: 'no spaces' }],
    ['username', { username: 'nul\0' }],
    ['password', { password: 'short' }],
    ['password', { password: 'x'.repeat(129) }],
    ['username', { username: 'Moderat0r' }],
    ['password', { password: 'Password1234' }],
    ['displayName', { displayName: '   ' }],
    ['displayName', { displayName: 'Ar\u200bia' }],
    ['displayName', { displayName: '\u3164' }],
    ['displayName', { displayName: 'Ѕyѕtеm' }],
    ['displayName', { displayName: 'x'.repeat(41) }],
    ['displayName', { displayName: 'nul\0' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['email', { email: `${'x'.repeat(64)}@${`${'y'.repeat(60)}.`.repeat(4)}example.com` }],
  ])('is refused for a wrong %s, and changes nothing: %j', async (field, input) => {
    const before = await users.state()
    expect(await signUp(input)).toMatchObject({ __typename: 'InvalidInput', field })
    expect(await users.state()).toEqual(before)
  })

  it.each([
    'nobody',
    'a@b@c',
    '',
    'nul\0@example.com',
    '@example.com',
    'a@b',
    'a..b@example.com',
    '.a@example.com',
    'a@1.2.3.4',
    'a@no-address.invalid',
    '3f0c2a52-8d58-4a63-9d2e-6a3c3f1f7b11@Deleted.invalid',
  ])('is refused by the name of the field for what is no e-mail address: %j', async email => {
    const before = await users.state()
    expect(await signUp({ email })).toMatchObject({ __typename: 'InvalidInput', field: 'email' })
    expect(await users.state()).toEqual(before)
  })

  it('keeps a display name in one form, however it was typed', async () => {
    const answer = await signUp({ username: 'composer', email: 'composer@example.com', displayName: ' Ame\u0301lie' })
    expect(answer).toMatchObject({ __typename: 'AuthSession', user: { displayName: 'Am\u00e9lie' } })
  })

  it('finds nobody by what is no e-mail address', async () => {
    const administrator = await users.anAdministrator()
    for (const email of ['nobody', 'nul\0@example.com', ''])
      expect(
        await users.ask(administrator, 'query ($email: EmailAddress!) { userByEmail(email: $email) { id } }', {
          email,
        }),
      ).toEqual({ data: { userByEmail: null }, errors: [] })
  })

  it.each(["o'brien@example.com", 'a+b@example.co.uk'])('takes the unusual address %s', async email => {
    const username = `mail_${email.length}`
    expect(await signUp({ username, email })).toMatchObject({ __typename: 'AuthSession', user: { email } })
  })

  it('gives a name that many want at once to exactly one', async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => signUp({ username: 'Wanted', email: `wanted${index}@example.com` })),
    )
    const names = results.map(({ __typename }) => __typename).toSorted()
    expect(names).toEqual(['AuthSession', ...Array.from({ length: 11 }, () => 'UsernameTaken')])
    expect(await users.rows(`select username from "user" where username = 'wanted'`)).toHaveLength(1)
    expect(await users.rows(`select id from "user" where email like 'wanted%'`)).toHaveLength(1)
  })

  it('gives an address that many want at once to exactly one', async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) => signUp({ username: `Mailer${index}`, email: 'one@example.com' })),
    )
    const names = results.map(({ __typename }) => __typename).toSorted()
    expect(names).toEqual(['AuthSession', ...Array.from({ length: 11 }, () => 'EmailTaken')])
    expect(await users.rows(`select id from "user" where email = 'one@example.com'`)).toHaveLength(1)
    await expectSoundLedger(users)
  })

  it('succeeds for everyone of a crowd that is larger than the pool', async () => {
    const crowd = await Promise.all(Array.from({ length: 60 }, () => users.aPlayer()))
    expect(new Set(crowd.map(({ userId }) => userId)).size).toBe(60)
    await expectSoundLedger(users)
  }, 60_000)

  it('opens one wallet, however many look at it first', async () => {
    const id = '9d5be8a1-2f7e-4b0e-9e53-0d8b6d1d2f11'
    await users.rows(`insert into "user" (id, name, email) values ($1, 'Foreign', 'foreign@example.com')`, [id])
    await Promise.all(Array.from({ length: 20 }, () => users.app.services.openAccount(id)))
    expect(await balancesOf(users, id)).toEqual({
      wallet_gold: 0,
      wallet_diamond: 1_000,
      held_gold: 0,
      held_diamond: 0,
    })
    await expectSoundLedger(users)
  })
})

it('at most so many accounts are made from one address within a minute', async () => {
  const limited = await startUsers({ settings: { SIGN_UPS_PER_ADDRESS_MAX: '2' } })
  try {
    await limited.aPlayer()
    await limited.aPlayer()
    await expect(limited.aPlayer()).rejects.toThrow('LIMIT_EXCEEDED')
    limited.clock.advance(60_000)
    expect(await limited.aPlayer()).toMatchObject({ userId: expect.any(String) })
  } finally {
    await limited.close()
  }
})
