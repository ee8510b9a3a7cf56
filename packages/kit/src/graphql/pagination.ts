import { RequestFault } from '../errors/index.js'
import { parseUuid } from './ids.js'

export interface PageArguments {
  readonly first?: number | null
  readonly after?: string | null
}

/**
 * The rows that a repository reads: `limit` rows after the row that `after` names, and one more to know
 * whether there is a next page.
 */
export interface Page {
  readonly limit: number
  /** The decoded cursor: the sort key of the last row that the client has seen. */
  readonly after: readonly string[] | null
}

const PAGE_SIZE_MAX = 100
const CURSOR_LENGTH_MAX = 512

export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: number
}

/** Checks that a text can be one value of a cursor's key; other texts never reach a statement. */
export type CursorPart = (text: string) => boolean

/** A value of which only the number in the key is checked: the field checks it by itself. */
const anyText: CursorPart = () => true

/** The parts of keys. */
export const cursorPart = {
  uuid: text => parseUuid(text) === text,
  /** As `Date.toISOString` writes it, up to the year 9999: PostgreSQL reads no other form that Date reads. */
  time: text => /^\d{4}-/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text,
} as const satisfies Record<string, CursorPart>

/**
 * @param options.key what each value of the sort key can be; or `keyLength`, how many there are
 * @throws RequestFault BAD_USER_INPUT for a page size outside 0–100, or a cursor that this field did not make.
 */
export function readPage(
  args: PageArguments,
  options: { defaultSize: number } & ({ key: readonly CursorPart[] } | { keyLength: number }),
): Page {
  const limit = args.first ?? options.defaultSize
  if (limit < 0 || limit > PAGE_SIZE_MAX)
    throw new RequestFault('BAD_USER_INPUT', `"first" must be between 0 and ${PAGE_SIZE_MAX}`)
  const key = 'key' in options ? options.key : Array.from({ length: options.keyLength }, () => anyText)
  return { limit, after: args.after === undefined || args.after === null ? null : decodeCursor(args.after, key) }
}

/** Builds the connection from up to `limit + 1` rows. */
export function connectionOf<Row, Node>(
  rows: readonly Row[],
  page: Page,
  options: { totalCount: number; key: (row: Row) => readonly string[]; node: (row: Row) => Node },
): Connection<Node> {
  const edges = rows
    .slice(0, page.limit)
    .map(row => ({ cursor: encodeCursor(options.key(row)), node: options.node(row) }))
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.limit,
      hasPreviousPage: page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: options.totalCount,
  }
}

const encodeCursor = (key: readonly string[]): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** Refuses a cursor that no page of the field has returned. */
export const badCursor = () =>
  new RequestFault('BAD_USER_INPUT', '"after" must be a cursor that an earlier page of this field returned')

function decodeCursor(cursor: string, parts: readonly CursorPart[]): readonly string[] {
  if (cursor.length > CURSOR_LENGTH_MAX) throw badCursor()
  let key: unknown
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw badCursor()
  }
  if (!Array.isArray(key) || key.length !== parts.length) throw badCursor()
  return parts.map((isPart, index) => {
    const value: unknown = key[index]
    if (typeof value !== 'string' || !isPart(value)) throw badCursor()
    return value
  })
}
