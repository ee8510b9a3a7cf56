import type { Queryable } from '@waystone/kit/postgres'
import type { PuzzleAttempt, PuzzleStanding } from '../domain/puzzles/puzzle.js'

const COLUMNS = 'id, puzzle_id AS "puzzleId", user_id AS "userId", number, correct, at'
/**
 * Counters of one puzzle, a power of two: so many users can solve it at once without waiting for each other.
 */
const SHARDS = 16

interface OfUser {
  readonly puzzleId: string
  readonly userId: string
}

/** Locks the user's standing with a puzzle until the transaction ends, and makes it where there is none. */
export async function lockStanding(tx: Queryable, { puzzleId, userId }: OfUser): Promise<PuzzleStanding> {
  const { rows } = await tx.query<PuzzleStanding>({
    name: 'puzzle-standing-lock',
    text: `INSERT INTO puzzle_standing AS known (puzzle_id, user_id, attempts) VALUES ($1, $2, 0)
           ON CONFLICT (puzzle_id, user_id) DO UPDATE SET attempts = known.attempts
           RETURNING attempts, solved_at AS "solvedAt"`,
    values: [puzzleId, userId],
  })
  const [standing] = rows
  if (standing === undefined) throw new Error('Expected the standing that was locked')
  return standing
}

/** The attempt with this id, and the request that it was made by. */
export async function findAttempt(
  from: Queryable,
  id: string,
): Promise<(PuzzleAttempt & { readonly request: string }) | null> {
  const { rows } = await from.query<PuzzleAttempt & { request: string }>({
    name: 'puzzle-attempt',
    text: `SELECT ${COLUMNS}, request FROM puzzle_attempt WHERE id = $1`,
    values: [id],
  })
  return rows[0] ?? null
}

/** Writes an attempt, and what follows from it for the standing, which the caller has locked. */
export async function insertAttempt(
  tx: Queryable,
  attempt: PuzzleAttempt & { readonly request: string },
): Promise<void> {
  const { id, puzzleId, userId, number, correct, at, request } = attempt
  await tx.query({
    name: 'puzzle-attempt-insert',
    text: `WITH attempt AS (
             INSERT INTO puzzle_attempt (id, puzzle_id, user_id, number, correct, at, request) VALUES ($1, $2, $3, $4, $5, $6, $7))
           UPDATE puzzle_standing SET attempts = $4, solved_at = CASE WHEN $5 THEN $6::timestamptz ELSE solved_at END
           WHERE puzzle_id = $2 AND user_id = $3`,
    values: [id, puzzleId, userId, number, correct, at, request],
  })
  if (correct) await countSolve(tx, { puzzleId, userId })
}

async function countSolve(tx: Queryable, { puzzleId, userId }: OfUser): Promise<void> {
  await tx.query({
    name: 'puzzle-solve-count',
    text: `INSERT INTO puzzle_solves AS known (puzzle_id, shard, solved) VALUES ($1, hashtext($2) & ${SHARDS - 1}, 1)
           ON CONFLICT (puzzle_id, shard) DO UPDATE SET solved = known.solved + 1`,
    values: [puzzleId, userId],
  })
}

/** One user's standings, by puzzle. */
export async function findStandings(
  from: Queryable,
  of: { userId: string; puzzleIds: readonly string[] },
): Promise<ReadonlyMap<string, PuzzleStanding>> {
  const { rows } = await from.query<PuzzleStanding & { puzzleId: string }>({
    name: 'puzzle-standings',
    text: `SELECT puzzle_id AS "puzzleId", attempts, solved_at AS "solvedAt" FROM puzzle_standing
           WHERE puzzle_id = ANY($1::uuid[]) AND user_id = $2`,
    values: [of.puzzleIds, of.userId],
  })
  return new Map(rows.map(({ puzzleId, ...standing }) => [puzzleId, standing]))
}

/** One user's attempts in their order, of several puzzles. */
export async function findAttempts(
  from: Queryable,
  of: { userId: string; puzzleIds: readonly string[] },
): Promise<readonly PuzzleAttempt[]> {
  const { rows } = await from.query<PuzzleAttempt>({
    name: 'puzzle-attempts',
    text: `SELECT ${COLUMNS} FROM puzzle_attempt WHERE puzzle_id = ANY($1::uuid[]) AND user_id = $2 ORDER BY number`,
    values: [of.puzzleIds, of.userId],
  })
  return rows
}

/** How many users have solved each. */
export async function countSolves(from: Queryable, puzzleIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await from.query<{ puzzleId: string; solved: number }>({
    name: 'puzzle-solves',
    text: `SELECT puzzle_id AS "puzzleId", sum(solved)::int AS solved FROM puzzle_solves WHERE puzzle_id = ANY($1::uuid[]) GROUP BY 1`,
    values: [puzzleIds],
  })
  return new Map(rows.map(({ puzzleId, solved }) => [puzzleId, solved]))
}
