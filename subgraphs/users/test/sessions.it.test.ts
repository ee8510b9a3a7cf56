import { listRevocations } from '@waystone/events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  PASSWORD,
  playerOf,
  refreshMutation,
  setStatusMutation,
  signInMutation,
  startUsers,
  type Player,
  type Result,
  type TestApp,
} from './users-app.js'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
})
afterAll(async () => {
  await users.close()
})

const refresh = (token: string, client = {}) => users.change(null, refreshMutation, { token }, client)
const typesOf = (results: readonly Result[]) => results.map(result => result.__typename).toSorted()
/** Returns whether the access token is still accepted; a revoked one is refused before any resolver runs. */
const isAccepted = (player: Player): Promise<boolean> =>
  users.ask(player, '{ me { id } }').then(
    ({ data }) => data?.['me'] !== null,
    (error: unknown) => {
      if (error instanceof Error && error.message === 'The session has been revoked') return false
      throw error
    },
  )
const revocationsSince = async (sinceMs: number) => {
  const handler = users.app.internal.find(({ operation }) => operation === listRevocations.operation)
  return listRevocations.output.parse(await handler?.answer({ sinceMs }, 'gacha'))
}

describe('a refresh', () => {
  test('gives new tokens for the same session and extends it', async () => {
    const player = await users.aPlayer()
    users.clock.advance(14 * MINUTE_MS)
    const result = await refresh(player.refreshToken, { address: '198.51.100.7', userAgent: 'a new client' })
    expect(result).toMatchObject({
      __typename: 'AuthSession',
      session: { id: player.sessionId, current: true, userAgent: 'a new client', ipAddress: '198.51.100.7' },
      accessTokenExpiresAt: new Date(users.clock.now().getTime() + 15 * MINUTE_MS).toISOString(),
    })
    const { expiresAt } = result['session'] as { expiresAt: string }
    expect(expiresAt).toBe(new Date(users.clock.now().getTime() + 30 * DAY_MS).toISOString())
    const renewed = playerOf(result)
    expect(renewed.refreshToken).not.toBe(player.refreshToken)
    users.clock.advance(2 * MINUTE_MS)
    expect(await isAccepted(renewed)).toBe(true)
  })

  test('can be done again and again, each time with the newest token', async () => {
    let player = await users.aPlayer()
    for (let round = 0; round < 5; round++) player = playerOf(await refresh(player.refreshToken))
    expect(await isAccepted(player)).toBe(true)
    const [row] = await users.rows<{ count: number }>(
      'SELECT count(*)::int AS count FROM refresh_token WHERE session_id = $1 AND replaced_at IS NULL',
      [player.sessionId],
    )
    expect(row?.count).toBe(1)
  })

  test('with a token that was used more than ten seconds before ends the session for whoever holds it', async () => {
    const player = await users.aPlayer()
    const renewed = playerOf(await refresh(player.refreshToken))
    users.clock.advance(10_001)
    expect(await refresh(player.refreshToken)).toMatchObject({ __typename: 'SessionExpired' })
    expect(await refresh(renewed.refreshToken)).toMatchObject({ __typename: 'SessionExpired' })
    expect(await isAccepted(renewed)).toBe(false)
  })

  test('deletes the tokens that were replaced half a year ago, and a younger one still ends the session', async () => {
    const player = await users.aPlayer()
    let newest = player
    const replaced: string[] = []
    for (let round = 0; round < 8; round++) {
      users.clock.advance(29 * DAY_MS)
      replaced.push(newest.refreshToken)
      newest = playerOf(await refresh(newest.refreshToken))
    }
    const [row] = await users.rows<{ count: number }>(
      'SELECT count(*)::int AS count FROM refresh_token WHERE session_id = $1',
      [player.sessionId],
    )
    // Of nine, the one that was replaced 203 days ago.
    expect(row?.count).toBe(8)
    expect(await refresh(replaced[0] ?? '')).toMatchObject({ __typename: 'SessionExpired' })
    expect(await isAccepted(newest)).toBe(true)
    expect(await refresh(replaced[1] ?? '')).toMatchObject({ __typename: 'SessionExpired' })
    expect(await isAccepted(newest)).toBe(false)
  })

  test('repeated by the same client within ten seconds gets the first answer again', async () => {
    const player = await users.aPlayer()
    const first = await refresh(player.refreshToken)
    users.clock.advance(10_000)
    expect(await refresh(player.refreshToken)).toEqual(first)
    expect(playerOf(await refresh(playerOf(first).refreshToken)).sessionId).toBe(player.sessionId)
  })

  test.each([
    ['another address', { address: '198.51.100.7' }],
    ['another user agent', { userAgent: 'a thief' }],
  ])('repeated from %s ends the session, however soon', async (_, thief) => {
    const player = await users.aPlayer()
    const renewed = playerOf(await refresh(player.refreshToken))
    expect(await refresh(player.refreshToken, thief)).toMatchObject({ __typename: 'SessionExpired' })
    expect(await isAccepted(renewed)).toBe(false)
    expect(await users.rows('SELECT FROM session WHERE id = $1', [player.sessionId])).toEqual([])
  })

  test('repeated after the token that it gave was used ends the session, however soon', async () => {
    const player = await users.aPlayer()
    const second = playerOf(await refresh(player.refreshToken))
    const third = playerOf(await refresh(second.refreshToken))
    expect(await refresh(player.refreshToken)).toMatchObject({ __typename: 'SessionExpired' })
    expect(await isAccepted(third)).toBe(false)
  })

  test('done 64 times at once takes place once, and each is given the same tokens', async () => {
    const player = await users.aPlayer()
    const results = await Promise.all(Array.from({ length: 64 }, () => refresh(player.refreshToken)))
    const [first] = results
    expect(first).toMatchObject({ __typename: 'AuthSession', session: { id: player.sessionId } })
    expect(results).toEqual(results.map(() => first))
    expect(
      await users.rows(
        'SELECT replaced_at IS NULL AS current FROM refresh_token WHERE session_id = $1 ORDER BY created_at, replaced_at',
        [player.sessionId],
      ),
    ).toEqual([{ current: false }, { current: true }])
    expect(playerOf(await refresh(playerOf(first as Result).refreshToken)).sessionId).toBe(player.sessionId)
  })

  test('done at once by two clients ends the session: one of them is not its owner', async () => {
    const player = await users.aPlayer()
    const results = await Promise.all([
      refresh(player.refreshToken),
      refresh(player.refreshToken, { userAgent: 'a thief' }),
    ])
    expect(typesOf(results)).toEqual(['AuthSession', 'SessionExpired'])
    const winner = results.find(({ __typename }) => __typename === 'AuthSession')
    expect(await refresh(String(winner?.['refreshToken']))).toMatchObject({ __typename: 'SessionExpired' })
    expect(await users.rows('SELECT FROM session WHERE id = $1', [player.sessionId])).toEqual([])
  })

  test('keeps no token in the database, and what is kept of the newest is no more than its hash', async () => {
    const player = await users.aPlayer()
    const second = playerOf(await refresh(player.refreshToken))
    const third = playerOf(await refresh(second.refreshToken))
    const kept = await users.rows<{ row: string; sealed: boolean }>(
      `SELECT encode(token_hash, 'escape') || coalesce(encode(successor, 'escape'), '') AS row, successor IS NOT NULL AS sealed
       FROM refresh_token WHERE session_id = $1`,
      [player.sessionId],
    )
    expect(kept.filter(({ sealed }) => sealed)).toHaveLength(1)
    for (const { refreshToken } of [player, second, third])
      expect(kept.filter(({ row }) => row.includes(refreshToken))).toEqual([])
  })

  test('with what is no refresh token is refused and changes nothing', async () => {
    const player = await users.aPlayer()
    const [kept] = await users.rows<{ token: string }>('SELECT token FROM session WHERE id = $1', [player.sessionId])
    const before = await users.state()
    for (const token of ['', 'nonsense', 'x'.repeat(10_000), player.accessToken, String(kept?.token)]) {
      expect(await refresh(token)).toMatchObject({ __typename: 'SessionExpired' })
    }
    expect(await users.state()).toEqual(before)
  })

  test('comes too late for a session that has expired', async () => {
    const player = await users.aPlayer()
    users.clock.advance(30 * DAY_MS)
    expect(await refresh(player.refreshToken)).toMatchObject({ __typename: 'SessionExpired' })
  })

  test('takes up what the user may do now', async () => {
    const player = await users.aPlayer()
    await users.app.services.grantAdministrator({ userId: player.userId, actor: 'test' })
    const setStatus = (as: Player) => users.ask(as, setStatusMutation, { userId: player.userId, status: 'ACTIVE' })
    expect((await setStatus(player)).errors).toMatchObject([{ code: 'FORBIDDEN' }])
    expect((await setStatus(playerOf(await refresh(player.refreshToken)))).errors).toEqual([])
  })
})

