import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  changeEmailMutation,
  changePasswordMutation,
  linkMutation,
  requestResetMutation,
  resetMutation,
  unlinkMutation,
  verifyMutation,
} from './account-operations.js'
import { setUpTwoFactor, turnOffMutation } from './authenticator.js'
import { CLIENT_ID, startIdentityProvider, type IdentityProvider } from './identity-provider.js'
import { mailSettings, startMailServer, type MailServer } from './mail-server.js'
import { PASSWORD, playerOf, refreshMutation, startUsers, type Player, type TestApp } from './users-app.js'

let mail: MailServer
let provider: IdentityProvider
let users: TestApp
beforeAll(async () => {
  ;[mail, provider] = await Promise.all([startMailServer(), startIdentityProvider()])
  const OIDC_PROVIDERS = JSON.stringify({ studio: { issuer: provider.issuer, clientIds: [CLIENT_ID] } })
  const ACCOUNT_PAGE_URL = 'https://play.example.com/account'
  users = await startUsers({ settings: { OIDC_PROVIDERS, ...mailSettings(mail), ACCOUNT_PAGE_URL } })
  // The provider dates its tokens by the clock of the machine.
  users.clock.set(new Date())
})
afterAll(async () => {
  await users.close()
  await Promise.all([mail.close(), provider.close()])
})

const HOME = { address: '198.51.100.7' }
const ELSEWHERE = { address: '203.0.113.9' }
const NEW_PASSWORD = 'another battery staple'

interface Told {
  readonly change: string
  readonly sessionId: string | null
  readonly provider: string | null
}
const toldOf = async ({ userId }: Pick<Player, 'userId'>): Promise<readonly Told[]> =>
  ((await users.told('user.security_changed')) as (Told & { userId: string })[])
    .filter(told => told.userId === userId)
    .map(({ change, sessionId, provider: name }) => ({ change, sessionId, provider: name }))
const changesOf = async (player: Pick<Player, 'userId'>) => (await toldOf(player)).map(({ change }) => change)
const signIn = async ({ username }: Player, client = HOME, password = PASSWORD) =>
  playerOf(await users.signIn(username, password, client))
const mailedToken = async (address: string) => {
  await users.app.services.sendMails()
  return mail.tokenFor(address)
}
const verified = async () => {
  const player = await users.aPlayer()
  await users.change(null, verifyMutation, { token: await mailedToken(player.email) })
  return player
}
const revoke = (viewer: Player, id: string) =>
  users.ask(viewer, 'mutation ($id: ID!) { revokeSession(id: $id) }', { id })

describe('the owner of an account is told', () => {
  test('of a sign-in from a network that the account was never used from, once', async () => {
    const player = await users.aPlayer()
    // The account was made from another network than both.
    const stranger = await signIn(player, ELSEWHERE)
    expect(await toldOf(player)).toEqual([{ change: 'signed_in', sessionId: stranger.sessionId, provider: null }])
    await signIn(player, ELSEWHERE)
    await signIn(player, { address: '127.0.0.1' })
    expect(await changesOf(player)).toEqual(['signed_in'])
    // All networks are forgotten in time.
    await users.rows('DELETE FROM known_network WHERE user_id = $1', [player.userId])
    await signIn(player, { address: '127.0.0.1' })
    expect(await changesOf(player)).toEqual(['signed_in', 'signed_in'])
  })

  test('of another password, by the old one and by mail, with the change itself', async () => {
    const player = await verified()
    const input = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }
    await users.change(player, changePasswordMutation, { input: { ...input, currentPassword: 'a wrong password' } })
    expect(await toldOf(player)).toEqual([])
    await users.change(player, changePasswordMutation, { input })
    expect(await toldOf(player)).toEqual([{ change: 'password_changed', sessionId: null, provider: null }])
    await users.change(null, requestResetMutation, { email: player.email })
    const reset = { input: { token: await mailedToken(player.email), newPassword: PASSWORD } }
    expect(await users.change(null, resetMutation, reset)).toMatchObject({ __typename: 'AuthSession' })
    expect(await changesOf(player)).toEqual(['password_changed', 'password_changed'])
  })

  test('of another address, but not of the first', async () => {
    const player = await verified()
    expect(await toldOf(player)).toEqual([])
    const email = `${randomUUID()}@example.com`
    await users.change(player, changeEmailMutation, { input: { email, currentPassword: PASSWORD } })
    expect(await toldOf(player)).toEqual([])
    await users.change(player, verifyMutation, { token: await mailedToken(email) })
    expect(await changesOf(player)).toEqual(['email_changed'])
  })

  test('of a provider that is linked or unlinked, by its name', async () => {
    const player = await users.aPlayer()
    const input = { provider: 'studio', currentPassword: PASSWORD, ...(await provider.signIn({ sub: randomUUID() })) }
    expect(await users.change(player, linkMutation, { input })).toMatchObject({ __typename: 'User' })
    for (let again = 0; again < 2; again++)
      await users.change(player, unlinkMutation, { input: { provider: 'studio', currentPassword: PASSWORD } })
    const about = { sessionId: null, provider: 'studio' }
    expect(await toldOf(player)).toEqual([
      { change: 'provider_linked', ...about },
      { change: 'provider_unlinked', ...about },
    ])
  })

  test('of a second factor that is turned on, turned off, or taken by an operator', async () => {
    const admin = await users.anAdministrator()
    const withBoth = await setUpTwoFactor(users, admin)
    const code = withBoth.app.code(users.clock.now())
    await users.change(admin, turnOffMutation, { input: { code, currentPassword: PASSWORD } })
    await setUpTwoFactor(users, admin)
    for (let again = 0; again < 2; again++)
      await users.app.services.resetTwoFactor({ userId: admin.userId, actor: 'command:test' })
    const [on, off] = ['two_factor_enabled', 'two_factor_disabled']
    expect(await changesOf(admin)).toEqual([on, off, on, off])
  })

  test('of a session that another one ends, or an administrator, but not of a sign-out', async () => {
    const player = await users.aPlayer()
    const [second, third, last] = [await signIn(player), await signIn(player), await signIn(player)]
    const known = (await toldOf(player)).length
    await users.ask(last, 'mutation { signOut }')
    expect((await revoke(third, third.sessionId)).data).toEqual({ revokeSession: true })
    expect(await toldOf(player)).toHaveLength(known)
    for (let again = 0; again < 2; again++) await revoke(player, second.sessionId)
    await revoke(await users.anAdministrator(), player.sessionId)
    expect((await toldOf(player)).slice(known)).toEqual([
      { change: 'session_ended', sessionId: second.sessionId, provider: null },
      { change: 'session_ended', sessionId: player.sessionId, provider: null },
    ])
    const stranger = await users.aPlayer()
    expect((await revoke(stranger, (await signIn(player)).sessionId)).data).toEqual({ revokeSession: false })
  })

  test('of a session whose refresh token was copied, once', async () => {
    const player = await users.aPlayer()
    const { refreshToken } = playerOf(await users.change(null, refreshMutation, { token: player.refreshToken }))
    users.clock.advance(11_000)
    await users.change(null, refreshMutation, { token: player.refreshToken })
    await users.change(null, refreshMutation, { token: refreshToken })
    expect(await toldOf(player)).toEqual([{ change: 'session_copied', sessionId: player.sessionId, provider: null }])
  })
})
