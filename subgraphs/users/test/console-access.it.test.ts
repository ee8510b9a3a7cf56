import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD, setStatusMutation, startUsers, type Player, type TestApp } from './users-app.js'

let users: TestApp
let player: Player
let admin: Player
const roles = ['admin.read', 'admin.support', 'admin.economy', 'admin.content'] as const
type Role = (typeof roles)[number]
const operators = new Map<Role, Pick<Player, 'accessToken'>>()
beforeAll(async () => {
  users = await startUsers()
  player = await users.aPlayer()
  admin = await users.anAdministrator()
  for (const role of roles) {
    const { username, userId } = await users.aPlayer()
    await users.rows('UPDATE "user" SET role = $2 WHERE id = $1', [userId, role])
    operators.set(role, { accessToken: String((await users.signIn(username))['accessToken']) })
  }
})
afterAll(() => users.close())

const id = () => `"${player.userId}"`
const fields: Readonly<Record<string, { readonly role: Role; readonly ask: () => string }>> = {
  users: { role: 'admin.read', ask: () => '{ users(search: "p") { totalCount edges { node { email } } } }' },
  ledger: { role: 'admin.read', ask: () => '{ ledger { totalCount edges { node { id } } } }' },
  purchases: { role: 'admin.read', ask: () => '{ purchases { totalCount edges { node { id } } } }' },
  'User.notes': {
    role: 'admin.read',
    ask: () => `{ user(id: ${id()}) { notes { totalCount edges { node { text } } } } }`,
  },
  addUserNote: {
    role: 'admin.support',
    ask: () => `mutation { addUserNote(userId: ${id()}, text: "x") { __typename } }`,
  },
  setUserStatus: {
    role: 'admin.support',
    ask: () => `mutation { setUserStatus(userId: ${id()}, status: ACTIVE, reason: "x") { id } }`,
  },
  adjustWallet: {
    role: 'admin.economy',
    ask: () =>
      `mutation { adjustWallet(userId: ${id()}, currency: GOLD, amount: 1, reason: "x", idempotencyKey: "${randomUUID()}") { __typename } }`,
  },
  refundPurchase: {
    role: 'admin.economy',
    ask: () => `mutation { refundPurchase(purchaseId: "${randomUUID()}", reason: "x") { __typename } }`,
  },
}
/** Roles that act on players carry the right to read about them. */
const readers: ReadonlySet<Role> = new Set<Role>(['admin.read', 'admin.support', 'admin.economy'])

describe.each(Object.entries(fields))('%s, asked of the subgraph itself,', (_, { role, ask }) => {
  it('is refused to strangers, players and every other role, and changes nothing', async () => {
    const before = await users.state()
    expect((await users.ask(null, ask())).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }])
    expect((await users.ask(player, ask())).errors).toMatchObject([{ code: 'FORBIDDEN' }])
    const others = roles.filter(other => (role === 'admin.read' ? !readers.has(other) : other !== role))
    for (const other of others)
      expect((await users.ask(operators.get(other) ?? null, ask())).errors, other).toMatchObject([
        { code: 'FORBIDDEN' },
      ])
    expect(await users.state()).toEqual(before)
  })

  it('is answered to its role and to administrators with all of them', async () => {
    expect((await users.ask(operators.get(role) ?? null, ask())).errors).toEqual([])
    expect((await users.ask(admin, ask())).errors).toEqual([])
  })
})

