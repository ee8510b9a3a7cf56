import { RequestFault } from '@waystone/kit/errors'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  beginMutation,
  challengeOf,
  confirmMutation,
  scan,
  setUpTwoFactor,
  signInsOf,
  turnOffMutation,
  twoFactorQuery,
  wrongCode,
  type TwoFactorUser,
} from './authenticator.js'
import { changePasswordMutation } from './account-operations.js'
import {
  PASSWORD,
  playerOf,
  refreshMutation,
  setStatusMutation,
  startUsers,
  type Player,
  type TestApp,
} from './users-app.js'

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
})
afterAll(() => users.close())

const now = () => users.clock.now()
const MINUTE_MS = 60_000
const { begun: begunSignIn, answer, nextCode } = signInsOf(() => users)
const signInWithBoth = async (user: TwoFactorUser) => playerOf(await answer(await begunSignIn(user), nextCode(user)))
const scopesIn = (accessToken: unknown) =>
  (JSON.parse(Buffer.from(String(accessToken).split('.')[1] ?? '', 'base64url').toString()) as { scopes: string[] })
    .scopes
const isSignedIn = async (player: Pick<Player, 'accessToken'>) => {
  try {
    return (await users.ask(player, '{ me { id } }')).errors.length === 0
  } catch (error) {
    if (error instanceof RequestFault && error.code === 'UNAUTHENTICATED') return false
    throw error
  }
}
const actionsOf = async ({ userId }: Player) =>
  (
    await users.rows<{ action: string }>('SELECT action FROM admin_action WHERE user_id = $1 ORDER BY position', [
      userId,
    ])
  ).map(({ action }) => action)

describe('the set-up', () => {
  test('tells a secret and backup codes once, and changes nothing until a first code confirms it', async () => {
    const admin = await users.anAdministrator()
    const off = { state: 'OFF', required: false, enabledAt: null, backupCodesLeft: null }
    expect((await users.ask(admin, twoFactorQuery)).data).toEqual({ me: { twoFactor: off } })
    const setup = await users.change(admin, beginMutation, { input: { currentPassword: PASSWORD } })
    const app = scan(String(setup['uri']))
    expect(app.uri.pathname).toBe(`/Waystone:${admin.username}`)
    expect((await users.ask(admin, twoFactorQuery)).data).toEqual({ me: { twoFactor: { ...off, state: 'BEGUN' } } })
    const other = playerOf(await users.signIn(admin.username))

    expect(await users.change(admin, confirmMutation, { input: { code: wrongCode(app, now()) } })).toMatchObject({
      __typename: 'SecondFactorRefused',
      fault: 'WRONG_CODE',
    })
    expect(await isSignedIn(other)).toBe(true)
    expect(await users.change(admin, confirmMutation, { input: { code: app.code(now()) } })).toEqual({
      __typename: 'User',
      twoFactor: { state: 'ENABLED', required: false, enabledAt: now().toISOString(), backupCodesLeft: 10 },
    })
    expect([await isSignedIn(other), await isSignedIn(admin)]).toEqual([false, true])
    expect(await actionsOf(admin)).toEqual(['ADMIN_GRANTED', 'TWO_FACTOR_ENABLED'])
    for (const [mutation, input] of [
      [beginMutation, { currentPassword: PASSWORD }],
      [confirmMutation, { code: app.code(now()) }],
    ] as const)
      expect(await users.change(admin, mutation, { input })).toMatchObject({
        __typename: 'TwoFactorStateRefused',
        state: 'ENABLED',
      })
  })

  test('keeps neither secrets nor challenges readable in the database', async () => {
    const user = await setUpTwoFactor(users, await users.anAdministrator())
    const challenge = await begunSignIn(user)
    const kept = JSON.stringify(await users.state())
    expect(kept).toContain(user.userId)
    const secret = user.app.uri.searchParams.get('secret') ?? ''
    for (const text of [secret, challenge, ...user.backupCodes]) expect(kept).not.toContain(text)
    const [row] = await users.rows<{ secret: string }>('SELECT secret FROM two_factor WHERE user_id = $1', [
      user.userId,
    ])
    expect(row?.secret).toMatch(/^[0-9a-f]{100,}$/)
  })

  test('begun again, takes only codes of the newest secret', async () => {
    const admin = await users.anAdministrator()
    const begin = async () => scan(String((await users.change(admin, beginMutation, { input: {} }))['uri']))
    const [former, newest] = [await begin(), await begin()]
    const confirm = (code: string) => users.change(admin, confirmMutation, { input: { code } })
    expect(await confirm(former.code(now()))).toMatchObject({ fault: 'WRONG_CODE' })
    expect(await confirm(newest.code(now()))).toMatchObject({ __typename: 'User' })
  })

  test('needs the password, or a session that has just begun', async () => {
    const admin = await users.anAdministrator()
    users.clock.advance(11 * MINUTE_MS)
    const begin = (input: object) => users.change(admin, beginMutation, { input })
    expect(await begin({})).toMatchObject({ __typename: 'InvalidCredentials', reason: 'PROOF_NEEDED' })
    for (const currentPassword of ['', 'wrong', 'x'.repeat(1_000)])
      expect(await begin({ currentPassword })).toMatchObject({ reason: 'WRONG_PASSWORD' })
    expect(await users.rows('SELECT FROM two_factor WHERE user_id = $1', [admin.userId])).toEqual([])
    expect(await begin({ currentPassword: PASSWORD })).toMatchObject({ __typename: 'TwoFactorSetup' })
  })

  test('is for administrators alone, of any role, and shown to no player', async () => {
    const player = await users.aPlayer()
    expect(await users.change(player, beginMutation, { input: {} })).toMatchObject({
      __typename: 'NotOffered',
      cause: 'ADMINISTRATORS_ONLY',
    })
    expect((await users.ask(player, twoFactorQuery)).data).toEqual({ me: { twoFactor: null } })
    await users.app.services.grantAdministrator({ userId: player.userId, actor: 'test', roles: ['admin.content'] })
    const user = await setUpTwoFactor(users, player)
    expect(scopesIn((await signInWithBoth(user)).accessToken)).toEqual(['admin.content'])
    const query = `{ user(id: "${user.userId}") { twoFactor { state } } }`
    expect((await users.ask(await users.aPlayer(), query)).data).toEqual({ user: { twoFactor: null } })
    const { data } = await users.ask(await users.anAdministrator(), query)
    expect(data).toEqual({ user: { twoFactor: { state: 'ENABLED' } } })
  })

  test.each([
    ['beginTwoFactor', beginMutation, {}],
    ['confirmTwoFactor', confirmMutation, { code: '123456' }],
    ['turnOffTwoFactor', turnOffMutation, { code: '123456' }],
  ])('refuses %s without an access token', async (_, mutation, input) => {
    const { data, errors } = await users.ask(null, mutation, { input })
    expect({ data, codes: errors.map(({ code }) => code) }).toEqual({ data: null, codes: ['UNAUTHENTICATED'] })
  })
})

