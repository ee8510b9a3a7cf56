import { blocksOf } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { challengeOf, scan } from './authenticator.js'
import { CLIENT_ID, startIdentityProvider, type IdentityProvider } from './identity-provider.js'
import { mailSettings, startMailServer, type MailServer } from './mail-server.js'
import { startSteam, steamSettingsOf, type Steam } from './steam-server.js'
import { PASSWORD, startUsers, type TestApp } from './users-app.js'

const page = blocksOf('docs/accounts.md')
const blocks = page.map(({ text }) => text)
/** The block of the page that has this operation. */
const operation = (name: string): string => {
  const found = blocks.find(text => text.includes(`${name}(`) || text.startsWith(name))
  if (found === undefined) throw new Error(`docs/accounts.md has no ${name}`)
  return found
}

interface Upgrade extends Record<string, unknown> {
  readonly input: { readonly username: string; readonly email: string }
}

let provider: IdentityProvider
let mail: MailServer
let steam: Steam
let users: TestApp
beforeAll(async () => {
  provider = await startIdentityProvider()
  mail = await startMailServer()
  steam = await startSteam()
  const OIDC_PROVIDERS = JSON.stringify({ studio: { issuer: provider.issuer, clientIds: [CLIENT_ID] } })
  users = await startUsers({ settings: { ...mailSettings(mail), ...steamSettingsOf(steam), OIDC_PROVIDERS } })
  users.clock.set(new Date())
})
afterAll(async () => {
  await users.close()
  await mail.close()
  await provider.close()
  await steam.close()
})

async function run(name: string, variables: Record<string, unknown>, accessToken?: string) {
  const viewer = accessToken === undefined ? null : { accessToken }
  const { data, errors } = await users.ask(viewer, operation(name), variables)
  expect(errors).toEqual([])
  return Object.values(data ?? {})[0] as Record<string, string>
}

test('the operations of docs/accounts.md lead a guest through an account', async () => {
  const options = await users.ask(null, blocks[0] ?? '')
  expect(options.data).toMatchObject({ accessOptions: { guests: true, mail: true, providers: [{ name: 'studio' }] } })

  const guest = await run('signInAsGuest', {})
  const back = await run('signInAsGuest', { credential: guest['guestCredential'] })
  expect(back['user']).toEqual(guest['user'])
  const upgrade = JSON.parse(page.find(({ language }) => language === 'json')?.text ?? '') as Upgrade
  const { email, username } = upgrade.input
  const input = { ...upgrade.input, guestCredential: guest['guestCredential'] }
  expect(await run('upgradeGuest', { input }, back['accessToken'])).toMatchObject({ username })
  await users.app.services.sendMails()
  expect(await run('verifyEmail', { token: mail.tokenFor(email) })).toMatchObject({ __typename: 'User' })
  const me = await users.ask({ accessToken: back['accessToken'] ?? '' }, blocks[0] ?? '')
  expect(me.data?.['me']).toMatchObject({ email, access: { emailVerified: true } })

  expect(await run('requestPasswordReset', { email })).toMatchObject({ tokenLifetimeSeconds: 3_600 })
  await users.app.services.sendMails()
  const reset = { token: mail.tokenFor(email), newPassword: `${PASSWORD} anew` }
  expect(await run('resetPassword', { input: reset })).toMatchObject({ accessToken: expect.any(String) as unknown })
})

test('the operation of docs/accounts.md signs in by a provider', async () => {
  const input = { provider: 'studio', ...(await provider.signIn({ sub: 'reader' })) }
  expect(await run('signInWithProvider', { input })).toMatchObject({ user: { id: expect.any(String) as unknown } })
})

test('the operations of docs/accounts.md sign in by Steam, and unlink it where another way is left', async () => {
  const steamId = steam.aPlayer()
  const entered = await run('signInWithSteam', { ticket: steam.ticketOf(steamId) })
  expect(entered).toMatchObject({ user: { id: expect.any(String) as unknown } })
  expect(await run('signInWithSteam', { ticket: 'no ticket' })).toMatchObject({ fault: 'MALFORMED' })
  expect(await run('unlinkProvider', { input: { provider: 'steam' } }, entered['accessToken'])).toMatchObject({
    __typename: 'LastSignInMethod',
  })
})

test('the operations of docs/accounts.md set a second factor up, and sign in with both', async () => {
  const admin = await users.anAdministrator()
  const setup = await run('beginTwoFactor', { password: PASSWORD }, admin.accessToken)
  const app = scan(setup['uri'] ?? '')
  const code = app.code(users.clock.now())
  expect(await run('confirmTwoFactor', { code }, admin.accessToken)).toMatchObject({ __typename: 'User' })
  const state = (await users.ask(admin, operation('query SecondFactor'))).data
  expect(state).toMatchObject({ me: { twoFactor: { state: 'ENABLED', backupCodesLeft: 10 } } })
  const challenge = challengeOf(await users.signIn(admin.username))
  expect(await run('answerSecondFactor', { challenge, code })).toMatchObject({ fault: 'USED_CODE' })
  users.clock.advance(30_000)
  const next = app.code(users.clock.now())
  expect(await run('answerSecondFactor', { challenge, code: next })).toMatchObject({ user: { id: admin.userId } })
})
