import { createLogger } from '@waystone/kit/logger'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { guestMutation, linkSteamMutation, meQuery, steamMutation } from './account-operations.js'
import { balancesOf, expectSoundLedger } from './economy.js'
import { createSteamTickets } from '../src/identity/providers/steam-tickets.js'
import { startSteam, STEAM_APP_ID, STEAM_WEB_API_KEY, steamSettingsOf, type Steam } from './steam-server.js'
import {
  PASSWORD,
  playerOf,
  setStatusMutation,
  startUsers,
  type Player,
  type Result,
  type TestApp,
} from './users-app.js'

const lines: string[] = []
let steam: Steam
let users: TestApp
beforeAll(async () => {
  steam = await startSteam()
  const logger = createLogger({ name: 'test', level: 'trace', destination: { write: line => void lines.push(line) } })
  users = await startUsers({ settings: steamSettingsOf(steam), logger })
})
afterEach(() => {
  steam.fault.answer = null
})
afterAll(async () => {
  await users.close()
  await steam.close()
})

let addresses = 0
/** A network that no other test has used up. */
const anAddress = () => `10.12.0.${(addresses += 1)}`
const enter = (ticket: string, app = users) =>
  app.change(null, steamMutation, { input: { ticket } }, { address: anAddress() })
const enterAs = (steamId: string) => enter(steam.ticketOf(steamId))
const link = (player: Pick<Player, 'accessToken'>, ticket: string, more: Record<string, unknown> = {}) =>
  users.change(player, linkSteamMutation, { input: { ticket, ...more } })
const faultOf = async (ticket: string) => (await enter(ticket))['fault']
const typesOf = (results: readonly Result[]) => results.map(({ __typename }) => __typename).toSorted()

describe('a sign-in at Steam', () => {
  test('makes an account at the first time, and opens it from then on', async () => {
    const steamId = steam.aPlayer()
    const first = await enterAs(steamId)
    expect(first).toMatchObject({
      __typename: 'AuthSession',
      user: {
        displayName: 'Player',
        email: null,
        access: { isGuest: false, emailVerified: false, hasPassword: false, providers: ['steam'] },
      },
    })
    const { userId } = playerOf(first)
    expect(await enterAs(steamId)).toMatchObject({ user: { id: userId } })
    expect(await balancesOf(users, userId)).toMatchObject({ wallet_diamond: 1_000 })
    await expectSoundLedger(users)
  })

  test('is the borrower’s where the game is shared within a family', async () => {
    const [owner, borrower] = [steam.aPlayer(), steam.aPlayer()]
    const { userId } = playerOf(await enterAs(owner))
    const result = await enter(steam.ticketOf(borrower, { ownerSteamId: owner }))
    expect(playerOf(result).userId).not.toBe(userId)
  })

  test('makes one account where a new player comes by many tickets at once', async () => {
    const steamId = steam.aPlayer()
    const results = await Promise.all(Array.from({ length: 5 }, () => enterAs(steamId)))
    expect(new Set(results.map(result => playerOf(result).userId)).size).toBe(1)
  })

  test('counts once, in whatever case its digits are written', async () => {
    const ticket = steam.ticketOf(steam.aPlayer())
    const results = await Promise.all(Array.from({ length: 4 }, () => enter(ticket)))
    expect(typesOf(results)).toEqual(['AuthSession', ...Array.from({ length: 3 }, () => 'ProviderTokenRefused')])
    expect(await faultOf(ticket.toUpperCase())).toBe('USED')
    // The note of it outlives the license in the ticket.
    users.clock.advance(22 * 86_400_000)
    await users.app.services.prune()
    expect(await faultOf(ticket)).toBe('USED')
  })

  test('is refused for what Steam refuses, and says what can be done about it', async () => {
    const steamId = steam.aPlayer()
    expect(await faultOf('ab'.repeat(200))).toBe('NOT_ACCEPTED')
    expect(await faultOf(steam.ticketOf(steamId, { identity: 'another-service' }))).toBe('NOT_ACCEPTED')
    expect(await faultOf(steam.ticketOf(steamId, { appId: 730 }))).toBe('OTHER_CLIENT')
    expect(await faultOf(steam.ticketOf(steamId, { isBanned: true }))).toBe('BANNED')
    const canceled = steam.ticketOf(steamId)
    steam.cancel(canceled)
    expect(await faultOf(canceled)).toBe('NOT_ACCEPTED')
    expect(await users.rows('select from account where account_id = $1', [steamId])).toEqual([])
  })

  test('asks Steam nothing about what is no ticket', async () => {
    const [before, asked] = [await users.state(), steam.requests.length]
    for (const ticket of ['', 'x', 'abc', 'zz'.repeat(10), 'ab&key=1', 'nul\0', 'ab'.repeat(2_561)])
      expect(await faultOf(ticket), ticket.slice(0, 40)).toBe('MALFORMED')
    expect(steam.requests).toHaveLength(asked)
    expect(await users.state()).toEqual(before)
  })

  test('of a banned user is refused', async () => {
    const steamId = steam.aPlayer()
    const { userId } = playerOf(await enterAs(steamId))
    await users.change(await users.anAdministrator(), setStatusMutation, { userId, status: 'BANNED' })
    expect(await enterAs(steamId)).toMatchObject({ __typename: 'AccountBanned' })
  })
})