describe('a text that is no code', () => {
  const texts = ['', '12345', '1234567', '12345x', '１２３４５６', 'abcde-fghi', '\0'.repeat(6), '1'.repeat(100_000)]
  test.each(texts.map(text => [text.slice(0, 12), text]))('%j is an InvalidInput and no attempt', async (_, code) => {
    const user = await setUpTwoFactor(users, await users.anAdministrator())
    const challenge = await begunSignIn(user)
    const before = await users.rows('SELECT * FROM attempt ORDER BY key')
    const refused = { __typename: 'InvalidInput', field: 'code', problems: [{ rule: 'FORMAT' }] }
    expect(await answer(challenge, code)).toMatchObject(refused)
    for (const mutation of [confirmMutation, turnOffMutation])
      expect(await users.change(user, mutation, { input: { code } })).toMatchObject(refused)
    expect(await users.rows('SELECT * FROM attempt ORDER BY key')).toEqual(before)
  })

  test('a backup code confirms no set-up', async () => {
    const admin = await users.anAdministrator()
    const { backupCodes } = await users.change(admin, beginMutation, { input: {} })
    const [code] = backupCodes as string[]
    expect(await users.change(admin, confirmMutation, { input: { code } })).toMatchObject({
      __typename: 'InvalidInput',
    })
  })
})

