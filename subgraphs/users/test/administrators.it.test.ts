import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setUpTwoFactor } from './authenticator.js'
import { playerOf, setStatusMutation, startUsers, type TestApp } from './users-app.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

let users: TestApp
let url: string
beforeAll(async () => {
  users = await startUsers()
  url = String(users.database.primary.options.connectionString)
})
afterAll(() => users.close())

/** The command as `npx waystone admin` starts it; exit code and what it printed. */
const admin = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['subgraphs/users/dist/admin.js', ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
  }).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      text: error.stdout + error.stderr,
    }),
  )

const logOf = (userId: string) =>
  users.rows('SELECT actor, action, at FROM admin_action WHERE user_id = $1 ORDER BY position', [userId])
const mayAdminister = async (username: string) => {
  const { errors } = await users.ask(
    playerOf(await users.signIn(username)),
    '{ userByEmail(email: "nobody@example.com") { id } }',
  )
  return errors.length === 0
}

describe('the command', () => {
  it('makes the first administrator of a database that has none, and says who there is', async () => {
    expect(await admin('list')).toMatchObject({ code: 0, text: expect.stringContaining('no administrator') as unknown })
    const player = await users.aPlayer('Founder')
    expect(await admin('grant', 'FOUNDER')).toMatchObject({ code: 0 })
    expect(await mayAdminister('Founder')).toBe(true)
    expect((await admin('list')).text).toContain(player.email)
    expect(await logOf(player.userId)).toMatchObject([
      { action: 'ADMIN_GRANTED', actor: expect.stringMatching(/^command:.+@.+/) as unknown },
    ])

    expect((await admin('grant', player.email)).text).toContain('already')
    expect(await logOf(player.userId)).toHaveLength(1)

    expect(await admin('revoke', player.userId)).toMatchObject({ code: 0 })
    expect(await mayAdminister('Founder')).toBe(false)
    expect((await admin('log')).text).toMatch(/ADMIN_REVOKED {2}founder .*\n.*ADMIN_GRANTED {2}founder/)
  }, 120_000)

  it('fails for a user who does not exist, and changes nothing', async () => {
    const before = await users.state()
    expect(await admin('grant', 'stranger')).toMatchObject({
      code: 1,
      text: expect.stringContaining('no user has this id, username or e-mail address') as unknown,
    })
    expect(await users.state()).toEqual(before)
  }, 60_000)

  it('leaves the role of an account to the application that makes it', async () => {
    const player = await users.aPlayer('Mirrored')
    await users.rows(
      `INSERT INTO external_account (external_id, user_id, digest, token_session_id, tokens_valid_from)
       VALUES ('of-the-application', $1, '', gen_random_uuid(), now())`,
      [player.userId],
    )
    for (const change of ['grant', 'revoke', 'reset-two-factor'])
      expect(await admin(change, 'mirrored')).toMatchObject({
        code: 1,
        text: expect.stringContaining('another application makes this account') as unknown,
      })
    expect(await logOf(player.userId)).toEqual([])
  }, 60_000)
})

