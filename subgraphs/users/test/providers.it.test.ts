import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  changePasswordMutation,
  guestMutation,
  linkMutation,
  meQuery,
  providerMutation,
  resetMutation,
  requestResetMutation,
  verifyMutation,
} from './account-operations.js'
import { balancesOf, expectSoundLedger } from './economy.js'
import {
  CLIENT_ID,
  startIdentityProvider,
  type IdentityProvider,
  type ProviderSignIn,
  type ProviderUser,
} from './identity-provider.js'
import { mailSettings, startMailServer, type MailServer } from './mail-server.js'
import {
  PASSWORD,
  playerOf,
  setStatusMutation,
  startUsers,
  type Player,
  type Result,
  type TestApp,
} from './users-app.js'

let provider: IdentityProvider
let mail: MailServer
let users: TestApp
const start = async (settings: Record<string, string> = {}) => {
  const started = await startUsers({
    settings: {
      OIDC_PROVIDERS: JSON.stringify({ studio: { issuer: provider.issuer, clientIds: [CLIENT_ID] } }),
      ...settings,
    },
  })
  // The provider dates its tokens by the clock of the machine.
  started.clock.advance(Date.now() - started.clock.now().getTime())
  return started
}
beforeAll(async () => {
  provider = await startIdentityProvider()
  mail = await startMailServer()
  users = await start()
})
afterAll(async () => {
  await users.close()
  await mail.close()
  await provider.close()
})

let addresses = 0
/** A network that no other test has used up. */
const anAddress = () => `10.11.${Math.floor(++addresses / 250)}.${(addresses % 250) + 1}`
const someone = (more: Partial<ProviderUser> = {}): ProviderUser => ({ sub: randomUUID(), ...more })
const enter = (signIn: ProviderSignIn, more: Record<string, unknown> = {}) =>
  users.change(null, providerMutation, { input: { provider: 'studio', ...signIn, ...more } }, { address: anAddress() })
const enterAs = async (user: ProviderUser) => enter(await provider.signIn(user))
const link = (player: Pick<Player, 'accessToken'>, signIn: ProviderSignIn, more: Record<string, unknown> = {}) =>
  users.change(player, linkMutation, { input: { provider: 'studio', ...signIn, ...more } })
const aGuest = async () => {
  const result = await users.change(null, guestMutation, { input: {} }, { address: anAddress() })
  return { ...playerOf(result), credential: String(result['guestCredential']) }
}
const me = async (player: Pick<Player, 'accessToken'>) => (await users.ask(player, meQuery)).data?.['me']
const typesOf = (results: readonly Result[]) => results.map(({ __typename }) => __typename).toSorted()

