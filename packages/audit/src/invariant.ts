import type { Queryable } from '@waystone/kit/postgres'

export type Subgraph = 'users' | 'characters' | 'quests' | 'gacha' | 'social' | 'notifications'

/** A statement that must find nothing, in one database. */
export interface LocalInvariant {
  readonly title: string
  readonly database: Subgraph
  /** Returns one row a violation: `what` is enough to find it. */
  readonly violations: string
}

/** Something that must hold between two databases. */
export interface SharedInvariant {
  readonly title: string
  /** Rows of `from` must agree with the rows of `to` of the same ids. */
  readonly from: Subgraph
  readonly to: Subgraph
  /**
   * A page of `from`: `id` (ascending, after $1, at most $2 rows) and `expected`, the values of `to` that are
   * allowed.
   */
  readonly page: string
  /** Of `to`: `id` and `found` for the ids of $1. Missing ids count as found "". */
  readonly lookup: string
}

export interface Finding {
  readonly title: string
  readonly violations: number
  readonly examples: readonly string[]
}

/** A row of `from`, and the values of `to` that are allowed. */
export interface ExpectedRow {
  readonly id: string
  readonly expected: readonly string[]
}

/** A row of `to`, of an id that was asked for. */
export interface FoundRow {
  readonly id: string
  /** Null where the row has none, which counts as "". */
  readonly found: string | null
}

/** The reads of a shared invariant, wherever the two databases are. */
export interface SharedReads {
  /** In the order of the ids; none when there are no more. */
  page(after: string): Promise<readonly ExpectedRow[]>
  lookup(ids: readonly string[]): Promise<readonly FoundRow[]>
}

const EXAMPLES_MAX = 5
const PAGE_ROWS = 5_000
const NIL = '00000000-0000-0000-0000-000000000000'

export async function checkLocal(db: Queryable, { title, violations }: LocalInvariant): Promise<Finding> {
  const { rows } = await db.query<{ total: string; examples: string[] }>({
    text: `WITH v AS (${violations}) SELECT count(*) AS total, coalesce((SELECT array_agg(what) FROM (SELECT what::text FROM v LIMIT ${EXAMPLES_MAX}) e), '{}') AS examples FROM v`,
  })
  return { title, violations: Number(rows[0]?.total ?? 0), examples: rows[0]?.examples ?? [] }
}

/** A page of a shared invariant's `from`. */
export async function readPage(
  db: Queryable,
  { page }: SharedInvariant,
  { after, rows: limit }: { after: string; rows: number },
): Promise<readonly ExpectedRow[]> {
  const { rows } = await db.query<ExpectedRow>({ text: page, values: [after, limit] })
  return rows
}

/** The values of a shared invariant's `to`. */
export async function readFound(
  db: Queryable,
  { lookup }: SharedInvariant,
  ids: readonly string[],
): Promise<readonly FoundRow[]> {
  const { rows } = await db.query<FoundRow>({ text: lookup, values: [ids] })
  return rows
}

export const checkShared = (
  databases: { from: Queryable; to: Queryable },
  invariant: SharedInvariant,
  onRows: (rows: number) => void,
): Promise<Finding> =>
  compareShared(
    invariant,
    {
      page: after => readPage(databases.from, invariant, { after, rows: PAGE_ROWS }),
      lookup: ids => readFound(databases.to, invariant, ids),
    },
    onRows,
  )

/**
 * Compares page by page, so that memory stays flat. Each row of `from` is read before its row of `to`, so that on
 * a live system the second may only be further along, which `expected` allows for.
 */
export async function compareShared(
  { title }: SharedInvariant,
  { page, lookup }: SharedReads,
  onRows: (rows: number) => void,
): Promise<Finding> {
  const examples: string[] = []
  let violations = 0
  let after = NIL
  for (;;) {
    const rows = await page(after)
    const last = rows.at(-1)
    if (last === undefined) return { title, violations, examples }
    const found = new Map((await lookup(rows.map(row => row.id))).map(row => [row.id, row.found]))
    for (const { id, expected } of rows) {
      const value = found.get(id) ?? ''
      if (expected.includes(value)) continue
      violations += 1
      if (examples.length < EXAMPLES_MAX)
        examples.push(`${id}: expected ${expected.join(' or ') || 'nothing'}, found ${value || 'nothing'}`)
    }
    onRows(rows.length)
    after = last.id
  }
}
