import { freePort } from '@waystone/kit/process'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { createTestDatabase, type TestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { guestMutation, meQuery, upgradeMutation, verifyMutation } from './account-operations.js'
import { expectSoundLedger } from './economy.js'
import { mailSettings, startMailServer, type MailServer } from './mail-server.js'
import { PASSWORD, playerOf, signInMutation, type Player, type Result } from './users-app.js'
import { createUsersProcess, type UsersProcess } from './users-process.js'

let testDatabase: TestDatabase
let database: Database
let mail: MailServer
let users: UsersProcess
beforeAll(async () => {
  mail = await startMailServer()
  testDatabase = await createTestDatabase({ migrations: 'users' })
  const logger = createLogger({ name: 'test', level: 'silent' })
  database = createDatabase({ url: testDatabase.url, maxConnections: 4, applicationName: 'test', logger })
  const env = { DATABASE_URL: testDatabase.url, QUESTS_URLS: 'http://127.0.0.1:9', ...mailSettings(mail) }
  users = createUsersProcess({ port: await freePort(), env })
  await users.start()
}, 90_000)
afterAll(async () => {
  await users.kill()
  await database.close()
  await testDatabase.close()
  await mail.close()
})

interface Guest extends Player {
  readonly credential: string
  readonly input: { readonly username: string; readonly email: string; readonly password: string }
}

const rows = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await database.primary.query<Row>(text, [...values])).rows
const change = async (query: string, variables: Record<string, unknown>, accessToken?: string) =>
  (await users.ask(query, variables, accessToken))?.['result'] as Result
const aGuest = async (username: string): Promise<Guest> => {
  const result = await change(guestMutation, { input: {} })
  const input = { username, email: `${username}@example.com`, password: PASSWORD }
  return { ...playerOf(result), credential: String(result['guestCredential']), input }
}
const upgrade = ({ input, accessToken }: Guest) => change(upgradeMutation, { input }, accessToken)
/** All rows of one user that an upgrade writes, without sessions, which sign-ins of this test begin. */
const recordsOf = async ({ userId }: Guest) => {
  const tables = [
    'user',
    'account',
    'guest_credential',
    'email_claim',
    'account_token',
    'mail',
    'profile',
    'ledger_account',
  ]
  const found = await Promise.all(
    tables.map(table =>
      rows(`select t::text from "${table}" t where ${table === 'user' ? 'id' : 'user_id'} = $1 order by 1`, [userId]),
    ),
  )
  return Object.fromEntries(tables.map((table, index) => [table, found[index]]))
}
const until = async (what: string, holds: () => Promise<boolean>) => {
  const deadline = performance.now() + 30_000
  while (!(await holds())) if (performance.now() > deadline) throw new Error(`Waited for ${what} in vain`)
}
const connectionsOfUsers = () =>
  rows<{ query: string; waits: boolean }>(
    `select query, wait_event_type = 'Lock' as waits from pg_stat_activity
     where datname = current_database() and application_name <> 'test'`,
  )
/** The whole upgrade is there: nothing is lost, and nothing of the guest is left over. */
async function expectUpgraded({ userId, credential, input }: Guest): Promise<void> {
  expect(await change(guestMutation, { input: { credential } })).toMatchObject({ __typename: 'InvalidCredentials' })
  const signedIn = await change(signInMutation, { input: { usernameOrEmail: input.username, password: PASSWORD } })
  expect(signedIn).toMatchObject({ __typename: 'AuthSession', user: { id: userId, username: input.username } })
  const data = await users.ask(meQuery, {}, playerOf(signedIn).accessToken)
  expect(data?.['me']).toMatchObject({
    wallet: { diamonds: 1_000, gold: 0 },
    access: { isGuest: false, hasPassword: true },
  })
  expect(await rows('select from guest_credential where user_id = $1', [userId])).toEqual([])
  expect(await rows('select from account where user_id = $1', [userId])).toHaveLength(1)
}

/** The writes of an upgrade, in their order, each to another table. */
const writes = [
  ['guest_credential', 'DELETE FROM guest_credential'],
  ['account', 'INSERT INTO account'],
  ['email_claim', 'INSERT INTO email_claim'],
  ['mail', 'INSERT INTO mail'],
  ['session', 'DELETE FROM session'],
] as const

test.each(writes)(
  'an upgrade that is killed while it writes %s has changed nothing, and succeeds when it is repeated',
  async (table, statement) => {
    const guest = await aGuest(`killed_${table.slice(0, 12)}`)
    const before = await recordsOf(guest)
    const gate = await database.primary.connect()
    try {
      // Readers pass; the upgrade waits at its first write to the table, in the middle of its transaction.
      await gate.query(`begin; lock table "${table}" in share mode`)
      const lost = upgrade(guest).then(
        () => 'answered',
        () => 'lost',
      )
      await until('the upgrade to wait', async () =>
        (await connectionsOfUsers()).some(({ waits, query }) => waits && query.includes(statement)),
      )
      await users.kill()
      expect(await lost).toBe('lost')
    } finally {
      await gate.query('rollback')
      gate.release()
    }
    await until('the connections to end', async () => (await connectionsOfUsers()).length === 0)
    expect(await recordsOf(guest)).toEqual(before)

    await users.start()
    expect(await change(guestMutation, { input: { credential: guest.credential } })).toMatchObject({
      user: { id: guest.userId },
    })
    expect(await upgrade(guest)).toMatchObject({ __typename: 'User', id: guest.userId })
    await expectUpgraded(guest)
  },
  90_000,
)

test('of a crowd of upgrades that is killed as it commits each is whole or absent, and each repeat succeeds', async () => {
  const guests: Guest[] = []
  for (let index = 0; index < 12; index += 1) guests.push(await aGuest(`crowd_${index}`))
  const outcomes = guests.map(guest =>
    upgrade(guest).then(
      ({ __typename }) => __typename,
      () => 'lost',
    ),
  )
  const upgraded = () => rows<{ id: string }>(`select id from "user" where username like 'crowd_%'`)
  await until('the first to commit', async () => (await upgraded()).length > 0)
  await users.kill()
  const answers = await Promise.all(outcomes)
  await until('the connections to end', async () => (await connectionsOfUsers()).length === 0)
  const done = new Set((await upgraded()).map(({ id }) => id))
  for (const [index, guest] of guests.entries()) {
    const { account, guest_credential, email_claim } = await recordsOf(guest)
    const isDone = done.has(guest.userId)
    expect([account, guest_credential, email_claim].map(found => found?.length)).toEqual(isDone ? [1, 0, 1] : [0, 1, 0])
    // An answer is given after the commit only.
    expect([isDone, 'lost']).toContain(answers[index] === 'User' ? true : answers[index])
  }

  // Mails that the process had taken up are due when its lease of three minutes ends: as if it had.
  await rows('update mail set due_at = now()')
  await users.start()
  const repeated = await Promise.all(guests.map(upgrade))
  expect(repeated.map(({ __typename, id }) => [__typename, id])).toEqual(guests.map(({ userId }) => ['User', userId]))
  for (const guest of guests) await expectUpgraded(guest)
  // The mail of each arrives, too, however often a process died in between.
  await until('all mail', async () => (await rows('select from mail')).length === 0)
  for (const { input, userId } of guests)
    expect(await change(verifyMutation, { token: mail.tokenFor(input.email) })).toMatchObject({
      __typename: 'User',
      id: userId,
    })
  expect(
    await rows('select from email_claim c join "user" u on u.id = c.user_id where username like $1', ['crowd_%']),
  ).toEqual([])
  await expectSoundLedger({ rows })
}, 120_000)