describe('a sign-in at a provider', () => {
  test('makes an account at the first time, and opens it from then on', async () => {
    const user = someone({ email: 'Nova@Example.com', email_verified: true, name: 'Nova' })
    const first = await enterAs(user)
    expect(first).toMatchObject({
      __typename: 'AuthSession',
      user: {
        username: expect.stringMatching(/^player_[0-9a-f]{17}$/) as unknown,
        displayName: 'Nova',
        email: 'nova@example.com',
        access: { isGuest: false, emailVerified: true, hasPassword: false, providers: ['studio'] },
      },
    })
    const { userId } = playerOf(first)
    expect(await enterAs(user)).toMatchObject({ __typename: 'AuthSession', user: { id: userId } })
    expect(await users.told('user.signed_in')).toContainEqual(expect.objectContaining({ userId, first: true }))
    expect(await balancesOf(users, userId)).toMatchObject({ wallet_diamond: 1_000 })
    await expectSoundLedger(users)
  })

  test('makes one account where a new identity comes by many tokens at once', async () => {
    const user = someone()
    const signIns = await Promise.all(Array.from({ length: 5 }, () => provider.signIn(user)))
    const results = await Promise.all(signIns.map(signIn => enter(signIn)))
    expect(new Set(results.map(result => playerOf(result).userId)).size).toBe(1)
    expect(await users.rows('select from account where account_id = $1', [user.sub])).toHaveLength(1)
  })

  test('counts once: a token that was found later opens nothing, and not without its nonce', async () => {
    const user = someone()
    const signIn = await provider.signIn(user)
    const stolen = await provider.signIn(user)
    expect(await enter({ ...stolen, nonce: signIn.nonce })).toMatchObject({ __typename: 'ProviderTokenRefused' })
    const results = await Promise.all(Array.from({ length: 4 }, () => enter(signIn)))
    expect(typesOf(results)).toEqual(['AuthSession', ...Array.from({ length: 3 }, () => 'ProviderTokenRefused')])
    users.clock.advance(12 * 60_000)
    expect(await enter(stolen)).toMatchObject({ __typename: 'ProviderTokenRefused' })
    users.clock.advance(Date.now() - users.clock.now().getTime())
  })

  test('counts once, however its signature is written', async () => {
    const user = someone()
    const { idToken, nonce } = await provider.signIn(user)
    expect(await enter({ idToken, nonce })).toMatchObject({ __typename: 'AuthSession' })
    // A signature of 256 bytes leaves four bits of its last letter unused.
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const neighbour = letters[letters.indexOf(idToken.slice(-1)) ^ 1]
    for (const other of [`${idToken.slice(0, -1)}${neighbour}`, `${idToken}==`, `${idToken} `])
      expect(await enter({ idToken: other, nonce })).toMatchObject({ fault: 'USED' })
  })

  test('never opens an account because of an e-mail address', async () => {
    const owner = await users.aPlayer('mailowner')
    const verified = await enterAs(someone({ email: owner.email, email_verified: true }))
    expect(verified).toMatchObject({ __typename: 'EmailTaken' })
    const unverified = await enterAs(someone({ email: owner.email, email_verified: false }))
    expect(unverified).toMatchObject({
      __typename: 'AuthSession',
      user: { email: null, access: { emailVerified: false } },
    })
    expect(playerOf(unverified).userId).not.toBe(owner.userId)
    expect(await users.signIn(owner.email)).toMatchObject({ user: { id: owner.userId } })
  })

  test('takes no name that a sign-up would not take', async () => {
    for (const name of ['Moderator', '\u3164', 'x'.repeat(41)])
      expect(await enterAs(someone({ name }))).toMatchObject({ user: { displayName: 'Player' } })
  })

  test('for another game is refused', async () => {
    const signIn = await provider.signIn(someone(), { clientId: 'another-game' })
    expect(await enter(signIn)).toMatchObject({
      __typename: 'ProviderTokenRefused',
      fault: 'OTHER_CLIENT',
    })
  })

  test('of a banned user is refused', async () => {
    const user = someone()
    const { userId } = playerOf(await enterAs(user))
    await users.change(await users.anAdministrator(), setStatusMutation, { userId, status: 'BANNED' })
    expect(await enterAs(user)).toMatchObject({ __typename: 'AccountBanned' })
  })

  test('is refused without a trace for what is not one', async () => {
    const good = await provider.signIn(someone())
    const [head, , signature] = good.idToken.split('.')
    const forged = Buffer.from(JSON.stringify({ sub: 'admin', iss: provider.issuer, aud: CLIENT_ID })).toString(
      'base64url',
    )
    const before = await users.state()
    for (const idToken of ['', 'x', 'a.b.c', 'nul\0', 'x'.repeat(100_000), `${head}.${forged}.${signature}`])
      expect(await enter({ ...good, idToken }), idToken.slice(0, 40)).toMatchObject({
        __typename: 'ProviderTokenRefused',
      })
    for (const nonce of ['', 'x', 'nul\0', 'x'.repeat(10_000)])
      expect(await enter({ ...good, nonce })).toMatchObject({ __typename: 'ProviderTokenRefused' })
    for (const name of ['', 'google', '__proto__', 'constructor', 'nul\0'])
      expect(await enter(good, { provider: name })).toMatchObject({ __typename: 'InvalidInput', field: 'provider' })
    expect(await enter(good, { timeZone: 'Mars/Olympus' })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'timeZone',
    })
    expect(await users.state()).toEqual(before)
  })
})