describe('a sign-in', () => {
  let user: TwoFactorUser
  beforeEach(async () => {
    user = await setUpTwoFactor(users, await users.anAdministrator())
  })

  test('has no session, event or tokens before the code, and all of them after it', async () => {
    const [before, told] = [await users.rows('SELECT id FROM session'), await users.told('user.signed_in')]
    const asked = await users.signIn(user.username)
    expect(asked).toEqual({
      __typename: 'SecondFactorRequired',
      message: expect.any(String) as string,
      challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      expiresAt: new Date(now().getTime() + 5 * MINUTE_MS).toISOString(),
    })
    expect(asked['message']).not.toContain(asked['challenge'])
    expect(await users.rows('SELECT id FROM session')).toEqual(before)
    expect(await users.told('user.signed_in')).toEqual(told)

    const entered = await answer(challengeOf(asked), user.app.code(now()))
    expect(entered).toMatchObject({
      __typename: 'AuthSession',
      user: { id: user.userId, email: user.email, twoFactor: { state: 'ENABLED', backupCodesLeft: 10 } },
      session: { current: true },
      deviceToken: expect.any(String) as string,
    })
    expect(scopesIn(entered['accessToken'])).toEqual(['admin'])
    expect(await users.told('user.signed_in')).toHaveLength(told.length + 1)
    expect(await users.change(null, refreshMutation, { token: entered['refreshToken'] })).toMatchObject({
      __typename: 'AuthSession',
    })
  })

  test('asks whoever has the password, also of a known device', async () => {
    const { deviceToken } = await answer(await begunSignIn(user), user.app.code(now()))
    const input = { usernameOrEmail: user.email, password: PASSWORD, deviceToken }
    const signIn = `mutation ($input: SignInInput!) { result: signIn(input: $input) { __typename } }`
    expect(await users.change(null, signIn, { input })).toEqual({ __typename: 'SecondFactorRequired' })
    expect(await users.signIn(user.username, 'wrong password')).toMatchObject({ __typename: 'InvalidCredentials' })
  })

  test('takes the codes of the half minutes around this one, and no other', async () => {
    const at = (seconds: number) => user.app.code(new Date(now().getTime() + seconds * 1_000))
    for (const seconds of [-60, 60])
      expect(await answer(await begunSignIn(user), at(seconds))).toMatchObject({ fault: 'WRONG_CODE' })
    users.clock.advance(MINUTE_MS)
    for (const seconds of [-30, 30])
      expect(await answer(await begunSignIn(user), at(seconds))).toMatchObject({ __typename: 'AuthSession' })
  })

  test('takes no code twice, and none that is older than one that was used', async () => {
    const code = user.app.code(now())
    const older = user.app.code(new Date(now().getTime() - 30_000))
    expect(await answer(await begunSignIn(user), code)).toMatchObject({ __typename: 'AuthSession' })
    for (const used of [code, older])
      expect(await answer(await begunSignIn(user), used)).toMatchObject({
        __typename: 'SecondFactorRefused',
        fault: 'USED_CODE',
      })
    expect(await answer(await begunSignIn(user), nextCode(user))).toMatchObject({ __typename: 'AuthSession' })
  })

  test('takes each backup code once, however it is typed', async () => {
    const [code = '', other = ''] = user.backupCodes
    expect(await answer(await begunSignIn(user), ` ${code.toUpperCase()} `)).toMatchObject({
      user: { twoFactor: { backupCodesLeft: 9 } },
    })
    expect(await answer(await begunSignIn(user), code)).toMatchObject({ fault: 'WRONG_CODE' })
    expect(await answer(await begunSignIn(user), other)).toMatchObject({
      user: { twoFactor: { backupCodesLeft: 8 } },
    })
  })

  test('cancels the deletion of the account by the code, and not by the password alone', async () => {
    await users.app.services.requestDeletionFor({ userId: user.userId, actor: 'test' })
    const deletions = () => users.rows('SELECT FROM account_deletion WHERE user_id = $1', [user.userId])
    const challenge = await begunSignIn(user)
    expect(await deletions()).toHaveLength(1)
    expect(await answer(challenge, user.app.code(now()))).toMatchObject({
      canceledDeletion: { dueAt: expect.any(String) as string },
    })
    expect(await deletions()).toEqual([])
  })
})

describe('a challenge', () => {
  let user: TwoFactorUser
  beforeEach(async () => {
    user = await setUpTwoFactor(users, await users.anAdministrator())
  })
  const expired = { __typename: 'SecondFactorRefused', fault: 'CHALLENGE_EXPIRED' }

  test('runs out after five minutes, and is pruned', async () => {
    const challenge = await begunSignIn(user)
    users.clock.advance(5 * MINUTE_MS - 1)
    expect(await answer(challenge, wrongCode(user.app, now()))).toMatchObject({ fault: 'WRONG_CODE' })
    users.clock.advance(1)
    expect(await answer(challenge, user.app.code(now()))).toMatchObject(expired)
    await users.app.services.prune()
    expect(await users.rows('SELECT FROM sign_in_challenge WHERE user_id = $1', [user.userId])).toEqual([])
  })

  test.each([
    ['unknown', 'x'.repeat(43)],
    ['empty', ''],
    ['long', 'x'.repeat(100_000)],
    ['with a NUL', '\0'],
  ])('that is %s opens nothing', async (_, challenge) => {
    expect(await answer(challenge, user.app.code(now()))).toMatchObject(expired)
  })

  test('is of one sign-in of one user', async () => {
    const other = await setUpTwoFactor(users, await users.anAdministrator())
    const challenge = await begunSignIn(user)
    expect(await answer(challenge, other.app.code(now()))).toMatchObject({ fault: 'WRONG_CODE' })
    expect(await answer(challenge, other.backupCodes[0] ?? '')).toMatchObject({ fault: 'WRONG_CODE' })
    expect(await answer(challenge, user.app.code(now()))).toMatchObject({ user: { id: user.userId } })
    expect(await answer(challenge, nextCode(user))).toMatchObject(expired)
  })

  test('ends with a change of the password that it was begun by, also by plain SQL', async () => {
    const session = await signInWithBoth(user)
    const challenge = await begunSignIn(user)
    const input = { currentPassword: PASSWORD, newPassword: 'another battery staple' }
    await users.change(session, changePasswordMutation, { input })
    expect(await answer(challenge, nextCode(user))).toMatchObject(expired)

    const another = challengeOf(await users.signIn(user.username, 'another battery staple'))
    await users.rows(`UPDATE account SET password = 'other' WHERE user_id = $1`, [user.userId])
    expect(await answer(another, user.app.code(now()))).toMatchObject(expired)
  })

  test('opens no account that was banned meanwhile', async () => {
    const challenge = await begunSignIn(user)
    await users.change(await users.anAdministrator(), setStatusMutation, { userId: user.userId, status: 'BANNED' })
    expect(await answer(challenge, user.app.code(now()))).toMatchObject({ __typename: 'AccountBanned' })
  })

  test('opens no account that was erased meanwhile', async () => {
    const challenge = await begunSignIn(user)
    await users.app.services.requestDeletionFor({ userId: user.userId, actor: 'test' })
    await users.rows(`UPDATE account_deletion SET due_at = '2026-11-01' WHERE user_id = $1`, [user.userId])
    expect(await users.app.services.eraseAccounts()).toBe(1)
    expect(await answer(challenge, user.app.code(now()))).toMatchObject(expired)
  })
})