describe('roles of administrators', () => {
  it('are given and taken one by one, and shown in the list', async () => {
    const player = await users.aPlayer('Helper')
    const lineOf = async () => (await admin('list')).text.split('\n').find(line => line.includes(player.userId))
    const granted = await admin('grant', 'helper', '--role', 'support', '--role', 'content')
    expect(granted).toMatchObject({ code: 0, text: expect.stringContaining('(support, content)') as unknown })
    expect(await lineOf()).toContain('  support, content  one factor')
    const scopes = async () => {
      const { accessToken } = playerOf(await users.signIn('Helper'))
      const claims = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()
      return (JSON.parse(claims) as { scopes: string[] }).scopes
    }
    expect(await scopes()).toEqual(['admin.support', 'admin.content', 'admin.read'])

    const before = playerOf(await users.signIn('Helper'))
    expect((await admin('revoke', 'helper', '--role', 'support')).text).toMatch(
      /still an administrator \(content\) and has been/,
    )
    expect(await users.rows('SELECT FROM session WHERE id = $1', [before.sessionId])).toEqual([])
    expect(await scopes()).toEqual(['admin.content'])
    expect((await admin('revoke', 'helper', '--role', 'economy')).text).toBe(
      'Helper is still an administrator (content)\n',
    )
    expect((await admin('revoke', 'helper')).text).toContain('no administrator any more')
    expect(await lineOf()).toBeUndefined()
    expect(
      await users.rows('SELECT action, data FROM admin_action WHERE user_id = $1 ORDER BY position', [player.userId]),
    ).toEqual([
      { action: 'ADMIN_GRANTED', data: { roles: ['admin.support', 'admin.content'] } },
      { action: 'ADMIN_REVOKED', data: { roles: ['admin.support'] } },
      { action: 'ADMIN_REVOKED', data: { roles: ['admin.content'] } },
    ])
  }, 180_000)

  it('that are unknown are refused by a sentence that names those there are', async () => {
    const player = await users.aPlayer()
    expect(await admin('grant', player.username, '--role', 'owner')).toMatchObject({
      code: 2,
      text: expect.stringContaining('Expected one of read|support|economy|content') as unknown,
    })
    expect(await logOf(player.userId)).toEqual([])
  }, 60_000)
})

describe('npm run admin -- reset-two-factor', () => {
  it('has a user who has lost the device sign in with one factor, and keeps that in the log', async () => {
    const administrator = await users.anAdministrator()
    const user = await setUpTwoFactor(users, administrator)
    const lineOf = async () => (await admin('list')).text.split('\n').find(line => line.includes(user.userId))
    expect(await lineOf()).toContain('  every right  two factors')
    expect(await users.signIn(user.username)).toMatchObject({ __typename: 'SecondFactorRequired' })
    expect(await admin('reset-two-factor', user.username)).toMatchObject({
      code: 0,
      text: expect.stringContaining('has been signed out') as unknown,
    })
    expect(await users.signIn(user.username)).toMatchObject({ __typename: 'AuthSession' })
    expect(await lineOf()).toContain('one factor')
    expect((await admin('log')).text).toMatch(/TWO_FACTOR_RESET .* by command:/)
    expect((await admin('reset-two-factor', user.username)).text).toContain('has no second factor')
  }, 180_000)
})

describe('the rights of an administrator', () => {
  it('end with their access tokens when they are taken', async () => {
    const administrator = await users.anAdministrator()
    const by = { userId: administrator.userId, actor: 'test' }
    expect(await users.app.services.revokeAdministrator(by)).toBe(true)
    await expect(users.ask(administrator, '{ me { id } }')).rejects.toThrow('revoked')
    expect(await users.app.services.revokeAdministrator(by)).toBe(false)
    expect(await logOf(administrator.userId)).toMatchObject([{ action: 'ADMIN_GRANTED' }, { action: 'ADMIN_REVOKED' }])
  })

  it('leave the other roles of the user', async () => {
    const { userId } = await users.aPlayer()
    await users.rows(`UPDATE "user" SET role = 'user, service' WHERE id = $1`, [userId])
    const role = async () =>
      (await users.rows<{ role: string }>('SELECT role FROM "user" WHERE id = $1', [userId]))[0]?.role
    await users.app.services.grantAdministrator({ userId, actor: 'test' })
    expect(await role()).toBe('service,admin')
    await users.app.services.revokeAdministrator({ userId, actor: 'test' })
    expect(await role()).toBe('service')
  })

  it('are given once, however many give them at once', async () => {
    const { userId } = await users.aPlayer()
    const changed = await Promise.all(
      Array.from({ length: 8 }, () => users.app.services.grantAdministrator({ userId, actor: 'test' })),
    )
    expect(changed.filter(Boolean)).toHaveLength(1)
    expect(await logOf(userId)).toHaveLength(1)
  })
})