describe('notes on a user', () => {
  const ADD = `mutation ($userId: ID!, $text: String!) { result: addUserNote(userId: $userId, text: $text) {
    __typename ... on UserNote { id text author { id } createdAt } ... on InvalidInput { field problems { min max actual } } } }`
  const NOTES = `query ($id: ID!, $first: Int, $after: String) { user(id: $id) { notes(first: $first, after: $after) {
    edges { node { text author { username } } } pageInfo { endCursor hasNextPage } totalCount } } }`
  interface Notes {
    readonly edges: readonly { readonly node: { readonly text: string } }[]
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean }
    readonly totalCount: number
  }
  const notesOf = async ({ userId }: Player, page = {}) =>
    ((await users.ask(admin, NOTES, { id: userId, ...page })).data as { user: { notes: Notes } }).user.notes

  it('are written with their action, whose log does not repeat them, and read newest first, page by page', async () => {
    const target = await users.aPlayer()
    for (const text of ['first', '  second\n', 'third']) {
      users.clock.advance(1_000)
      const added = await users.change(admin, ADD, { userId: target.userId, text })
      expect(added).toMatchObject({ __typename: 'UserNote', text: text.trim(), author: { id: admin.userId } })
    }
    const first = await notesOf(target, { first: 2 })
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } })
    expect(first.edges.map(({ node }) => node.text)).toEqual(['third', 'second'])
    const rest = await notesOf(target, { after: first.pageInfo.endCursor })
    expect(rest.edges.map(({ node }) => node)).toEqual([{ text: 'first', author: { username: admin.username } }])
    const actions = await users.rows<object>('select action, reason, data from admin_action where user_id = $1', [
      target.userId,
    ])
    expect(actions).toHaveLength(3)
    expect(actions[0]).toEqual({ action: 'NOTE_ADDED', reason: '', data: { noteId: expect.any(String) as string } })
  })

  it('of bad length, or on an unknown user, are refused and change nothing', async () => {
    const before = await users.state()
    for (const text of ['', ' ', 'x'.repeat(2_001)])
      expect(await users.change(admin, ADD, { userId: player.userId, text })).toMatchObject({
        field: 'text',
        problems: [{ min: 1, max: 2_000, actual: text.trim().length }],
      })
    for (const userId of ['nobody', randomUUID()])
      expect(await users.change(admin, ADD, { userId, text: 'x' })).toMatchObject({ __typename: 'UserNotFound' })
    expect(await users.state()).toEqual(before)
  })

  it('are gone with the account, and none can be written to it any more', async () => {
    const target = await users.aPlayer()
    await users.change(admin, ADD, { userId: target.userId, text: 'personal' })
    await users.app.services.requestDeletionFor({ userId: target.userId, actor: 'test' })
    users.clock.advance(15 * 86_400_000)
    expect(await users.app.services.eraseAccounts()).toBe(1)
    expect(await users.rows('select from user_note where user_id = $1', [target.userId])).toEqual([])
    const later = { accessToken: String((await users.signIn(admin.username, PASSWORD))['accessToken']) }
    expect(await users.change(later, ADD, { userId: target.userId, text: 'x' })).toMatchObject({
      __typename: 'UserNotFound',
    })
    await expect(
      users.rows(`insert into user_note values (gen_random_uuid(), $1, $1, 'x', now())`, [target.userId]),
    ).rejects.toThrow('is deleted')
    users.clock.advance(-15 * 86_400_000)
  })
})

describe('setUserStatus', () => {
  const BAN = setStatusMutation
    .replace('$status: UserStatus!', '$status: UserStatus!, $reason: String')
    .replace('status: $status)', 'status: $status, reason: $reason)')

  it('logs its reason with the ban', async () => {
    const target = await users.aPlayer()
    const ban = (variables: object) => users.ask(admin, BAN, { userId: target.userId, ...variables })
    await ban({ status: 'BANNED', reason: ' Sold accounts ' })
    await ban({ status: 'ACTIVE' })
    expect(
      await users.rows('select action, reason from admin_action where user_id = $1 order by position', [target.userId]),
    ).toEqual([
      { action: 'BANNED', reason: 'Sold accounts' },
      { action: 'BAN_LIFTED', reason: '' },
    ])
    const before = await users.state()
    const { errors } = await ban({ status: 'BANNED', reason: 'x'.repeat(501) })
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }])
    expect(await users.state()).toEqual(before)
  })
})
