import { createPool } from '@waystone/kit/postgres'
import { connectLive } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startGame, type Game } from './game.js'
import { CLIENT_ID, startIssuer, startSteam, STEAM_APP_ID, STEAM_WEB_API_KEY } from './providers.js'

let issuer: Awaited<ReturnType<typeof startIssuer>>
let steam: Awaited<ReturnType<typeof startSteam>>
let game: Game
beforeAll(async () => {
  ;[issuer, steam] = await Promise.all([startIssuer(), startSteam()])
  game = await startGame({
    env: {
      OIDC_PROVIDERS: JSON.stringify({ studio: { issuer: issuer.url, clientIds: [CLIENT_ID] } }),
      STEAM_APP_ID,
      STEAM_WEB_API_KEY,
      STEAM_API_URL: steam.url,
    },
  })
  await vi.waitUntil(async () => (await playersOnline()).tick > 0, { timeout: 30_000, interval: 100 })
}, 120_000)
afterAll(async () => {
  await game.close()
  await Promise.all([issuer.close(), steam.close()])
})

interface Session {
  readonly accessToken: string
  readonly refreshToken: string
  readonly guestCredential: string | null
  readonly user: { readonly id: string; readonly username: string }
}
type Input = Readonly<Record<string, unknown>>
const enterBy = async (mutation: string, type: string, input: Input): Promise<Session> => {
  const query = `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { __typename
    ... on AuthSession { accessToken refreshToken guestCredential user { id username } } ... on Refusal { message } } }`
  return (await game.ask<{ result: Session }>(query, { variables: { input } })).result
}
const enterStudio = (sub: string) =>
  enterBy('signInWithProvider', 'SignInWithProviderInput', { provider: 'studio', ...issuer.signIn(sub) })
const enterSteam = (id: string) => enterBy('signInWithSteam', 'SignInWithSteamInput', { ticket: steam.ticketOf(id) })
const enterAsGuest = (credential: string | null = null) =>
  enterBy('signInAsGuest', 'SignInAsGuestInput', { credential })
const as = ({ accessToken }: Session) => ({ headers: { authorization: `Bearer ${accessToken}` } })
const change = async (session: Session, field: string, input?: { type: string; value: Input }) => {
  const [declared, variables] = input === undefined ? ['', {}] : [`($input: ${input.type}!)`, { input: input.value }]
  const query = `mutation ${declared} { result: ${field} { __typename ... on Refusal { message } } }`
  return (await game.ask<{ result: { __typename: string } }>(query, { ...as(session), variables })).result
}
const playersOnline = async () =>
  (await game.ask<{ worldStatus: { tick: number; playersOnline: number } }>('{ worldStatus { tick playersOnline } }'))
    .worldStatus

/** The viewer as all subgraphs know it, over the gateway. */
const meOf = async (session: Session) =>
  (
    await game.ask<{ me: unknown }>(
      '{ me { id access { isGuest providers } wallet { diamonds } characters { name } inventory(first: 1) { totalCount } } }',
      as(session),
    )
  ).me
const newcomer = { wallet: { diamonds: 1_000 }, characters: [], inventory: { totalCount: 0 } }