describe('turning it off', () => {
  test('needs the password or a fresh session, and a code; other sessions end, and one factor is enough again', async () => {
    const user = await setUpTwoFactor(users, await users.anAdministrator())
    const other = await signInWithBoth(user)
    const session = await signInWithBoth(user)
    const turnOff = (input: object) => users.change(session, turnOffMutation, { input })
    users.clock.advance(11 * MINUTE_MS)
    const code = user.app.code(now())
    expect(await turnOff({ code })).toMatchObject({ reason: 'PROOF_NEEDED' })
    expect(await turnOff({ code, currentPassword: 'wrong' })).toMatchObject({ reason: 'WRONG_PASSWORD' })
    expect(await turnOff({ code: wrongCode(user.app, now()), currentPassword: PASSWORD })).toMatchObject({
      fault: 'WRONG_CODE',
    })
    const challenge = await begunSignIn(user)
    expect(await turnOff({ code, currentPassword: PASSWORD })).toMatchObject({ __typename: 'User' })
    expect([await isSignedIn(other), await isSignedIn(session)]).toEqual([false, true])
    expect(await answer(challenge, nextCode(user))).toMatchObject({ fault: 'CHALLENGE_EXPIRED' })
    expect(await users.signIn(user.username)).toMatchObject({ __typename: 'AuthSession' })
    expect(await actionsOf(user)).toEqual(['ADMIN_GRANTED', 'TWO_FACTOR_ENABLED', 'TWO_FACTOR_TURNED_OFF'])
    expect(await turnOff({ code, currentPassword: PASSWORD })).toMatchObject({
      __typename: 'TwoFactorStateRefused',
      state: 'OFF',
    })
  })

  test('takes a backup code, and is open to a user who is no administrator any more', async () => {
    const user = await setUpTwoFactor(users, await users.anAdministrator())
    await users.app.services.revokeAdministrator({ userId: user.userId, actor: 'test' })
    const session = await signInWithBoth(user)
    expect(scopesIn(session.accessToken)).toEqual([])
    const [code] = user.backupCodes
    expect(await users.change(session, turnOffMutation, { input: { code } })).toMatchObject({ __typename: 'User' })
    expect((await users.ask(session, twoFactorQuery)).data).toEqual({ me: { twoFactor: null } })
  })
})

describe('an operator', () => {
  test('takes the second factor of a user who has lost it, which ends all sessions and stands in the log', async () => {
    const user = await setUpTwoFactor(users, await users.anAdministrator())
    const challenge = await begunSignIn(user)
    const reset = () => users.app.services.resetTwoFactor({ userId: user.userId, actor: 'command:ada@host' })
    expect(await reset()).toBe(true)
    expect(await isSignedIn(user)).toBe(false)
    expect(await answer(challenge, user.app.code(now()))).toMatchObject({ fault: 'CHALLENGE_EXPIRED' })
    expect(await users.signIn(user.username)).toMatchObject({ __typename: 'AuthSession' })
    expect(await actionsOf(user)).toEqual(['ADMIN_GRANTED', 'TWO_FACTOR_ENABLED', 'TWO_FACTOR_RESET'])
    expect(await reset()).toBe(false)
  })
})
