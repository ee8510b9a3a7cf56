import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  guestMutation,
  linkMutation,
  providerMutation,
  requestResetMutation,
  resetMutation,
  unlinkMutation,
  verifyMutation,
} from './account-operations.js'
import { answerMutation, challengeOf, setUpTwoFactor, turnOffMutation, type TwoFactorUser } from './authenticator.js'
import { CLIENT_ID, startIdentityProvider, type IdentityProvider, type ProviderUser } from './identity-provider.js'
import { mailSettings, startMailServer, type MailServer } from './mail-server.js'
import {
  playerOf,
  refreshMutation,
  signUpMutation,
  startUsers,
  PASSWORD,
  type Player,
  type Result,
  type TestApp,
} from './users-app.js'

let provider: IdentityProvider
let mail: MailServer
/** Requires a second factor of administrators. */
let users: TestApp
beforeAll(async () => {
  provider = await startIdentityProvider()
  mail = await startMailServer()
  users = await startUsers({
    settings: {
      ...mailSettings(mail),
      ACCOUNT_PAGE_URL: 'https://play.example.com/account',
      OIDC_PROVIDERS: JSON.stringify({ studio: { issuer: provider.issuer, clientIds: [CLIENT_ID] } }),
      ADMIN_TWO_FACTOR: 'required',
    },
  })
  // The provider dates its tokens by the clock of the machine.
  users.clock.advance(Date.now() - users.clock.now().getTime())
})
afterAll(async () => {
  await users.close()
  await mail.close()
  await provider.close()
})

const grant = (player: Player) => users.app.services.grantAdministrator({ userId: player.userId, actor: 'test' })
const answer = (result: Result, user: TwoFactorUser) =>
  users.change(null, answerMutation, {
    input: { challenge: challengeOf(result), code: user.app.code(users.clock.now()) },
  })
const scopesIn = ({ accessToken }: Pick<Player, 'accessToken'>) =>
  (JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()) as { scopes: string[] }).scopes
const sessionsOf = async ({ userId }: Player) =>
  (await users.rows('SELECT FROM session WHERE user_id = $1', [userId])).length
const enterAs = async (user: ProviderUser) =>
  users.change(null, providerMutation, { input: { provider: 'studio', ...(await provider.signIn(user)) } })
const mailedToken = async (address: string) => {
  await users.app.services.sendMails()
  return mail.tokenFor(address)
}

describe('the second factor is asked for', () => {
  test('after the sign-in at a provider', async () => {
    const identity: ProviderUser = { sub: randomUUID() }
    const player = playerOf(await enterAs(identity))
    await grant(player)
    const user = await setUpTwoFactor(users, player)
    const asked = await enterAs(identity)
    expect(await sessionsOf(user)).toBe(1)
    expect(scopesIn(playerOf(await answer(asked, user)))).toEqual(['admin'])
  })

  test('of a guest', async () => {
    const guest = await users.change(null, guestMutation, { input: {} })
    const player = playerOf(guest)
    await grant(player)
    const user = await setUpTwoFactor(users, player)
    const asked = await users.change(null, guestMutation, { input: { credential: guest['guestCredential'] } })
    expect(await sessionsOf(user)).toBe(1)
    expect(await answer(asked, user)).toMatchObject({ __typename: 'AuthSession', user: { id: user.userId } })
  })

  test('after a password was reset by mail, which ends all sessions at once', async () => {
    const email = 'forgetful@example.com'
    const player = playerOf(
      await users.change(null, signUpMutation, { input: { username: 'forgetful', email, password: PASSWORD } }),
    )
    await users.change(null, verifyMutation, { token: await mailedToken(email) })
    await grant(player)
    const user = await setUpTwoFactor(users, player)
    await users.change(null, requestResetMutation, { email })
    const input = { token: await mailedToken(email), newPassword: 'another battery staple' }
    const asked = await users.change(null, resetMutation, { input })
    expect(await sessionsOf(user)).toBe(0)
    expect(await users.signIn('forgetful')).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await answer(asked, user)).toMatchObject({ __typename: 'AuthSession' })
  })
})

test('a sign-in by a provider that was unlinked meanwhile ends', async () => {
  const identity: ProviderUser = { sub: randomUUID() }
  const admin = await users.aPlayer()
  await grant(admin)
  const user = await setUpTwoFactor(users, admin)
  const input = { provider: 'studio', ...(await provider.signIn(identity)) }
  await users.change(user, linkMutation, { input: { ...input, currentPassword: PASSWORD } })
  const asked = await enterAs(identity)
  await users.change(user, unlinkMutation, { input: { provider: 'studio', currentPassword: PASSWORD } })
  expect(await answer(asked, user)).toMatchObject({ __typename: 'SecondFactorRefused', fault: 'CHALLENGE_EXPIRED' })
})

describe('where the server requires it', () => {
  const refresh = async ({ refreshToken }: Player) =>
    playerOf(await users.change(null, refreshMutation, { token: refreshToken }))
  const logOf = async (player: Player) =>
    (await users.ask(player, '{ adminActions { totalCount } }')).errors.map(({ code }) => code)

  test('an administrator has no rights before it is set up, and has them from the next refresh on', async () => {
    const admin = await users.anAdministrator()
    expect(scopesIn(admin)).toEqual([])
    expect(scopesIn(await refresh(admin))).toEqual([])
    expect(await logOf(admin)).toEqual(['FORBIDDEN'])
    const again = playerOf(await users.signIn(admin.username))
    const query = '{ me { twoFactor { state required } } }'
    expect((await users.ask(again, query)).data).toEqual({ me: { twoFactor: { state: 'OFF', required: true } } })

    const user = await setUpTwoFactor(users, again)
    expect(await logOf(user)).toEqual(['FORBIDDEN'])
    const refreshed = await refresh(user)
    expect(scopesIn(refreshed)).toEqual(['admin'])
    expect(await logOf(refreshed)).toEqual([])
    // The session that had begun with one factor was ended.
    const { refreshToken: token } = admin
    expect(await users.change(null, refreshMutation, { token })).toMatchObject({ __typename: 'SessionExpired' })
  })

  test('the rights end with it at once, and other scopes stay', async () => {
    const admin = await users.aPlayer()
    await users.rows(`UPDATE "user" SET role = 'service,admin.support' WHERE id = $1`, [admin.userId])
    const before = playerOf(await users.signIn(admin.username))
    expect(scopesIn(before)).toEqual(['service'])
    const user = await setUpTwoFactor(users, before)
    const session = playerOf(await answer(await users.signIn(admin.username), user))
    expect(scopesIn(session)).toEqual(['service', 'admin.support', 'admin.read'])
    const [code] = user.backupCodes
    expect(await users.change(session, turnOffMutation, { input: { code } })).toMatchObject({ __typename: 'User' })
    await expect(users.ask(session, '{ me { id } }')).rejects.toThrow('revoked')
    expect(scopesIn(playerOf(await users.signIn(admin.username)))).toEqual(['service'])
  })
})