describe('through the gateway', () => {
  test('a sign-in at an OpenID Connect provider opens one account in all subgraphs', async () => {
    const first = await enterStudio('player-1')
    expect(await meOf(first)).toMatchObject({ ...newcomer, access: { isGuest: false, providers: ['studio'] } })
    expect((await enterStudio('player-1')).user).toEqual(first.user)
    expect((await enterStudio('player-2')).user.id).not.toBe(first.user.id)
  })

  test('a ticket of Steam opens one account, once', async () => {
    const ticket = steam.ticketOf('76561197960265729')
    const first = await enterBy('signInWithSteam', 'SignInWithSteamInput', { ticket })
    expect(await meOf(first)).toMatchObject({ ...newcomer, access: { isGuest: false, providers: ['steam'] } })
    expect(await enterBy('signInWithSteam', 'SignInWithSteamInput', { ticket })).toMatchObject({
      __typename: 'ProviderTokenRefused',
    })
    expect((await enterSteam('76561197960265729')).user).toEqual(first.user)
  })

  test('a guest plays, comes back by the credential, links two providers and unlinks one', async () => {
    const guest = await enterAsGuest()
    expect(await meOf(guest)).toMatchObject({ ...newcomer, access: { isGuest: true, providers: [] } })
    const made = await change(guest, 'createCharacter(input: { name: "Pathfinder", class: ARCHER })')
    expect(made).toEqual({ __typename: 'Character' })

    const back = await enterAsGuest(guest.guestCredential)
    expect(back.user).toEqual(guest.user)
    const { guestCredential } = guest
    const link = {
      type: 'LinkProviderInput',
      value: { provider: 'studio', ...issuer.signIn('guest'), guestCredential },
    }
    expect(await change(back, 'linkProvider(input: $input)', link)).toEqual({ __typename: 'User' })
    const steamLink = { type: 'LinkSteamInput', value: { ticket: steam.ticketOf('76561197960265730') } }
    expect(await change(back, 'linkSteam(input: $input)', steamLink)).toEqual({ __typename: 'User' })
    const unlink = (provider: string) => ({ type: 'UnlinkProviderInput', value: { provider } })
    expect(await change(back, 'unlinkProvider(input: $input)', unlink('studio'))).toEqual({ __typename: 'User' })
    expect(await change(back, 'unlinkProvider(input: $input)', unlink('steam'))).toMatchObject({
      __typename: 'LastSignInMethod',
    })

    const entered = await enterSteam('76561197960265730')
    expect(entered.user.id).toBe(guest.user.id)
    expect(await meOf(entered)).toMatchObject({
      characters: [{ name: 'Pathfinder' }],
      access: { providers: ['steam'] },
    })
    expect(await enterAsGuest(guest.guestCredential)).toMatchObject({ __typename: 'InvalidCredentials' })
  })
})

describe('a character leaves the world', () => {
  let names = 0
  /** Signed in by a provider, in the world, and watching it. */
  const aTraveller = async () => {
    const name = `Leaver${(names += 1)}`
    const session = await enterStudio(name)
    const { createCharacter } = await game.ask<{ createCharacter: { id: string } }>(
      `mutation { createCharacter(input: { name: "${name}", class: MAGE }) { ... on Character { id } } }`,
      as(session),
    )
    const id = createCharacter.id
    expect(await change(session, `enterWorld(characterId: "${id}")`)).toEqual({ __typename: 'CommandAccepted' })
    return { session, id }
  }
  const isAlone = () =>
    vi.waitUntil(async () => (await playersOnline()).playersOnline === 1, { timeout: 20_000, interval: 100 })

  test('with a sign-out, a ban and a request to delete its account; another stays', async () => {
    const staying = await aTraveller()
    const live = connectLive(game.url, { token: staying.session.accessToken })
    const told = live.subscribe<{ worldUpdated: { changes: { __typename: string; characterId?: string }[] } }>(
      `subscription { worldUpdated(characterId: "${staying.id}") { changes { __typename ... on CharacterLeft { characterId } } } }`,
    )
    const hasLeft = async (id: string) => {
      for (;;) {
        const { changes } = (await told.nextData()).worldUpdated
        if (changes.some(({ characterId }) => characterId === id)) return
      }
    }

    const signedOut = await aTraveller()
    await game.ask('mutation { signOut }', as(signedOut.session))
    await hasLeft(signedOut.id)
    await isAlone()

    const banned = await aTraveller()
    const administrator = await enterStudio('administrator')
    const pool = createPool({ connectionString: game.databaseUrl('users'), max: 1 })
    await pool.query(`UPDATE "user" SET role = 'admin' WHERE id = $1`, [administrator.user.id])
    await pool.end()
    const ban = `mutation { setUserStatus(userId: "${banned.session.user.id}", status: BANNED) { id } }`
    await game.ask(ban, as(await enterStudio('administrator')))
    await hasLeft(banned.id)
    await isAlone()

    const deleted = await aTraveller()
    const asked = await change(deleted.session, 'requestAccountDeletion(input: {})')
    expect(asked).toEqual({ __typename: 'AccountDeletion' })
    await hasLeft(deleted.id)
    await isAlone()
    live.close()
  }, 90_000)
})
