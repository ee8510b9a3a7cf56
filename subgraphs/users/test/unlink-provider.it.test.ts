import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  changePasswordMutation,
  linkMutation,
  linkSteamMutation,
  meQuery,
  providerMutation,
  steamMutation,
  unlinkMutation,
  verifyMutation,
} from './account-operations.js'
import { CLIENT_ID, startIdentityProvider, type IdentityProvider } from './identity-provider.js'
import { mailSettings, startMailServer, type MailServer } from './mail-server.js'
import { startSteam, steamSettingsOf, type Steam } from './steam-server.js'
import { PASSWORD, playerOf, startUsers, type Player, type TestApp } from './users-app.js'

let provider: IdentityProvider
let mail: MailServer
let steam: Steam
let users: TestApp
beforeAll(async () => {
  ;[provider, mail, steam] = await Promise.all([startIdentityProvider(), startMailServer(), startSteam()])
  const OIDC_PROVIDERS = JSON.stringify({ studio: { issuer: provider.issuer, clientIds: [CLIENT_ID] } })
  users = await startUsers({ settings: { OIDC_PROVIDERS, ...steamSettingsOf(steam), ...mailSettings(mail) } })
  // The provider dates its tokens by the clock of the machine.
  users.clock.set(new Date())
})
afterAll(async () => {
  await users.close()
  await Promise.all([provider.close(), mail.close(), steam.close()])
})

const linkStudio = async (player: Pick<Player, 'accessToken'>, sub: string) => {
  const input = { provider: 'studio', ...(await provider.signIn({ sub })) }
  expect(await users.change(player, linkMutation, { input })).toMatchObject({ __typename: 'User' })
}
const enterStudio = async (sub: string) => {
  const input = { provider: 'studio', ...(await provider.signIn({ sub })) }
  return await users.change(null, providerMutation, { input })
}
const linkSteam = async (player: Pick<Player, 'accessToken'>, steamId: string) => {
  const input = { ticket: steam.ticketOf(steamId) }
  expect(await users.change(player, linkSteamMutation, { input })).toMatchObject({ __typename: 'User' })
}
const enterSteam = (steamId: string) =>
  users.change(null, steamMutation, { input: { ticket: steam.ticketOf(steamId) } })
const unlink = (player: Pick<Player, 'accessToken'>, name: string, more: Record<string, unknown> = {}) =>
  users.change(player, unlinkMutation, { input: { provider: name, ...more } })
const providersOf = async (player: Pick<Player, 'accessToken'>) => {
  const me = (await users.ask(player, meQuery)).data?.['me'] as { access: { providers: string[] } }
  return me.access.providers.toSorted()
}
const age = ({ sessionId }: Player) =>
  users.rows(`update session set created_at = created_at - interval '11 minutes' where id = $1`, [sessionId])

describe('unlinking a provider', () => {
  test('has it open the account no more, and ends the other sessions', async () => {
    const player = await users.aPlayer()
    const [sub, steamId] = [randomUUID(), steam.aPlayer()]
    await linkStudio(player, sub)
    await linkSteam(player, steamId)
    const elsewhere = playerOf(await enterSteam(steamId))
    expect(elsewhere.userId).toBe(player.userId)
    expect(await unlink(player, 'steam')).toMatchObject({ __typename: 'User', id: player.userId })
    expect(await providersOf(player)).toEqual(['studio'])
    await expect(users.ask(elsewhere, meQuery)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(playerOf(await enterSteam(steamId)).userId).not.toBe(player.userId)
    expect(playerOf(await enterStudio(sub)).userId).toBe(player.userId)
    // A client that lost the answer asks again.
    expect(await unlink(player, 'steam')).toMatchObject({ __typename: 'User', id: player.userId })
  })

  test('never takes the last way to sign in, also of two that are unlinked at once', async () => {
    const [sub, steamId] = [randomUUID(), steam.aPlayer()]
    const player = playerOf(await enterStudio(sub))
    expect(await unlink(player, 'studio')).toMatchObject({ __typename: 'LastSignInMethod' })
    await linkSteam(player, steamId)
    const results = await Promise.all([unlink(player, 'studio'), unlink(player, 'steam')])
    expect(results.map(({ __typename }) => __typename).toSorted()).toEqual(['LastSignInMethod', 'User'])
    expect(await providersOf(player)).toHaveLength(1)
  })

  test('counts no provider as a way to sign in that the server takes no more', async () => {
    const player = playerOf(await enterSteam(steam.aPlayer()))
    const issuer = 'https://former.example.com'
    await users.rows(
      `insert into account (id, account_id, provider_id, user_id) values (gen_random_uuid(), $1, $2, $3)`,
      [randomUUID(), issuer, player.userId],
    )
    expect(await unlink(player, 'steam')).toMatchObject({ __typename: 'LastSignInMethod' })
    expect(await unlink(player, issuer)).toMatchObject({ __typename: 'User' })
    expect(await providersOf(player)).toEqual(['steam'])
  })

  test('needs the password, or a session that has just begun', async () => {
    const player = await users.aPlayer()
    await linkSteam(player, steam.aPlayer())
    await age(player)
    for (const more of [{}, { currentPassword: 'wrong' }])
      expect(await unlink(player, 'steam', more)).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await providersOf(player)).toEqual(['steam'])
    expect(await unlink(player, 'steam', { currentPassword: PASSWORD })).toMatchObject({ __typename: 'User' })
    const input = { provider: 'steam' }
    expect((await users.ask(null, unlinkMutation, { input })).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }])
  })

  test('takes a name only that `access.providers` or the server has', async () => {
    const player = await users.aPlayer()
    for (const name of ['', 'credential', '__proto__', 'google', 'nul\0'])
      expect(await unlink(player, name), name).toMatchObject({ __typename: 'InvalidInput', field: 'provider' })
    expect(await users.signIn(player.username)).toMatchObject({ __typename: 'AuthSession' })
  })
})

