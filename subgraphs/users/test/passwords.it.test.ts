import { RequestFault } from '@waystone/kit/errors'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  changePasswordMutation,
  meQuery,
  requestResetMutation,
  resetMutation,
  verifyMutation,
} from './account-operations.js'
import { mailSettings, startMailServer, type MailServer } from './mail-server.js'
import {
  PASSWORD,
  playerOf,
  refreshMutation,
  setStatusMutation,
  signUpMutation,
  startUsers,
  type Player,
  type TestApp,
} from './users-app.js'

let mail: MailServer
let users: TestApp
beforeAll(async () => {
  mail = await startMailServer()
  users = await startUsers({
    settings: { ...mailSettings(mail), ACCOUNT_PAGE_URL: 'https://play.example.com/account' },
    // Production cost: requests that run at once here meet while passwords are hashed.
    hashes: 'production',
  })
})
afterAll(async () => {
  await users.close()
  await mail.close()
})

const NEW_PASSWORD = 'another battery staple'
let addresses = 0
/** A network that no other test has used up. */
const anAddress = () => `10.9.${Math.floor(++addresses / 250)}.${(addresses % 250) + 1}`
const verified = async (username: string) => {
  const email = `${username}@example.com`
  const input = { username, email, password: PASSWORD }
  const player = playerOf(await users.change(null, signUpMutation, { input }, { address: anAddress() }))
  await users.app.services.sendMails()
  await users.change(null, verifyMutation, { token: mail.tokenFor(email) })
  return { ...player, email }
}
const changePassword = (player: Player, currentPassword: string, newPassword: string) =>
  users.change(player, changePasswordMutation, { input: { currentPassword, newPassword } })
const requestReset = (email: string, address = anAddress()) =>
  users.change(null, requestResetMutation, { email }, { address })
const reset = (token: string, newPassword = NEW_PASSWORD) =>
  users.change(null, resetMutation, { input: { token, newPassword } }, { address: anAddress() })
const mailedToken = async (email: string) => {
  await requestReset(email)
  await users.app.services.sendMails()
  return mail.tokenFor(email)
}
/** A request with the token of an ended session is refused as a whole. */
const isSignedIn = async (player: Player) => {
  try {
    return (await users.ask(player, meQuery)).errors.length === 0
  } catch (error) {
    if (error instanceof RequestFault && error.code === 'UNAUTHENTICATED') return false
    throw error
  }
}

describe('changing the password', () => {
  test('needs the current one, ends all other sessions, and tells the owner by mail', async () => {
    const player = await verified('changer')
    const other = playerOf(await users.signIn('changer', PASSWORD, { address: anAddress() }))
    expect(await changePassword(player, 'wrong password', NEW_PASSWORD)).toMatchObject({
      __typename: 'InvalidCredentials',
    })
    expect(await isSignedIn(other)).toBe(true)
    expect(await changePassword(player, PASSWORD, NEW_PASSWORD)).toMatchObject({
      __typename: 'User',
      id: player.userId,
    })
    expect(await isSignedIn(player)).toBe(true)
    expect(await isSignedIn(other)).toBe(false)
    expect(await users.change(null, refreshMutation, { token: other.refreshToken })).toMatchObject({
      __typename: 'SessionExpired',
    })
    expect(await users.signIn('changer')).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await users.signIn('changer', NEW_PASSWORD)).toMatchObject({ __typename: 'AuthSession' })
    await users.app.services.sendMails()
    expect(mail.arrived.at(-1)).toMatchObject({ to: player.email, subject: 'Example Game: your password was changed' })
  })

  test('happens once where many ask at the same time with the same current one', async () => {
    const player = await verified('hurried')
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) => changePassword(player, PASSWORD, `${NEW_PASSWORD} ${index}`)),
    )
    const types = results.map(({ __typename }) => __typename)
    expect(types.filter(type => type === 'User')).toHaveLength(1)
    expect(types.filter(type => type === 'InvalidCredentials')).toHaveLength(5)
    const winner = types.indexOf('User')
    expect(await users.signIn('hurried', `${NEW_PASSWORD} ${winner}`)).toMatchObject({ __typename: 'AuthSession' })
  })

  test('leaves no session that the old one began meanwhile', async () => {
    const player = await verified('raced')
    const address = anAddress()
    const signIns = Array.from({ length: 8 }, () => users.signIn('raced', PASSWORD, { address }))
    const [changed, ...entered] = await Promise.all([changePassword(player, PASSWORD, NEW_PASSWORD), ...signIns])
    expect(changed).toMatchObject({ __typename: 'User' })
    const begun = entered.filter(({ __typename }) => __typename === 'AuthSession').map(playerOf)
    for (const session of begun) expect(await isSignedIn(session)).toBe(false)
    expect(await users.rows('select id from session where user_id = $1', [player.userId])).toEqual([
      { id: player.sessionId },
    ])
  })

  test('makes whoever guesses the current one with a stolen token wait, and nobody else', async () => {
    const player = await verified('robbed')
    const types = []
    for (let index = 0; index < 6; index += 1)
      types.push((await changePassword(player, `guess ${index}`, NEW_PASSWORD)).__typename)
    expect(types).toEqual([...Array.from({ length: 5 }, () => 'InvalidCredentials'), 'TooManyAttempts'])
    expect(await users.signIn('robbed', PASSWORD, { address: anAddress() })).toMatchObject({
      __typename: 'AuthSession',
    })
  })

  let chooser: Promise<Player> | undefined
  test.each(['short', 'x'.repeat(129), 'Password1234', 'chooser_1', 'chooser_1@example.com', 'aaaaaaaaa'])(
    'takes no password that a sign-up would not take: %j',
    async newPassword => {
      chooser ??= verified('chooser_1')
      const player = await chooser
      const before = await users.state()
      expect(await changePassword(player, PASSWORD, newPassword)).toMatchObject({
        __typename: 'InvalidInput',
        field: 'newPassword',
      })
      expect(await users.state()).toEqual(before)
    },
  )

  test('is for whoever is signed in', async () => {
    const { errors } = await users.ask(null, changePasswordMutation, {
      input: { currentPassword: 'a', newPassword: 'b' },
    })
    expect(errors).toMatchObject([{ code: 'UNAUTHENTICATED' }])
  })
})