describe('linking Steam', () => {
  test('makes a guest’s account a full one, with all that it has', async () => {
    const made = await users.change(null, guestMutation, { input: {} }, { address: anAddress() })
    const guest = playerOf(made)
    const steamId = steam.aPlayer()
    expect(await link(guest, steam.ticketOf(steamId))).toMatchObject({ __typename: 'User', id: guest.userId })
    expect((await users.ask(guest, meQuery)).data?.['me']).toMatchObject({
      access: { isGuest: false, providers: ['steam'] },
    })
    expect(await users.change(null, guestMutation, { input: { credential: made['guestCredential'] } })).toMatchObject({
      __typename: 'InvalidCredentials',
    })
    expect(await enterAs(steamId)).toMatchObject({ user: { id: guest.userId } })
  })

  test('to an account with a password needs it, or a session that has just begun; a taken player is told so', async () => {
    const player = await users.aPlayer()
    const steamId = steam.aPlayer()
    await users.rows(`update session set created_at = created_at - interval '1 day' where id = $1`, [player.sessionId])
    expect(await link(player, steam.ticketOf(steamId))).toMatchObject({ __typename: 'InvalidCredentials' })
    const more = { currentPassword: PASSWORD }
    expect(await link(player, steam.ticketOf(steamId), more)).toMatchObject({ id: player.userId })
    const other = await users.aPlayer()
    expect(await link(other, steam.ticketOf(steamId), more)).toMatchObject({ __typename: 'IdentityTaken' })
  })
})

describe('a server of Steam', () => {
  test.each<[string, NonNullable<Steam['fault']['answer']>]>([
    ['is out of order', response => response.writeHead(503).end('busy')],
    ['refuses the key', response => response.writeHead(403).end('<html>Forbidden</html>')],
    ['redirects', response => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
    ['answers no JSON', response => response.writeHead(200).end('<html></html>')],
    ['answers something else', response => response.writeHead(200).end('{"response":{}}')],
    ['says OK without a player', response => response.writeHead(200).end('{"response":{"params":{"result":"OK"}}}')],
    ['breaks off', response => response.destroy()],
  ])('that %s is said to be away, and the ticket still counts', async (_, answer) => {
    const steamId = steam.aPlayer()
    const input = { ticket: steam.ticketOf(steamId) }
    steam.fault.answer = answer
    expect((await users.ask(null, steamMutation, { input }, { address: anAddress() })).errors).toMatchObject([
      { code: 'SERVICE_UNAVAILABLE' },
    ])
    steam.fault.answer = null
    expect(await enter(input.ticket)).toMatchObject({ __typename: 'AuthSession' })
  })

  test('that does not answer in time is given up', async () => {
    steam.fault.answer = () => {}
    const logger = createLogger({ name: 'test', level: 'silent' })
    const settings = { appId: STEAM_APP_ID, key: STEAM_WEB_API_KEY, identity: 'waystone', apiUrl: steam.url }
    const tickets = createSteamTickets(settings, { clock: users.clock, logger, timeoutMs: 50 })
    await expect(tickets.read('ab')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  })

  test('gets the key in a header alone, and neither key nor ticket is logged', async () => {
    const ticket = steam.ticketOf(steam.aPlayer())
    steam.fault.answer = response => response.writeHead(403).end('<html>Forbidden</html>')
    await users.ask(null, steamMutation, { input: { ticket } }, { address: anAddress() })
    const { url, headers } = steam.requests.at(-1) ?? { url: new URL('http://none'), headers: {} }
    expect(headers['x-webapi-key']).toBe(STEAM_WEB_API_KEY)
    expect(url.href).not.toContain(STEAM_WEB_API_KEY)
    expect(Object.fromEntries(url.searchParams)).toEqual({ appid: '480', ticket, identity: 'waystone' })
    const log = lines.join('\n')
    expect(log).toContain('Steam answered 403')
    expect(log).not.toContain(STEAM_WEB_API_KEY)
    expect(log).not.toContain(ticket)
  })
})

test('clients are told how tickets are made, or that Steam does not sign in', async () => {
  const question = '{ accessOptions { steam { appId identity } } }'
  expect((await users.ask(null, question)).data).toEqual({
    accessOptions: { steam: { appId: 480, identity: 'waystone' } },
  })
  const without = await startUsers()
  try {
    expect((await without.ask(null, question)).data).toEqual({ accessOptions: { steam: null } })
    expect(await enter(steam.ticketOf(steam.aPlayer()), without)).toMatchObject({
      __typename: 'NotOffered',
      cause: 'NO_PROVIDERS',
    })
  } finally {
    await without.close()
  }
})
