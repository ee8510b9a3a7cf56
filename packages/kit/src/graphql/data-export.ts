import { RequestFault } from '../errors/index.js'
import type { Queryable } from '../postgres/index.js'
import { badCursor } from './pagination.js'

/** One table's part of what a subgraph knows of a user. */
export interface ExportSection {
  /** The name of its entries in the export, such as `pull`. */
  readonly kind: string
  /** The table, with an alias where `entry` needs one. */
  readonly from: string
  /** The column that holds the user's id. */
  readonly owner: string
  /**
   * A unique key within the user's rows, in the order of which they are read, with the type of each column. Cursors
   * show it, so it is made of what an entry may show.
   */
  readonly key: readonly (readonly [column: string, type: KeyType])[]
  /** An SQL expression of a JSON object: the data of a row for its user, without secrets. */
  readonly entry: string
}

export interface ExportArguments {
  readonly first?: number | null
  readonly after?: string | null
}

export interface DataExport {
  readonly entries: readonly object[]
  readonly endCursor: string | null
}

/** None of bytes: those are hashes and secrets. */
export type KeyType = keyof typeof isValueOf

/**
 * Checks a value of a cursor, in PostgreSQL's notation. PostgreSQL itself looks at a bound only where there is a row
 * to compare, once it has a generic plan for the statement.
 */
const isValueOf = {
  uuid: (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text),
  int: (text: string) => isWhole(text, 32),
  bigint: (text: string) => isWhole(text, 64),
  timestamptz: (text: string) => {
    const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?[+-]\d\d(?::\d\d){0,2}$/.exec(text) ?? []
    return !Number.isNaN(Date.parse(`${day}T${time}Z`))
  },
  text: () => true,
} as const

const isWhole = (text: string, bits: number): boolean =>
  /^(0|-?[1-9]\d{0,18})$/.test(text) && BigInt.asIntN(bits, BigInt(text)) === BigInt(text)

const PAGE_SIZE_MAX = 1_000
const PAGE_SIZE = 500
const CURSOR_LENGTH_MAX = 512

/**
 * A page of all that the sections say of a user, one section after the other. Each page is read by keys, so that
 * the next one costs the same wherever it begins, and rows that are added meanwhile shift nothing.
 * @throws RequestFault BAD_USER_INPUT for a page size outside 1–1000, or a cursor that no page has given.
 */
export async function exportPage(
  database: Queryable,
  sections: readonly ExportSection[],
  { userId, first, after }: ExportArguments & { readonly userId: string },
): Promise<DataExport> {
  const limit = first ?? PAGE_SIZE
  if (limit < 1 || limit > PAGE_SIZE_MAX)
    throw new RequestFault('BAD_USER_INPUT', `"first" must be between 1 and ${PAGE_SIZE_MAX}`)
  const start = after === undefined || after === null ? { section: 0, key: null } : decodeCursor(after, sections)
  const entries: object[] = []
  let key = start.key
  for (let index = start.section; index < sections.length; index++) {
    const section = sections[index]
    if (section === undefined) break
    const rows = await readSection(database, section, { userId, after: key, limit: limit - entries.length + 1 })
    const taken = rows.slice(0, limit - entries.length)
    for (const row of taken) entries.push({ kind: section.kind, ...row.entry })
    if (taken.length < rows.length) return { entries, endCursor: encodeCursor(index, taken.at(-1)?.key ?? key) }
    key = null
  }
  return { entries, endCursor: null }
}

interface Row {
  readonly entry: object
  readonly key: readonly string[]
}

async function readSection(
  database: Queryable,
  { kind, from, owner, key, entry }: ExportSection,
  page: { userId: string; after: readonly string[] | null; limit: number },
): Promise<readonly Row[]> {
  const columns = key.map(([column]) => column).join(', ')
  const bounds = key.map(([, type], index) => `($2::text[])[${index + 1}]::${type}`).join(', ')
  try {
    const { rows } = await database.query<Row>({
      name: `export-${kind}`,
      text: `SELECT ${entry} AS entry, ARRAY[${key.map(([column]) => `${column}::text`).join(', ')}] AS key FROM ${from}
             WHERE ${owner} = $1 AND ($2::text[] IS NULL OR (${columns}) > (${bounds})) ORDER BY ${columns} LIMIT $3`,
      values: [page.userId, page.after, page.limit],
    })
    return rows
  } catch (error) {
    if (isInvalidValue(error)) throw badCursor()
    throw error
  }
}

/** SQLSTATE class 22: a cursor that was made up holds what is no value of its column. */
const isInvalidValue = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('22')

const encodeCursor = (section: number, key: readonly string[] | null): string =>
  Buffer.from(JSON.stringify([section, key])).toString('base64url')

function decodeCursor(
  cursor: string,
  sections: readonly ExportSection[],
): { section: number; key: readonly string[] | null } {
  if (cursor.length > CURSOR_LENGTH_MAX) throw badCursor()
  let decoded: unknown
  try {
    decoded = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw badCursor()
  }
  if (!Array.isArray(decoded) || decoded.length !== 2) throw badCursor()
  const [section, key] = decoded as [unknown, unknown]
  const columns = typeof section === 'number' ? sections[section]?.key : undefined
  if (typeof section !== 'number' || columns === undefined) throw badCursor()
  if (key === null) return { section, key }
  if (!Array.isArray(key) || key.length !== columns.length) throw badCursor()
  const isKey = columns.every(([, type], index) => {
    const value: unknown = key[index]
    return typeof value === 'string' && !value.includes('\0') && isValueOf[type](value)
  })
  if (!isKey) throw badCursor()
  return { section, key: key as string[] }
}
