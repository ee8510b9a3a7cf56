import { expect, test } from 'vitest'
import { externalMappingSetting, mapTable, type FoundColumn } from './mapping.js'

const settings = (mapping: object) => externalMappingSetting.parse(JSON.stringify(mapping))
const found = (table: string, columns: Record<string, string>): FoundColumn[] =>
  Object.entries(columns).map(([column, type]) => ({ table, column, type }))

test("better-auth's own names need no mapping, and what a plugin would add may be missing", () => {
  const columns = found('user', { id: 'text', name: 'text', email: 'text', createdAt: 'timestamptz' })
  const { table, problems } = mapTable('user', settings({}), columns)
  expect(problems).toEqual([])
  expect(table.columns.createdAt).toMatchObject({ column: 'createdAt', type: 'timestamptz' })
  expect(table.columns.banned).toBeNull()
})

test('other names are found by the mapping, in any schema', () => {
  const names = { userId: 'user_id', token: 'secret', expiresAt: 'expires_at', createdAt: 'created_at' }
  const mapping = settings({ schema: 'auth', session: { table: 'sessions', columns: names } })
  const columns = found('sessions', {
    id: 'int8',
    user_id: 'int8',
    secret: 'text',
    expires_at: 'timestamp',
    created_at: 'timestamp',
  })
  const { table, problems } = mapTable('session', mapping, columns)
  expect(problems).toEqual([])
  expect(table).toMatchObject({ schema: 'auth', table: 'sessions', columns: { userId: { column: 'user_id' } } })
})

test('everything that does not fit is named at once', () => {
  const mapping = settings({ user: { columns: { username: 'nick' } } })
  const columns = found('user', { id: 'json', email: 'text', createdAt: 'text', banned: 'text' })
  expect(mapTable('user', mapping, columns).problems).toEqual([
    'EXTERNAL_MAPPING: public.user: "id" (id) is of type json, not text, varchar, bpchar, uuid, int4, int8',
    'EXTERNAL_MAPPING: public.user has no column "name" (name) that may be read',
    'EXTERNAL_MAPPING: public.user: "createdAt" (createdAt) is of type text, not timestamptz, timestamp',
    'EXTERNAL_MAPPING: public.user has no column "nick" (username) that may be read',
    'EXTERNAL_MAPPING: public.user: "banned" (banned) is of type text, not bool',
  ])
  expect(mapTable('session', mapping, []).problems).toEqual([
    'EXTERNAL_MAPPING: public.session (session) is not there, or EXTERNAL_DATABASE_URL may not read it',
  ])
})
