import { RequestFault } from '../errors/index.js'

export interface PageArguments {
  readonly first?: number | null
  readonly after?: string | null
}

/** What a repository reads: `limit` rows after the row that `after` names, and one more to know whether there is a next page. */
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

/**
 * @param keyLength how many values the sort key has
 * @throws RequestFault BAD_USER_INPUT for a page size outside 0–100, or a cursor that this field did not make.
 */
export function readPage(args: PageArguments, options: { defaultSize: number; keyLength: number }): Page {
  const limit = args.first ?? options.defaultSize
  if (limit < 0 || limit > PAGE_SIZE_MAX)
    throw new RequestFault('BAD_USER_INPUT', `"first" must be between 0 and ${PAGE_SIZE_MAX}`)
  return {
    limit,
    after: args.after === undefined || args.after === null ? null : decodeCursor(args.after, options.keyLength),
  }
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

function decodeCursor(cursor: string, keyLength: number): readonly string[] {
  const bad = () =>
    new RequestFault('BAD_USER_INPUT', '"after" must be a cursor that an earlier page of this field returned')
  if (cursor.length > CURSOR_LENGTH_MAX) throw bad()
  let key: unknown
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw bad()
  }
  if (!Array.isArray(key) || key.length !== keyLength || !key.every(part => typeof part === 'string')) throw bad()
  return key
}
