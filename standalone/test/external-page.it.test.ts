import { blocksOf } from '@waystone/kit/testing'
import { afterEach, expect, test } from 'vitest'
import { startApplication, type Application } from './application.js'
import { startGame, type Game } from './game.js'

const PAGE = 'docs/external-accounts.md'
const blockOf = (language: string): string => blocksOf(PAGE).find(block => block.language === language)?.text ?? ''

/** An application and a whole Waystone are started in each test. */
const STARTS_WITHIN_MS = 120_000
let application: Application | undefined
let game: Game | undefined
afterEach(async () => {
  await game?.close()
  await application?.close()
  game = application = undefined
})

const nameOf = async (headers: Record<string, string>): Promise<unknown> =>
  (await game?.ask<{ me: { username: string } | null }>('{ me { username } }', { headers }))?.me?.username

test('the page grants what Waystone reads, names its settings, and has JWTs name their session', {
  timeout: STARTS_WITHIN_MS,
}, async () => {
  const website = (application = await startApplication({ jwtPlugin: blockOf('ts') }))
  const role = new URL(website.readerUrl).username
  await website.change(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${role}`)
  const [create, ...grants] = blockOf('sql').trimEnd().split('\n')
  expect(create).toBe("CREATE ROLE waystone_reader LOGIN PASSWORD '…';")
  expect(grants).toHaveLength(3)
  for (const grant of grants) await website.change(grant.replace('waystone_reader', role))

  const names = [...blockOf('sh').matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name)
  expect(names.toSorted()).toEqual(Object.keys(website.settings).toSorted())
  game = await startGame({ env: website.settings })
  const member = await website.signUp('Idun')
  const other = await website.signIn('Idun')
  const jwt = `Bearer ${await member.jwt()}`
  expect(await nameOf({ authorization: `Bearer ${member.token}` })).toBe('Idun')
  expect(await nameOf({ cookie: member.cookie })).toBe('Idun')
  expect(await nameOf({ authorization: jwt })).toBe('Idun')
  // The JWT names its session: another session of the user ends alone.
  await other.signOut()
  expect(await nameOf({ authorization: jwt })).toBe('Idun')
})

interface Mapping {
  readonly schema: string
  readonly user: { readonly table: string; readonly columns: Readonly<Record<string, string>> }
  readonly session: { readonly table: string; readonly columns: Readonly<Record<string, string>> }
  readonly jwks: { readonly columns: Readonly<Record<string, string>> }
}

test('the mapping of the page finds tables and columns under the names that it gives', {
  timeout: STARTS_WITHIN_MS,
}, async () => {
  const website = (application = await startApplication({ namesSession: true }))
  const mapping = JSON.parse(blockOf('json')) as Mapping
  const role = new URL(website.readerUrl).username
  await website.change(`CREATE SCHEMA ${mapping.schema}`)
  await website.change(`GRANT USAGE ON SCHEMA ${mapping.schema} TO ${role}`)
  const tables = { user: mapping.user, session: mapping.session, jwks: { table: 'jwks', ...mapping.jwks } }
  for (const [name, { table, columns }] of Object.entries(tables))
    await move(website, name, { to: mapping.schema, table, columns })
  await website.change(`GRANT SELECT ON ALL TABLES IN SCHEMA ${mapping.schema} TO ${role}`)

  game = await startGame({ env: { ...website.settings, EXTERNAL_MAPPING: blockOf('json') } })
  const member = await website.signUp('Sigyn')
  expect(await nameOf({ authorization: `Bearer ${member.token}` })).toBe('Sigyn')
  expect(await nameOf({ authorization: `Bearer ${await member.jwt()}` })).toBe('Sigyn')
})

/** Moves a table of the application and renames its columns; a view has the names that the application itself uses. */
async function move(
  website: Application,
  name: string,
  { to, table, columns }: { to: string; table: string; columns: Readonly<Record<string, string>> },
): Promise<void> {
  const rows = await website.rows<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1`,
    [name],
  )
  const seen = rows.map(({ column_name: column }) => `"${columns[column] ?? column}" AS "${column}"`)
  await website.change(`ALTER TABLE "${name}" SET SCHEMA ${to}`)
  if (table !== name) await website.change(`ALTER TABLE ${to}."${name}" RENAME TO "${table}"`)
  for (const [before, after] of Object.entries(columns))
    if (rows.some(({ column_name: column }) => column === before))
      await website.change(`ALTER TABLE ${to}."${table}" RENAME COLUMN "${before}" TO "${after}"`)
  await website.change(`CREATE VIEW "${name}" AS SELECT ${seen.join(', ')} FROM ${to}."${table}"`)
}