describe('ending a session', () => {
  test('by signing out refuses its access token at once, and no other', async () => {
    const player = await users.aPlayer()
    const other = playerOf(await users.signIn(player.username))
    expect((await users.ask(player, 'mutation { signOut }')).data).toEqual({ signOut: true })
    expect(await isAccepted(player)).toBe(false)
    expect(await refresh(player.refreshToken)).toMatchObject({ __typename: 'SessionExpired' })
    expect(await isAccepted(other)).toBe(true)
  })

  test('by its id works for one’s own, from another session', async () => {
    const player = await users.aPlayer()
    const other = playerOf(await users.signIn(player.username))
    const revoke = 'mutation ($id: ID!) { revokeSession(id: $id) }'
    const revoked = await users.ask(other, revoke, { id: player.sessionId.toUpperCase() })
    expect(revoked.data).toEqual({ revokeSession: true })
    expect(await isAccepted(player)).toBe(false)
    const again = await users.ask(other, revoke, { id: player.sessionId })
    expect(again.data).toEqual({ revokeSession: false })
  })

  test('of somebody else is refused to players, changes nothing, and is allowed to administrators', async () => {
    const [player, stranger, administrator] = [
      await users.aPlayer(),
      await users.aPlayer(),
      await users.anAdministrator(),
    ]
    const before = await users.state()
    const revoke = 'mutation ($id: ID!) { revokeSession(id: $id) }'
    for (const id of [player.sessionId, 'no id', '']) {
      expect((await users.ask(stranger, revoke, { id })).data).toEqual({ revokeSession: false })
    }
    expect(await users.state()).toEqual(before)
    expect(await isAccepted(player)).toBe(true)
    const withReason = 'mutation ($id: ID!, $reason: String) { revokeSession(id: $id, reason: $reason) }'
    const tooLong = await users.ask(administrator, withReason, { id: player.sessionId, reason: 'x'.repeat(501) })
    expect(tooLong.errors?.[0]?.code).toBe('BAD_USER_INPUT')
    expect(await users.state()).toEqual(before)
    expect(await isAccepted(player)).toBe(true)
    const revoked = await users.ask(administrator, revoke, { id: player.sessionId })
    expect(revoked.data).toEqual({ revokeSession: true })
    expect(await isAccepted(player)).toBe(false)
  })

  test('is told to the other services until no access token of it can be alive', async () => {
    const player = await users.aPlayer()
    users.clock.advance(1)
    const since = users.clock.now().getTime()
    users.clock.advance(1_000)
    await users.ask(player, 'mutation { signOut }')
    const expected = [{ sessionId: player.sessionId, userId: null, revokedAtMs: since + 1_000 }]
    expect(await revocationsSince(since)).toEqual(expected)
    expect(await revocationsSince(since + 1_001)).toEqual([])
    users.clock.advance(15 * MINUTE_MS)
    await users.app.services.prune()
    expect(await revocationsSince(since)).toEqual(expected)
    users.clock.advance(MINUTE_MS + 1)
    await users.app.services.prune()
    expect(await revocationsSince(since)).toEqual([])
  })
})