describe('linking a provider', () => {
  test('makes a guest’s account a full one, with all that it has', async () => {
    const guest = await aGuest()
    const before = await balancesOf(users, guest.userId)
    const user = someone({ email: 'linked@example.com', email_verified: true })
    expect(await link(guest, await provider.signIn(user))).toMatchObject({ __typename: 'User', id: guest.userId })
    expect(await me(guest)).toMatchObject({
      id: guest.userId,
      email: 'linked@example.com',
      access: { isGuest: false, emailVerified: true, providers: ['studio'] },
    })
    expect(await balancesOf(users, guest.userId)).toEqual(before)
    expect(await users.change(null, guestMutation, { input: { credential: guest.credential } })).toMatchObject({
      __typename: 'InvalidCredentials',
    })
    expect(await enterAs(user)).toMatchObject({ user: { id: guest.userId } })
    // A client that lost the answer signs in at the provider again.
    expect(await link(guest, await provider.signIn(user))).toMatchObject({ __typename: 'User', id: guest.userId })
  })

  test('is refused plainly where the identity or its address is another account’s, and the guest stays one', async () => {
    const user = someone()
    await enterAs(user)
    const owner = await users.aPlayer('addressowner')
    const guest = await aGuest()
    const before = await users.state()
    expect(await link(guest, await provider.signIn(user))).toMatchObject({ __typename: 'IdentityTaken' })
    const sameAddress = someone({ email: owner.email, email_verified: true })
    expect(await link(guest, await provider.signIn(sameAddress))).toMatchObject({ __typename: 'EmailTaken' })
    expect(await users.state()).toEqual(before)
  })

  test('of many guests who link one identity at once, one gets it', async () => {
    const user = someone()
    const guests = await Promise.all(Array.from({ length: 5 }, () => aGuest()))
    const signIns = await Promise.all(guests.map(() => provider.signIn(user)))
    const results = await Promise.all(
      guests.map((guest, index) => link(guest, signIns[index] ?? { idToken: '', nonce: '' })),
    )
    expect(typesOf(results)).toEqual([...Array.from({ length: 4 }, () => 'IdentityTaken'), 'User'])
  })

  test('to an account of others than guests needs its password, or a session that has just begun', async () => {
    const player = await users.aPlayer()
    const user = someone({ email: 'elsewhere@example.com', email_verified: true })
    const age = ({ sessionId }: Player) =>
      users.rows(`update session set created_at = created_at - interval '11 minutes' where id = $1`, [sessionId])
    await age(player)
    for (const more of [{}, { currentPassword: 'wrong' }])
      expect(await link(player, await provider.signIn(user), more)).toMatchObject({ __typename: 'InvalidCredentials' })
    const more = { currentPassword: PASSWORD }
    expect(await link(player, await provider.signIn(user), more)).toMatchObject({ __typename: 'User' })
    // An address of the account's own stays.
    expect(await me(player)).toMatchObject({ email: player.email, access: { providers: ['studio'] } })

    const withoutPassword = playerOf(await enterAs(someone()))
    expect(await link(withoutPassword, await provider.signIn(someone()))).toMatchObject({ __typename: 'User' })
    await age(withoutPassword)
    expect(await link(withoutPassword, await provider.signIn(someone()))).toMatchObject({
      __typename: 'InvalidCredentials',
    })
  })

  test('is for whoever is signed in', async () => {
    const input = { provider: 'studio', idToken: 'x', nonce: 'x' }
    expect((await users.ask(null, linkMutation, { input })).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }])
  })
})

