import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guestMutation, linkSteamMutation, meQuery, upgradeMutation } from './account-operations.js'
import { startSteam, steamSettingsOf, type Steam } from './steam-server.js'
import { PASSWORD, playerOf, startUsers, type Player, type TestApp } from './users-app.js'

let steam: Steam
let users: TestApp
beforeAll(async () => {
  steam = await startSteam()
  users = await startUsers({ settings: steamSettingsOf(steam) })
})
afterAll(async () => {
  await users.close()
  await steam.close()
})

const enter = (input: Record<string, unknown> = {}) => users.change(null, guestMutation, { input })
/** As whoever has found an access token, but not the credential. */
let guest: Player & { credential: string }
beforeEach(async () => {
  const result = await enter()
  guest = { ...playerOf(result), credential: String(result['guestCredential']) }
  // Refreshed since: the session is older than the access token.
  await users.rows(`update session set created_at = created_at - interval '11 minutes' where id = $1`, [
    guest.sessionId,
  ])
})

const upgrade = (player: Player, more: Record<string, unknown> = {}) => {
  const username = `u${randomUUID().replaceAll('-', '').slice(0, 20)}`
  const input = { username, email: `${username}@example.com`, password: PASSWORD, ...more }
  return users.change(player, upgradeMutation, { input })
}
const linkSteam = (player: Player, more: Record<string, unknown> = {}) =>
  users.change(player, linkSteamMutation, { input: { ticket: steam.ticketOf(steam.aPlayer()), ...more } })
const isGuest = async () =>
  ((await users.ask(guest, meQuery)).data as { me: { access: { isGuest: boolean } } }).me.access.isGuest

describe.each([
  ['upgrading', upgrade],
  ['linking', linkSteam],
] as const)('%s a guest’s account', (_, take) => {
  test('is refused to the access token alone, and the guest stays one who comes back', async () => {
    expect(await take(guest)).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await isGuest()).toBe(true)
    expect(await enter({ credential: guest.credential })).toMatchObject({ user: { id: guest.userId } })
  })

  test('is refused with the credential of another guest, or what is none', async () => {
    const other = String((await enter())['guestCredential'])
    for (const guestCredential of [other, '', 'none', 'nul\0', 'x'.repeat(100_000)])
      expect(await take(guest, { guestCredential })).toMatchObject({ __typename: 'InvalidCredentials' })
    expect(await isGuest()).toBe(true)
  })

  test('takes the credential of its device', async () => {
    expect(await take(guest, { guestCredential: guest.credential })).toMatchObject({ id: guest.userId })
    expect(await isGuest()).toBe(false)
    expect(await enter({ credential: guest.credential })).toMatchObject({ __typename: 'InvalidCredentials' })
  })

  test('takes a session that the credential has just begun', async () => {
    const back = playerOf(await enter({ credential: guest.credential }))
    expect(await take(back)).toMatchObject({ id: guest.userId })
  })
})
