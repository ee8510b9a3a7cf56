import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UsersApp } from '../src/app.js'
import { playerOf, startUsers, type Player, type TestApp } from './users-app.js'

/** Changes that another tool may make in the tables of users; none of them knows of access tokens. */
const statements = {
  'a role is taken': `UPDATE "user" SET role = 'user' WHERE id = $1`,
  'one role of several is taken': `UPDATE "user" SET role = 'moderator' WHERE id = $1`,
  'the role is emptied': `UPDATE "user" SET role = NULL WHERE id = $1`,
  'the user is banned': `UPDATE "user" SET banned = true WHERE id = $1`,
  'the user is banned until a day': `UPDATE "user" SET banned = true, ban_expires = '2030-01-01' WHERE id = $1`,
  'the sessions are deleted': 'DELETE FROM session WHERE user_id = $1',
  'the sessions get other ids': 'UPDATE session SET id = gen_random_uuid() WHERE user_id = $1',
  'the sessions are given to another user': `UPDATE session SET user_id = (SELECT id FROM "user" WHERE id <> $1 LIMIT 1) WHERE user_id = $1`,
  'the sessions are cut short': `UPDATE session SET expires_at = 'epoch' WHERE user_id = $1`,
}
const harmless = {
  'a role is given': `UPDATE "user" SET role = role || ', moderator' WHERE id = $1`,
  'the same roles are written another way': `UPDATE "user" SET role = 'admin ,service' WHERE id = $1`,
  'the name changes': `UPDATE "user" SET name = 'Another', updated_at = now() WHERE id = $1`,
  'a ban is lifted': `UPDATE "user" SET banned = false, ban_expires = NULL WHERE id = $1`,
}

let users: TestApp
let other: UsersApp
beforeAll(async () => {
  users = await startUsers()
  other = await users.another()
  await other.start()
})
afterAll(async () => {
  await other.close()
  await users.close()
})

const anOfficial = async (): Promise<Player> => {
  const { userId, username } = await users.aPlayer()
  await users.rows(`UPDATE "user" SET role = 'service,admin' WHERE id = $1`, [userId])
  return playerOf(await users.signIn(username))
}
const request = (player: Player) => ({
  headers: new Map([['authorization', `Bearer ${player.accessToken}`]]),
  remoteAddress: '127.0.0.1',
  requestId: randomUUID(),
})
/** The answer of another instance, which follows revocations as usual, to the access token. */
const taken = (player: Player) =>
  other.context(request(player)).then(
    () => 'taken',
    (error: Error) => error.message,
  )
const revoked = { timeout: 2_000, interval: 50 }

describe('access tokens end within two seconds', () => {
  it.each(Object.entries(statements))('when %s by plain SQL', async (_, statement) => {
    const player = await anOfficial()
    const bystander = await anOfficial()
    expect(await taken(player)).toBe('taken')
    await users.rows(statement, [player.userId])
    await expect.poll(() => taken(player), revoked).toContain('revoked')
    expect(await taken(bystander)).toBe('taken')
  })

  it('when a user who has no wallet yet is deleted by plain SQL', async () => {
    const player = await anOfficial()
    // As an account that was made a moment ago: the ledger keeps every other one.
    const userId = randomUUID()
    await users.rows(`INSERT INTO "user" (id, name, email, role) VALUES ($1, 'x', $2, 'admin')`, [userId, userId])
    await users.rows('UPDATE session SET user_id = $1 WHERE id = $2', [userId, player.sessionId])
    await users.rows('DELETE FROM "user" WHERE id = $1', [userId])
    await expect.poll(() => taken(player), revoked).toContain('revoked')
  })

  it('after the commit of a transaction that took longer than readers look back', async () => {
    const player = await anOfficial()
    const client = await users.database.primary.connect()
    try {
      await client.query('BEGIN')
      await client.query(`UPDATE "user" SET role = 'user' WHERE id = $1`, [player.userId])
      const before = new Date()
      await client.query('SELECT pg_sleep(0.3)')
      await client.query('COMMIT')
      const [row] = await users.rows<{ revoked_at: Date }>('SELECT revoked_at FROM revocation WHERE session_id = $1', [
        player.sessionId,
      ])
      expect(row?.revoked_at.getTime()).toBeGreaterThan(before.getTime() + 250)
    } finally {
      client.release()
    }
    await expect.poll(() => taken(player), revoked).toContain('revoked')
  })

  it('and their sessions are not shown from the cache any more', async () => {
    const player = await anOfficial()
    const reader = await anOfficial()
    const session = async () =>
      (await users.ask(reader, `{ session(id: "${player.sessionId}") { id } }`)).data?.['session'] ?? null
    expect(await session()).not.toBeNull()
    await users.rows('DELETE FROM session WHERE user_id = $1', [player.userId])
    // Applies the revocation as an instance that follows revocations does.
    const news = await users.rows<{ at: Date }>('SELECT revoked_at AS at FROM revocation WHERE session_id = $1', [
      player.sessionId,
    ])
    users.revocations.add(
      news.map(({ at }) => ({ sessionId: player.sessionId, userId: null, revokedAtMs: at.getTime() })),
    )
    await expect.poll(session, revoked).toBeNull()
  })

  it('and what is open with them is told to close', async () => {
    const player = await anOfficial()
    const { viewer } = await other.context(request(player))
    if (viewer === null) throw new Error('Nobody')
    let ended = false
    other.watchAccess(viewer, () => (ended = true))
    await users.rows(`UPDATE "user" SET banned = true WHERE id = $1`, [player.userId])
    await expect.poll(() => ended, revoked).toBe(true)
  })
})

it('sessions cannot be truncated, which would leave their access tokens', async () => {
  await expect(users.rows('TRUNCATE session CASCADE')).rejects.toThrow('use DELETE FROM session')
})

it.each(Object.entries(harmless))('access tokens stay when %s', async (_, statement) => {
  const player = await anOfficial()
  await users.rows(statement, [player.userId])
  expect(await users.rows('SELECT FROM revocation WHERE session_id = $1', [player.sessionId])).toEqual([])
  expect(await users.rows('SELECT FROM session WHERE id = $1', [player.sessionId])).toHaveLength(1)
})
