import { randomUUID } from 'node:crypto'
import { readPersonalTables, type PersonalTable } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUsers, type Player, type TestApp } from './users-app.js'

const rows = readPersonalTables('users')
const deleted = rows.filter(({ fate }) => fate === 'deleted')
const overwritten = rows.filter(({ fate }) => fate === 'overwritten')

interface Column {
  readonly name: string
  readonly type: string
  readonly enumeration: string
  readonly isNeeded: boolean
}

let users: TestApp
let player: Player
beforeAll(async () => {
  users = await startUsers()
  player = await users.aPlayer()
  await users.change(
    player,
    `mutation { result: buyCurrency(input: { packId: "diamonds-500", paymentMethod: "pm_ok", idempotencyKey: "k" }) { __typename } }`,
  )
  const price = { currency: 'DIAMOND', amount: 1_000_000 } as const
  const refused = { pullId: randomUUID(), userId: player.userId, ...price }
  await users.app.services.reservePrice(refused)
})
afterAll(() => users.close())

const columnsOf = (table: string) =>
  users.rows<Column>(
    `select column_name as name, data_type as type, udt_name as enumeration,
       is_nullable = 'NO' and column_default is null as "isNeeded"
     from information_schema.columns where table_schema = 'public' and table_name = $1`,
    [table],
  )
const MARK = 'personal of one player'
/** A value of the column's type that no erasure writes. */
async function markOf({ name, type, enumeration }: Column): Promise<unknown> {
  if (name === 'user_id') return player.userId
  if (name === 'session_id') return player.sessionId
  if (name.endsWith('country')) return 'XX'
  if (type === 'text') return `${MARK}: ${name}`
  if (type === 'bytea') return Buffer.from(`${MARK}: ${name}`)
  if (type === 'boolean') return true
  if (type === 'uuid') return '11111111-2222-4333-8444-555555555555'
  if (type === 'date') return '2001-02-03'
  if (type === 'jsonb') return { rule: MARK }
  if (type.startsWith('timestamp')) return new Date('2001-02-03T04:05:06Z')
  if (/int|numeric/.test(type)) return 4_711
  if (type === 'USER-DEFINED')
    return (
      await users.rows<{ label: string }>(
        `select enumlabel as label from pg_enum e join pg_type t on t.oid = e.enumtypid where typname = $1`,
        [enumeration],
      )
    )[0]?.label
  throw new Error(`The test has no value of the type ${type}, which ${name} has`)
}
const ownerOf = (columns: readonly Column[], table: string) =>
  table === 'user' ? 'id' : ['user_id', 'session_id'].find(name => columns.some(column => column.name === name))
const rowsOf = async (table: string) => {
  const owner = ownerOf(await columnsOf(table), table)
  const value = owner === 'session_id' ? player.sessionId : player.userId
  return await users.rows<Record<string, unknown>>(`select * from "${table}" where "${owner ?? ''}" = $1`, [value])
}

/** Makes sure that the player has a row, all of whose personal columns hold what no erasure writes. */
async function mark({ table, columns: personal }: PersonalTable): Promise<void> {
  const columns = await columnsOf(table)
  const owner = ownerOf(columns, table)
  const marked = columns.filter(({ name, isNeeded }) => isNeeded || name === owner || personal.includes(name))
  const values = await Promise.all(marked.map(markOf))
  if (owner !== undefined && (await rowsOf(table)).length > 0) {
    for (const [index, { name }] of marked.entries())
      if (personal.includes(name))
        await users.rows(`update "${table}" set "${name}" = $2 where "${owner}" = $1`, [
          owner === 'session_id' ? player.sessionId : player.userId,
          values[index],
        ])
    return
  }
  await users.rows(
    `insert into "${table}" (${marked.map(({ name }) => `"${name}"`).join()}) values (${marked.map((_, index) => `$${index + 1}`).join()})`,
    values,
  )
}

test('what docs/personal-data.md calls deleted or overwritten is gone from every column when an account is erased', async () => {
  expect(deleted.length).toBeGreaterThan(8)
  expect(overwritten.map(({ table }) => table)).toEqual(['user', 'profile', 'reservation', 'purchase'])
  for (const row of [...deleted, ...overwritten]) await mark(row)
  // Of a table without an owner a row is the player's that names the address or the id.
  await users.rows(`update verification set identifier = $1`, [`verify:${player.userId}`])
  const before = new Map(await Promise.all(overwritten.map(async ({ table }) => [table, await rowsOf(table)] as const)))
  for (const { table, columns } of overwritten)
    for (const [row] of [before.get(table) ?? []])
      for (const column of columns) expect(row?.[column], `${table}.${column} was not marked`).not.toBeNull()

  await users.app.services.requestDeletionFor({ userId: player.userId, actor: 'test' })
  users.clock.advance(15 * 86_400_000)
  expect(await users.app.services.eraseAccounts()).toBe(1)

  for (const { table } of deleted)
    expect(await users.rows(`select from "${table}" t where t::text like $1`, [`%${MARK}%`]), table).toEqual([])
  for (const { table } of deleted.filter(row => row.table !== 'verification'))
    expect(await rowsOf(table), table).toEqual([])
  for (const { table, columns } of overwritten) {
    const [was, is] = [before.get(table)?.[0], (await rowsOf(table))[0]]
    expect(is, table).toBeDefined()
    for (const column of columns) expect(is?.[column], `${table}.${column}`).not.toEqual(was?.[column])
  }
})
