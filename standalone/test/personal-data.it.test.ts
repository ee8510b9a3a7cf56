import { readFileSync } from 'node:fs'
import { eventTypes, typesWithTimeZone } from '@waystone/events'
import { createPool, type Pool } from '@waystone/kit/postgres'
import { createTestDatabase, type TestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { subgraphNames, type SubgraphName } from '../src/databases.js'

interface Row {
  readonly table: string
  /** The fate of the personal columns when the account is deleted. */
  readonly fate: string
  readonly columns: readonly string[]
}

const page = readFileSync(new URL('../../docs/personal-data.md', import.meta.url), 'utf8')
const databases: TestDatabase[] = []
const pools = new Map<SubgraphName, Pool>()

beforeAll(async () => {
  for (const name of subgraphNames) {
    const database = await createTestDatabase({ migrations: name })
    databases.push(database)
    pools.set(name, createPool({ connectionString: database.url, max: 1 }))
  }
})
afterAll(async () => {
  await Promise.all([...pools.values()].map(pool => pool.end()))
  await Promise.all(databases.map(database => database.close()))
})

const namesIn = (cell: string): string[] => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name)

/** The tables of one section of the page. */
function rowsOf(section: string): readonly Row[] {
  const text = page.split(/^## /m).find(part => part.startsWith(`${section}\n`)) ?? ''
  return [...text.matchAll(/^\| `(\w+)` \|(.*)\|(.*)\|$/gm)].map(([, table = '', fate = '', rest = '']) => ({
    table,
    fate: fate.trim(),
    columns: [...namesIn(fate), ...namesIn(rest)],
  }))
}

async function columnsOf(name: SubgraphName): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await pools.get(name)?.query<{ table: string; columns: string[] }>(
    `select table_name as table, array_agg(column_name::text order by column_name) as columns
     from information_schema.columns where table_schema = 'public' and table_name <> '_prisma_migrations' group by 1`,
  )
  return new Map(found?.rows.map(({ table, columns }) => [table, columns]))
}

test.each(subgraphNames)('the page says of every column of %s whether it is personal, once', async name => {
  const listed = [...rowsOf(name), ...rowsOf('every subgraph')]
  const columns = await columnsOf(name)
  expect(columns.size).toBeGreaterThan(5)
  expect(listed.map(({ table }) => table).toSorted()).toEqual([...columns.keys()].toSorted())
  for (const row of listed) expect(row.columns.toSorted(), row.table).toEqual(columns.get(row.table))
})

test('the page says of all that an event tells whether it is personal', () => {
  const section = page.split(/^## /m).find(part => part.startsWith('Events\n')) ?? ''
  const fields = (cell = '') => [...cell.matchAll(/`([a-zA-Z]+)`/g)].map(([, name = '']) => name)
  const listed = [...section.matchAll(/^\| `([\w.]+)` \|(.*)\|(.*)\|$/gm)].map(([, type = '', personal, rest]) => ({
    type,
    personal: fields(personal),
    all: [...fields(personal), ...fields(rest)],
  }))
  expect(Object.fromEntries(listed.map(({ type, all }) => [type, all.toSorted()]))).toEqual(
    Object.fromEntries(
      Object.entries(eventTypes).map(([type, { data }]) => [type, Object.keys(data.shape).toSorted()]),
    ),
  )
  // Subgraphs that store events erase time zones; any other personal field would need the same.
  const personal = listed.filter(event => event.personal.length > 0)
  expect(personal.map(({ type }) => type).toSorted()).toEqual([...typesWithTimeZone].toSorted())
  expect(new Set(personal.flatMap(event => event.personal))).toEqual(new Set(['timeZone']))
})

test('each table of users whose rows are deleted with the account takes none of it afterwards', async () => {
  const { rows = [] } =
    (await pools.get('users')?.query<{ table: string }>(
      `select c.relname as table from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
     where p.proname = 'refuse_of_deleted_user'`,
    )) ?? {}
  const guarded = new Set(rows.map(({ table }) => table))
  const deleted = rowsOf('users').filter(
    ({ fate, columns }) => fate.startsWith('deleted') && columns.includes('user_id'),
  )
  expect(deleted.length).toBeGreaterThan(2)
  for (const { table } of deleted) expect(guarded, table).toContain(table)
})