describe('the owner of a verified address', () => {
  const mailsOf = async (player: Player, since = 0) => {
    await users.app.services.sendMails()
    return mail.arrived.filter(({ to }) => to === player.email).slice(since)
  }
  const aVerifiedPlayer = async () => {
    const player = await users.aPlayer()
    await users.app.services.sendMails()
    await users.change(null, verifyMutation, { token: mail.tokenFor(player.email) })
    return { player, known: (await mailsOf(player)).length }
  }

  test('is told by mail of each provider that is linked or unlinked', async () => {
    const { player, known } = await aVerifiedPlayer()
    const steps = [
      () => linkSteam(player, steam.aPlayer()),
      () => linkStudio(player, randomUUID()),
      () => unlink(player, 'steam'),
    ]
    for (const step of steps) {
      await step()
      await users.app.services.sendMails()
    }
    const told = await mailsOf(player, known)
    expect(told.map(({ subject }) => subject)).toEqual([
      'Example Game: another way to sign in',
      'Example Game: another way to sign in',
      'Example Game: a way to sign in was removed',
    ])
    expect(told.map(({ text }) => /signed in to by (\w+)/.exec(text)?.[1])).toEqual(['steam', 'studio', 'steam'])
    expect(told.every(({ text }) => text.includes(`"${player.username}"`))).toBe(true)
  })

  test('alone is told: an address that waits to be verified gets no such mail', async () => {
    const player = await users.aPlayer()
    const known = (await mailsOf(player)).length
    await linkSteam(player, steam.aPlayer())
    await unlink(player, 'steam')
    expect(await mailsOf(player, known)).toEqual([])
  })

  test('is not told of what was refused', async () => {
    const { player, known } = await aVerifiedPlayer()
    expect(await unlink(player, 'steam')).toMatchObject({ __typename: 'User' })
    const ticket = steam.ticketOf(steam.aPlayer())
    await users.change(player, linkSteamMutation, { input: { ticket: ticket.slice(2) } })
    expect(await mailsOf(player, known)).toEqual([])
  })
})

test('a new password unlinks Steam as well', async () => {
  const player = await users.aPlayer()
  await linkSteam(player, steam.aPlayer())
  const input = { currentPassword: PASSWORD, newPassword: 'quite another one' }
  expect(await users.change(player, changePasswordMutation, { input })).toMatchObject({ __typename: 'User' })
  expect(await providersOf(player)).toEqual([])
})

test('the export names the provider and the player there, and an erased account has neither', async () => {
  const steamId = steam.aPlayer()
  const player = playerOf(await enterSteam(steamId))
  const { data } = await users.ask(player, '{ me { accountExport { entries } } }')
  const entry = { kind: 'sign_in_method', provider: 'https://steamcommunity.com/openid', accountId: steamId }
  expect(data).toMatchObject({
    me: { accountExport: { entries: expect.arrayContaining([expect.objectContaining(entry)]) as unknown } },
  })
  await users.app.services.requestDeletionFor({ userId: player.userId, actor: 'test' })
  users.clock.advance(15 * 86_400_000)
  await users.app.services.eraseAccounts()
  expect(await users.rows('select from account where user_id = $1', [player.userId])).toEqual([])
  expect(playerOf(await enterSteam(steamId)).userId).not.toBe(player.userId)
})
