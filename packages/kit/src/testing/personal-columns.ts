import { readFileSync } from 'node:fs'

/** A table as docs/personal-data.md has it: what happens to its personal columns when the account is deleted. */
export interface PersonalTable {
  readonly table: string
  /** `expires` are those that go by themselves; `kept` are those of which the page says why. */
  readonly fate: 'deleted' | 'overwritten' | 'expires' | 'kept'
  /** Those that are deleted or overwritten. */
  readonly columns: readonly string[]
}

const page = readFileSync(new URL('../../../../docs/personal-data.md', import.meta.url), 'utf8')

/** @param subgraph a section of the page, which another test compares with all columns of the database */
export function readPersonalTables(subgraph: string): readonly PersonalTable[] {
  const section = page.split(/^## /m).find(part => part.startsWith(`${subgraph}\n`)) ?? ''
  return [...section.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(([, table = '', text = '']) => {
    // "overwritten: `a`; kept, since …: `b`": only what is erased.
    const erased = text.split(';').filter(part => /\bdeleted|\boverwritten/.test(part))
    return { table, fate: fateOf(text), columns: [...erased.join().matchAll(/`(\w+)`/g)].map(([, name = '']) => name) }
  })
}

function fateOf(text: string): PersonalTable['fate'] {
  if (/^\s*deleted after/.test(text)) return 'expires'
  if (/^\s*deleted/.test(text)) return 'deleted'
  return /\boverwritten/.test(text) ? 'overwritten' : 'kept'
}

type Row = Readonly<Record<string, unknown>>
type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>

/** Someone whose account is deleted, and what of it must be nowhere afterwards. */
export interface Person {
  /** Values by the columns that name the person: the first one that a table has tells its rows. */
  readonly ids: Readonly<Record<string, string>>
  /** Texts of the person's own. */
  readonly texts: readonly string[]
}

/**
 * Compares a database before and after a deletion with what the page says.
 * @returns what is wrong before it, such as a personal column without a value, and what `after` finds
 */
export async function watchErasure(query: Query, subgraph: string, person: Person) {
  const tables = readPersonalTables(subgraph).filter(({ fate }) => fate === 'deleted' || fate === 'overwritten')
  const rowsOf = async (table: string): Promise<readonly Row[]> => {
    const columns = await query(
      `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1`,
      [table],
    )
    const owner = Object.keys(person.ids).find(id => columns.some(({ name }) => name === id))
    if (owner === undefined) throw new Error(`No column of ${table} names a person`)
    return await query(`select t.* from "${table}" t where "${owner}" = $1`, [person.ids[owner]])
  }
  const read = async () => new Map(await Promise.all(tables.map(async of => [of, await rowsOf(of.table)] as const)))
  const before = await read()
  const unfilled = tables.flatMap(of =>
    of.columns
      .filter(column => !(before.get(of) ?? []).some(row => row[column] !== null && row[column] !== undefined))
      .map(column => `${of.table}.${column} has no value`),
  )
  const after = async (): Promise<readonly string[]> => {
    const left: string[] = []
    for (const [of, rows] of await read()) {
      if (of.fate === 'deleted' && rows.length > 0) left.push(`${of.table} has rows`)
      if (of.fate === 'overwritten')
        for (const column of of.columns)
          if (valuesOf(rows, column) === valuesOf(before.get(of) ?? [], column)) left.push(`${of.table}.${column}`)
    }
    for (const { name } of await query(`select tablename as name from pg_tables where schemaname = 'public'`))
      for (const text of person.texts)
        if ((await query(`select from "${String(name)}" t where t::text like $1`, [`%${text}%`])).length > 0)
          left.push(`${String(name)} holds ${text}`)
    return left
  }
  return { tables, unfilled, after }
}

const valuesOf = (rows: readonly Row[], column: string): string => JSON.stringify(rows.map(row => row[column]))