describe('a password that was forgotten', () => {
  test('is replaced by the token that was mailed, which ends all sessions and begins one', async () => {
    const player = await verified('forgetful')
    const token = await mailedToken('Forgetful@Example.com'.toLowerCase())
    const result = await reset(token)
    expect(result).toMatchObject({ __typename: 'AuthSession', user: { id: player.userId } })
    expect(await isSignedIn(playerOf(result))).toBe(true)
    expect(await isSignedIn(player)).toBe(false)
    expect(await users.signIn('forgetful')).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await users.signIn('forgetful', NEW_PASSWORD)).toMatchObject({ __typename: 'AuthSession' })
  })

  test('is asked for alike whether anybody has the address, in the answer and in what is kept', async () => {
    await verified('existing')
    const counted = countStatements(users.database.primary)
    const asked = async (email: string) => {
      const before = await users.rows<{ n: string }>('select count(*) as n from attempt')
      counted.reset()
      const answer = await requestReset(email)
      const statements = [...counted.statements]
      const mails = await users.rows(`select kind, user_id, attempts from mail where address = $1`, [email])
      const after = await users.rows<{ n: string }>('select count(*) as n from attempt')
      return { answer, statements, mails, counted: Number(after[0]?.n) - Number(before[0]?.n) }
    }
    const known = await asked('existing@example.com')
    expect(await asked('unknown@example.com')).toEqual(known)
    counted.stop()
    expect(known.statements.length).toBeGreaterThan(3)
    expect(known.answer).toEqual({ __typename: 'MailQueued', tokenLifetimeSeconds: 3_600 })
    const count = mail.arrived.length
    await users.app.services.sendMails()
    expect(mail.arrived.slice(count).map(({ to }) => to)).toEqual(['existing@example.com'])
    expect(await users.rows('select from mail')).toEqual([])
  })

  test('a token works once, also when it comes many times at once, and for an hour', async () => {
    await verified('once')
    const token = await mailedToken('once@example.com')
    const results = await Promise.all(Array.from({ length: 5 }, () => reset(token)))
    expect(results.filter(({ __typename }) => __typename === 'AuthSession')).toHaveLength(1)
    expect(results.filter(({ __typename }) => __typename === 'TokenRefused')).toHaveLength(4)
    const late = await mailedToken('once@example.com')
    users.clock.advance(3_600_000)
    expect(await reset(late)).toMatchObject({ __typename: 'TokenRefused' })
  })

  test('a refused new password uses no token up, and a used one leaves no other', async () => {
    await verified('careful')
    const first = await mailedToken('careful@example.com')
    const second = await mailedToken('careful@example.com')
    for (const password of ['short', 'careful', 'Password1234', 'x'.repeat(129)])
      expect(await reset(second, password)).toMatchObject({ __typename: 'InvalidInput', field: 'newPassword' })
    expect(await reset(second)).toMatchObject({ __typename: 'AuthSession' })
    expect(await reset(first)).toMatchObject({ __typename: 'TokenRefused' })
  })

  test('a token for verifying does not reset, and the other way round', async () => {
    const input = { username: 'mixed_up', email: 'mixed_up@example.com', password: PASSWORD }
    await users.change(null, signUpMutation, { input }, { address: anAddress() })
    await users.app.services.sendMails()
    expect(await reset(mail.tokenFor('mixed_up@example.com'))).toMatchObject({ __typename: 'TokenRefused' })
    await verified('mixed')
    const token = await mailedToken('mixed@example.com')
    expect(await users.change(null, verifyMutation, { token })).toMatchObject({ __typename: 'TokenRefused' })
  })

  test('a banned user gets no way around the ban', async () => {
    const player = await verified('banned_one')
    const token = await mailedToken('banned_one@example.com')
    await users.change(await users.anAdministrator(), setStatusMutation, { userId: player.userId, status: 'BANNED' })
    expect(await reset(token)).toMatchObject({ __typename: 'AccountBanned' })
    expect(await users.rows('select id from session where user_id = $1', [player.userId])).toEqual([])
  })

  test('one network may ask so often an hour, and an address gets so many mails, whoever asks', async () => {
    await verified('flooded')
    const address = anAddress()
    const types = []
    for (let index = 0; index < 31; index += 1)
      types.push((await requestReset(`n${index}@example.com`, address)).__typename)
    expect(types.slice(0, 30).every(type => type === 'MailQueued')).toBe(true)
    expect(types[30]).toBe('TooManyAttempts')
    const sixth = []
    for (let index = 0; index < 6; index += 1) sixth.push((await requestReset('n@example.com', '10.99.0.1')).__typename)
    expect(sixth[5]).toBe('TooManyAttempts')
    const count = mail.arrived.length
    for (let index = 0; index < 9; index += 1) await requestReset('flooded@example.com')
    await users.app.services.sendMails()
    expect(mail.arrived.slice(count).filter(({ to }) => to === 'flooded@example.com')).toHaveLength(5)
    // The owner has a token that counts, and after its use there is room for another.
    expect(await reset(mail.tokenFor('flooded@example.com'))).toMatchObject({ __typename: 'AuthSession' })
    const again = mail.arrived.length
    await requestReset('flooded@example.com')
    await users.app.services.sendMails()
    expect(mail.arrived).toHaveLength(again + 1)
  })

  test('whoever made an account with an address of somebody else loses it to the owner, with all ways back', async () => {
    const userId = '9d5be8a1-2f7e-4b0e-9e53-0d8b6d1d2f12'
    // Made when there was no mail: the address was taken over unverified.
    await users.rows(
      `insert into "user" (id, name, email, username) values ($1, 'S', 'victim@example.com', 'squatter')`,
      [userId],
    )
    await users.app.services.openAccount(userId)
    await users.rows(
      `insert into account (id, account_id, provider_id, user_id) values (gen_random_uuid(), 'sub', 'https://id.example', $1)`,
      [userId],
    )
    await users.rows(`insert into guest_credential values ($1, 'x', now())`, [userId])
    const result = await reset(await mailedToken('victim@example.com'))
    expect(result).toMatchObject({
      user: { id: userId, access: { isGuest: false, emailVerified: true, providers: [], hasPassword: true } },
    })
  })

  test.each(['', 'nobody', 'a@b', 'nul\0@example.com', `${'x'.repeat(250)}@example.com`])(
    'is not asked for by %j',
    async email => {
      const before = await users.state()
      expect(await requestReset(email)).toMatchObject({ __typename: 'InvalidInput', field: 'email' })
      expect(await users.state()).toEqual(before)
    },
  )

  test.each(['', 'none', 'nul\0', 'x'.repeat(100_000), 'x'.repeat(43)])(
    'is not replaced by what is no token: %j',
    async token => {
      const before = await users.state()
      expect(await reset(token)).toMatchObject({ __typename: 'TokenRefused' })
      expect(await users.state()).toEqual(before)
    },
  )
})

test('without mail, a password is changed, and not reset', async () => {
  const silent = await startUsers()
  try {
    const player = await silent.aPlayer()
    expect(await silent.change(null, requestResetMutation, { email: player.email })).toMatchObject({
      __typename: 'NotOffered',
    })
    const input = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }
    expect(await silent.change(player, changePasswordMutation, { input })).toMatchObject({ __typename: 'User' })
    expect(await silent.signIn(player.username, NEW_PASSWORD)).toMatchObject({ __typename: 'AuthSession' })
  } finally {
    await silent.close()
  }
})

test('passwords are hashed at the cost of production unless a test says otherwise', async () => {
  const { userId } = await verified('costly')
  expect(await users.rows(`select password from account where user_id = $1`, [userId])).toEqual([
    { password: expect.stringContaining('$m=19456,t=2,p=1$') as unknown },
  ])
})