describe('the admin log', () => {
  it('names the administrator who bans, and who lifts the ban', async () => {
    const administrator = await users.anAdministrator()
    const player = await users.aPlayer()
    for (const status of ['BANNED', 'ACTIVE'])
      await users.ask(administrator, setStatusMutation, { userId: player.userId, status })
    const actor = administrator.userId
    const at = users.clock.now()
    expect(await logOf(player.userId)).toEqual([
      { actor, action: 'BANNED', at },
      { actor, action: 'BAN_LIFTED', at },
    ])
  })

  it('is written with the change or neither is', async () => {
    const { userId } = await users.aPlayer()
    await users.rows(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$`)
    await users.rows('CREATE TRIGGER full_log BEFORE INSERT ON admin_action EXECUTE FUNCTION fail()')
    try {
      await expect(users.app.services.grantAdministrator({ userId, actor: 'test' })).rejects.toThrow('full')
    } finally {
      await users.rows('DROP TRIGGER full_log ON admin_action')
    }
    expect(await users.rows('SELECT role FROM "user" WHERE id = $1', [userId])).toEqual([{ role: 'user' }])
  })

  it.each([`UPDATE admin_action SET actor = 'x'`, 'DELETE FROM admin_action', 'TRUNCATE admin_action'])(
    'takes no %s',
    async statement => {
      await expect(users.rows(statement)).rejects.toThrow('append-only')
    },
  )
})

describe('npm run admin -- delete', () => {
  it('has the account of a user deleted who is banned and cannot ask for it, and keeps that in the log', async () => {
    const player = await users.aPlayer()
    const administrator = await users.anAdministrator()
    await users.change(administrator, setStatusMutation, { userId: player.userId, status: 'BANNED' })
    const asked = await admin('delete', player.username)
    expect(asked.text).toContain(`${player.username} has been signed out, and is erased from `)
    expect(asked.code).toBe(0)
    expect(await logOf(player.userId)).toMatchObject([{ action: 'BANNED' }, { action: 'DELETION_REQUESTED' }])
    await users.rows(`UPDATE account_deletion SET due_at = '2026-11-01' WHERE user_id = $1`, [player.userId])
    expect(await users.app.services.eraseAccounts()).toBe(1)
    const again = users.app.services.requestDeletionFor({ userId: player.userId, actor: 'test' })
    await expect(again).rejects.toThrow('does not exist')
    const restored = await admin('restore', player.userId)
    expect(restored.text).toContain('is deleted already')
    expect(restored.code).toBe(1)
  }, 90_000)
})

describe('npm run admin -- restore', () => {
  it('takes a deletion back until it is done, which the list of administrators shows before', async () => {
    const administrator = await users.anAdministrator()
    const { username, userId } = administrator
    await users.app.services.requestDeletionFor({ userId, actor: 'test' })
    const dueAt = async () =>
      (await users.app.services.listAdministrators()).find(({ id }) => id === userId)?.deletionDueAt
    expect(await dueAt()).toBeInstanceOf(Date)
    const marked = (await admin('list')).text.split('\n').find(line => line.includes(userId))
    expect(marked).toMatch(/ {2}is deleted on \d{4}-/)

    expect(await admin('restore', username)).toMatchObject({
      code: 0,
      text: `${username} is not deleted, and may sign in\n`,
    })
    expect(await dueAt()).toBeNull()
    await users.rows(`UPDATE account_deletion SET due_at = '2026-11-01' WHERE user_id = $1`, [userId])
    expect(await users.app.services.eraseAccounts()).toBe(0)
    expect(await users.signIn(username)).toMatchObject({ __typename: 'AuthSession' })
    expect(await users.app.services.cancelDeletionFor({ userId, actor: 'test' })).toBe(false)
    expect(await logOf(userId)).toMatchObject(
      ['ADMIN_GRANTED', 'DELETION_REQUESTED', 'DELETION_CANCELED'].map(action => ({ action })),
    )
  }, 90_000)
})
