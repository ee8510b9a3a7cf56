import type { Queryable } from '@waystone/kit/postgres'

export type Subgraph = 'users' | 'characters' | 'quests' | 'gacha'

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

const EXAMPLES_MAX = 5
const PAGE_ROWS = 5_000
const NIL = '00000000-0000-0000-0000-000000000000'

export async function checkLocal(db: Queryable, { title, violations }: LocalInvariant): Promise<Finding> {
  const { rows } = await db.query<{ total: string; examples: string[] }>({
    text: `WITH v AS (${violations}) SELECT count(*) AS total, coalesce((SELECT array_agg(what) FROM (SELECT what::text FROM v LIMIT ${EXAMPLES_MAX}) e), '{}') AS examples FROM v`,
  })
  return { title, violations: Number(rows[0]?.total ?? 0), examples: rows[0]?.examples ?? [] }
}

/**
 * Compares page by page, so that memory stays flat. `from` is a snapshot; `to` is read after it, so that on a
 * live system the second may only be further along, which `expected` allows for.
 */
export async function checkShared(
  databases: { from: Queryable; to: Queryable },
  invariant: SharedInvariant,
  onRows: (rows: number) => void,
): Promise<Finding> {
  const examples: string[] = []
  let violations = 0
  let after = NIL
  for (;;) {
    const { rows } = await databases.from.query<{ id: string; expected: string[] }>({
      text: invariant.page,
      values: [after, PAGE_ROWS],
    })
    const last = rows.at(-1)
    if (last === undefined) return { title: invariant.title, violations, examples }
    const { rows: there } = await databases.to.query<{ id: string; found: string }>({
      text: invariant.lookup,
      values: [rows.map(row => row.id)],
    })
    const found = new Map(there.map(row => [row.id, row.found]))
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