describe('a ban', () => {
  const setStatus = (as: Player, userId: string, status: string) =>
    users.change(as, setStatusMutation, { userId, status })

  test('ends all sessions at once and refuses signing in, until it is lifted', async () => {
    const administrator = await users.anAdministrator()
    const player = await users.aPlayer()
    const other = playerOf(await users.signIn(player.username))
    expect(await setStatus(administrator, player.userId, 'BANNED')).toMatchObject({ status: 'BANNED' })
    expect([await isAccepted(player), await isAccepted(other)]).toEqual([false, false])
    expect(await refresh(other.refreshToken)).toMatchObject({ __typename: 'SessionExpired' })
    expect(await users.signIn(player.username)).toMatchObject({ __typename: 'AccountBanned' })
    expect(await users.signIn(player.username, 'wrong password')).toMatchObject({ __typename: 'InvalidCredentials' })

    expect(await setStatus(administrator, player.userId, 'ACTIVE')).toMatchObject({ status: 'ACTIVE' })
    // In the same second: the new token is good though the old ones stay void.
    expect(await isAccepted(playerOf(await users.signIn(player.username)))).toBe(true)
    expect(await isAccepted(other)).toBe(false)
  })

  test('lets the profile be seen, and is itself seen by administrators only', async () => {
    const administrator = await users.anAdministrator()
    const player = await users.aPlayer()
    await setStatus(administrator, player.userId, 'BANNED')
    const seenBy = async (viewer: Player | null) =>
      (
        await users.ask(viewer, 'query ($id: ID!) { user(id: $id) { username status } }', {
          id: player.userId,
        })
      ).data?.['user']
    expect(await seenBy(administrator)).toEqual({ username: player.username, status: 'BANNED' })
    for (const viewer of [null, await users.aPlayer()])
      expect(await seenBy(viewer)).toEqual({ username: player.username, status: 'NEW' })
  })

  test('leaves no session behind of those who sign in while it is made', async () => {
    const administrator = await users.anAdministrator()
    const player = await users.aPlayer()
    const input = { usernameOrEmail: player.username, password: PASSWORD }
    const [results] = await Promise.all([
      Promise.all(Array.from({ length: 10 }, () => users.change(null, signInMutation, { input }))),
      setStatus(administrator, player.userId, 'BANNED'),
    ])
    expect(await users.rows('SELECT FROM session WHERE user_id = $1', [player.userId])).toEqual([])
    const entered = results.filter(({ __typename }) => __typename === 'AuthSession').map(playerOf)
    expect(await Promise.all(entered.map(isAccepted))).toEqual(entered.map(() => false))
  })

  test('is refused with a request fault for the status NEW and for nobody’s id, and to players; nothing changes', async () => {
    const administrator = await users.anAdministrator()
    const player = await users.aPlayer()
    const before = await users.state()
    const attempts: readonly [as: Player | null, userId: string, status: string, code: string][] = [
      [administrator, player.userId, 'NEW', 'BAD_USER_INPUT'],
      [administrator, 'no id', 'BANNED', 'BAD_USER_INPUT'],
      [administrator, '00000000-0000-4000-8000-000000000000', 'BANNED', 'BAD_USER_INPUT'],
      [player, administrator.userId, 'BANNED', 'FORBIDDEN'],
      [null, administrator.userId, 'BANNED', 'UNAUTHENTICATED'],
    ]
    const codes: unknown[] = []
    for (const [as, userId, status] of attempts) {
      const { errors } = await users.ask(as, setStatusMutation, { userId, status })
      codes.push(errors.map(({ code }) => code))
    }
    expect(codes).toEqual(attempts.map(([, , , code]) => [code]))
    expect(await users.state()).toEqual(before)
  })
})

