import type { Queryable } from '@waystone/kit/postgres'
import type { Puzzle, SolvedPuzzle } from '../domain/puzzles/puzzle.js'

const COLUMNS = `id, purpose, kind, title, statement, data, attempt_limit AS "attemptLimit", opens_at AS "opensAt",
  closes_at AS "closesAt", published_at AS "publishedAt"`

/** Writes puzzles that are not there yet, by their ids; returns the ids of those that it has written. */
export async function insertPuzzles(
  tx: Queryable,
  puzzles: readonly (SolvedPuzzle & { readonly request?: string | null })[],
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'puzzles-insert',
    text: `INSERT INTO puzzle (id, purpose, kind, title, statement, data, solution, attempt_limit, opens_at, closes_at, published_at, request)
           SELECT id, purpose, kind, title, statement, data, solution, "attemptLimit", "opensAt", "closesAt", "publishedAt", request
           FROM jsonb_to_recordset($1::jsonb) AS made (id uuid, purpose text, kind text, title text, statement text, data jsonb,
             solution jsonb, "attemptLimit" int, "opensAt" timestamptz, "closesAt" timestamptz, "publishedAt" timestamptz, request uuid)
           ON CONFLICT (id) DO NOTHING RETURNING id`,
    values: [JSON.stringify(puzzles)],
  })
  return rows.map(({ id }) => id)
}

/** Replaces a published puzzle that nobody has seen; false when it has opened, or is not there. */
export async function replacePuzzle(tx: Queryable, puzzle: SolvedPuzzle, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'puzzle-replace',
    text: `UPDATE puzzle SET kind = $2, title = $3, statement = $4, data = $5, solution = $6, attempt_limit = $7,
             opens_at = $8, closes_at = $9, published_at = $10
           WHERE id = $1 AND purpose = 'PUBLISHED' AND opens_at > $11`,
    values: [
      puzzle.id,
      puzzle.kind,
      puzzle.title,
      puzzle.statement,
      JSON.stringify(puzzle.data),
      JSON.stringify(puzzle.solution),
      puzzle.attemptLimit,
      puzzle.opensAt,
      puzzle.closesAt,
      puzzle.publishedAt,
      now,
    ],
  })
  return rowCount === 1
}

/** Of any purpose, without their answers. */
export async function findPuzzles(from: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Puzzle>> {
  const { rows } = await from.query<Puzzle>({
    name: 'puzzles-by-ids',
    text: `SELECT ${COLUMNS} FROM puzzle WHERE id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, row]))
}

/** With its answer and the command that published it; null when there is none. */
export async function findSolvedPuzzle(
  from: Queryable,
  id: string,
): Promise<(SolvedPuzzle & { readonly request: string | null }) | null> {
  const { rows } = await from.query<SolvedPuzzle & { request: string | null }>({
    name: 'puzzle-with-solution',
    text: `SELECT ${COLUMNS}, solution, request FROM puzzle WHERE id = $1`,
    values: [id],
  })
  return rows[0] ?? null
}

/** The answers alone, for viewers who may be told. */
export async function findSolutions(from: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  const { rows } = await from.query<{ id: string; solution: unknown }>({
    name: 'puzzle-solutions',
    text: 'SELECT id, solution FROM puzzle WHERE id = ANY($1::uuid[])',
    values: [ids],
  })
  return new Map(rows.map(({ id, solution }) => [id, solution]))
}

/** Which puzzles a feed has at a moment. */
export interface Feed {
  readonly now: Date
  /** Leaves out those that are over. */
  readonly openOnly: boolean
  /** Adds published ones that have not opened; a daily puzzle is seen by nobody before its day. */
  readonly withUpcoming: boolean
}

const FEED = `purpose <> 'DUEL' AND (opens_at <= $1 OR ($2 AND purpose = 'PUBLISHED')) AND (NOT $3 OR closes_at > $1)`

/** Newest first, after a place in the order. */
export async function findFeed(
  from: Queryable,
  of: Feed & { after: { opensAt: Date; id: string } | null; limit: number },
): Promise<readonly Puzzle[]> {
  const { rows } = await from.query<Puzzle>({
    name: 'puzzle-feed',
    text: `SELECT ${COLUMNS} FROM puzzle WHERE ${FEED} AND ($4::timestamptz IS NULL OR (opens_at, id) < ($4, $5::uuid))
           ORDER BY opens_at DESC, id DESC LIMIT $6`,
    values: [of.now, of.withUpcoming, of.openOnly, of.after?.opensAt ?? null, of.after?.id ?? null, of.limit],
  })
  return rows
}

export async function countFeed(from: Queryable, of: Feed): Promise<number> {
  const { rows } = await from.query<{ count: number }>({
    name: 'puzzle-feed-count',
    text: `SELECT count(*)::int AS count FROM puzzle WHERE ${FEED}`,
    values: [of.now, of.withUpcoming, of.openOnly],
  })
  return rows[0]?.count ?? 0
}

/** The secret that the seeds of daily puzzles follow from: the one that was kept first. */
export async function keepSecret(tx: Queryable, of: { secret: string; now: Date }): Promise<string> {
  await tx.query({
    name: 'puzzle-secret-keep',
    text: 'INSERT INTO puzzle_secret (secret, created_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING',
    values: [of.secret, of.now],
  })
  const { rows } = await tx.query<{ secret: string }>({
    name: 'puzzle-secret',
    text: 'SELECT secret FROM puzzle_secret',
  })
  const [kept] = rows
  if (kept === undefined) throw new Error('Expected the secret of daily puzzles, which is never removed')
  return kept.secret
}
