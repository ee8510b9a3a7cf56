import type { Queryable } from '@waystone/kit/postgres'
import type { BlocksOf } from './block.js'
import { holdScores } from './score.js'

/** Periods before `before` of these boards that are closed and settled, and whose entries are not all deleted. */
export async function findPurgeable(
  from: Queryable,
  boards: readonly { readonly board: number; readonly before: number }[],
): Promise<readonly BlocksOf[]> {
  const { rows } = await from.query<BlocksOf>({
    name: 'periods-purgeable',
    text: `SELECT p.board, p.period FROM unnest($1::int[], $2::int[]) AS old (board, before)
           JOIN leaderboard_period p ON p.board = old.board AND p.period < old.before
           WHERE p.settled_at IS NOT NULL AND p.purged_at IS NULL ORDER BY p.board, p.period`,
    values: [boards.map(({ board }) => board), boards.map(({ before }) => before)],
  })
  return rows
}

/** From now on no rebuild makes entries of the period. The caller has locked the board's scores. */
export async function beginPurge(tx: Queryable, { board, period, at }: BlocksOf & { at: Date }): Promise<void> {
  await tx.query({
    name: 'period-purge-begin',
    text: `UPDATE leaderboard_period SET purge_begun_at = $3 WHERE board = $1 AND period = $2 AND purge_begun_at IS NULL`,
    values: [board, period, at],
  })
}

/** Removes up to `limit` entries of a period, as changes that its blocks count later. @returns how many */
export async function removeEntries(
  tx: Queryable,
  { board, period, limit }: BlocksOf & { limit: number },
): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'period-entries-remove',
    text: `WITH removed AS (
             DELETE FROM leaderboard_score WHERE board = $1 AND period = $2 AND user_id = ANY (ARRAY(
               SELECT user_id FROM leaderboard_score WHERE board = $1 AND period = $2 LIMIT $3))
             RETURNING board, period, user_id, inverse_score, achieved_at)
           INSERT INTO leaderboard_change (board, period, user_id, old_inverse, old_achieved) SELECT * FROM removed`,
    values: [board, period, limit],
  })
  return rowCount ?? 0
}

/** Deletes the blocks of a period once it has no entry and no change that waits. The caller holds the blocks. */
export async function finishPurge(tx: Queryable, { board, period, at }: BlocksOf & { at: Date }): Promise<void> {
  await tx.query({
    name: 'period-purge-end',
    text: `WITH done AS MATERIALIZED (
             SELECT WHERE NOT EXISTS (SELECT FROM leaderboard_score WHERE board = $1 AND period = $2)
               AND NOT EXISTS (SELECT FROM leaderboard_change WHERE board = $1 AND period = $2)),
           gone AS (DELETE FROM leaderboard_block WHERE board = $1 AND period = $2 AND EXISTS (SELECT FROM done))
           UPDATE leaderboard_period SET purged_at = $3 WHERE board = $1 AND period = $2 AND EXISTS (SELECT FROM done)`,
    values: [board, period, at],
  })
}

/** Periods of these boards whose entries are not made anew, as `board period`: none more until the transaction ends. */
export async function holdPurged(tx: Queryable, boards: readonly number[]): Promise<ReadonlySet<string>> {
  await holdScores(tx, boards)
  const { rows } = await tx.query<{ name: string }>({
    name: 'periods-purged',
    text: `SELECT board || ' ' || period AS name FROM leaderboard_period
           WHERE board = ANY($1::int[]) AND purge_begun_at IS NOT NULL`,
    values: [boards],
  })
  return new Set(rows.map(({ name }) => name))
}