describe('an identity that somebody linked with the password', () => {
  const aVictim = async (app: TestApp) => {
    const victim = await app.aPlayer()
    const thief = someone()
    const input = { provider: 'studio', ...(await provider.signIn(thief)), currentPassword: PASSWORD }
    expect(await app.change(victim, linkMutation, { input })).toMatchObject({ __typename: 'User' })
    const enterAsThief = async () => {
      const signIn = await provider.signIn(thief)
      return await app.change(
        null,
        providerMutation,
        { input: { provider: 'studio', ...signIn } },
        { address: anAddress() },
      )
    }
    expect(await enterAsThief()).toMatchObject({ user: { id: victim.userId } })
    return { victim, enterAsThief }
  }

  test('does not open the account after the owner has changed the password', async () => {
    const { victim, enterAsThief } = await aVictim(users)
    const input = { currentPassword: PASSWORD, newPassword: 'quite another one' }
    expect(await users.change(victim, changePasswordMutation, { input })).toMatchObject({ __typename: 'User' })
    expect(await me(victim)).toMatchObject({ access: { providers: [] } })
    expect(playerOf(await enterAsThief()).userId).not.toBe(victim.userId)
  })

  test('does not open the account after the owner has reset the password', async () => {
    const mailing = await start(mailSettings(mail))
    try {
      const { victim, enterAsThief } = await aVictim(mailing)
      await mailing.app.services.sendMails()
      await mailing.change(null, verifyMutation, { token: mail.tokenFor(victim.email) })
      await mailing.change(null, requestResetMutation, { email: victim.email })
      await mailing.app.services.sendMails()
      const input = { token: mail.tokenFor(victim.email), newPassword: 'quite another one' }
      expect(await mailing.change(null, resetMutation, { input })).toMatchObject({
        user: { id: victim.userId, access: { providers: [] } },
      })
      expect(playerOf(await enterAsThief()).userId).not.toBe(victim.userId)
    } finally {
      await mailing.close()
    }
  })
})

test('an account that a provider made gets a password by the mail to the address that the provider has verified', async () => {
  const mailing = await start(mailSettings(mail))
  try {
    const email = 'later@example.com'
    const signIn = await provider.signIn(someone({ email, email_verified: true }))
    const { userId } = playerOf(
      await mailing.change(null, providerMutation, { input: { provider: 'studio', ...signIn } }),
    )
    await mailing.change(null, requestResetMutation, { email })
    await mailing.app.services.sendMails()
    const input = { token: mail.tokenFor(email), newPassword: PASSWORD }
    expect(await mailing.change(null, resetMutation, { input })).toMatchObject({
      user: { id: userId, access: { hasPassword: true, providers: ['studio'] } },
    })
  } finally {
    await mailing.close()
  }
})

test('a provider that is not configured or cannot be asked is said to be so', async () => {
  const without = await startUsers()
  const issuer = 'http://127.0.0.1:9'
  const away = await start({
    OIDC_PROVIDERS: JSON.stringify({ studio: { issuer, clientIds: ['a'] }, apple: { clientIds: ['b'] } }),
  })
  try {
    const input = { provider: 'studio', ...(await provider.signIn(someone())) }
    expect(await without.change(null, providerMutation, { input })).toMatchObject({ __typename: 'NotOffered' })
    expect((await away.ask(null, providerMutation, { input })).errors).toMatchObject([{ code: 'SERVICE_UNAVAILABLE' }])
    const { data } = await away.ask(null, '{ accessOptions { providers { name issuer clientIds } } }')
    expect(data).toEqual({
      accessOptions: {
        providers: [
          { name: 'studio', issuer, clientIds: ['a'] },
          { name: 'apple', issuer: 'https://appleid.apple.com', clientIds: ['b'] },
        ],
      },
    })
  } finally {
    await without.close()
    await away.close()
  }
})
