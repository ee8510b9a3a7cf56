import type { Pool } from 'pg'

/** Some thousand rows of a narrow table: what one statement reads, and deletes at most. */
const PAGES_PER_VISIT = 64
/** 128 MB. A larger table is walked in parts. */
const PAGES_PER_WALK = 16_384
/** Parts of a table, one for each hour: however large it is, all of it is walked once a day. */
const PARTS_MAX = 24

/**
 * Visits the pages of a table where they lie, for jobs that delete rows by a column without an index: such an index
 * would cost every writer something for what is read once a day. Called each hour, a walk visits the whole of a
 * table of up to 128 MB, and of a larger one the part that the hour of the database's clock stands for.
 * @param visit deletes the rows of a statement whose `ctid` lies from `from` up to `to`, which is not included.
 */
export async function walkPages(options: {
  readonly pool: Pool
  readonly table: string
  readonly visit: (pages: { readonly from: string; readonly to: string }) => Promise<unknown>
  readonly isStopped: () => boolean
}): Promise<void> {
  const { pool, table, visit, isStopped } = options
  const { rows } = await pool.query<{ pages: number; hour: number }>({
    name: 'walk-pages',
    text: `SELECT (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int AS pages,
             floor(extract(epoch FROM now()) / 3600)::int AS hour`,
    values: [table],
  })
  const { first, end } = partOf(rows[0]?.pages ?? 0, rows[0]?.hour ?? 0)
  for (let page = first; page < end && !isStopped(); page += PAGES_PER_VISIT)
    await visit({ from: `(${page},0)`, to: `(${Math.min(page + PAGES_PER_VISIT, end)},0)` })
}

/** The pages, from `first` up to `end`, which is not included, that the walk of an hour visits. */
export function partOf(pages: number, hour: number): { first: number; end: number } {
  const parts = Math.min(PARTS_MAX, Math.max(1, Math.ceil(pages / PAGES_PER_WALK)))
  const part = hour % parts
  return { first: Math.floor((pages * part) / parts), end: Math.floor((pages * (part + 1)) / parts) }
}