describe('the list of sessions', () => {
  test('holds those that can be used, newest first, and says which is in use', async () => {
    const player = await users.aPlayer()
    users.clock.advance(1_000)
    const second = playerOf(await users.signIn(player.username))
    users.clock.advance(1_000)
    const third = playerOf(await users.signIn(player.username))
    await users.ask(second, 'mutation { signOut }')
    const { data } = await users.ask(player, '{ me { sessions { id current user { id } } } }')
    const user = { id: player.userId }
    expect(data?.['me']).toEqual({
      sessions: [
        { id: third.sessionId, current: false, user },
        { id: player.sessionId, current: true, user },
      ],
    })
  })

  test('shows when a session was last refreshed, also where it was cached before', async () => {
    const player = await users.aPlayer()
    const look = async (as: Player) =>
      (await users.ask(as, 'query ($id: ID!) { session(id: $id) { lastSeenAt } }', { id: player.sessionId })).data?.[
        'session'
      ]
    const begun = users.clock.now().toISOString()
    expect(await look(player)).toEqual({ lastSeenAt: begun })
    users.clock.advance(MINUTE_MS)
    const renewed = playerOf(await refresh(player.refreshToken))
    expect(await look(renewed)).toEqual({ lastSeenAt: users.clock.now().toISOString() })
  })
})

test('sessions that have expired are deleted by the job, and with them their refresh tokens', async () => {
  const player = await users.aPlayer()
  users.clock.advance(30 * DAY_MS)
  await users.app.services.prune()
  expect(await users.rows('SELECT FROM session WHERE id = $1', [player.sessionId])).toEqual([])
  expect(await users.rows('SELECT FROM refresh_token WHERE session_id = $1', [player.sessionId])).toEqual([])
})
