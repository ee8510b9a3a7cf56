import type { Queryable } from '@waystone/kit/postgres'
import { HIGHEST, type BlocksOf } from './block.js'

/**
 * Fewest entries of the parts of a block that is split into alike ones. A rank counts the entries of its own block one
 * by one: 0.2 µs each, several µs while scores change, when each row is looked up in the table.
 */
const BLOCK_ENTRIES = 100
/** A block with more is split. */
export const SPLIT_ABOVE = 2 * BLOCK_ENTRIES
/**
 * Entries of the part that is cut off the end of a block which a fold has found grown, and as many are read. Equal
 * scores are in the order of their moments, so that most entries come to the end of a block: a block of alike parts
 * would grow again after a third of the entries that are read for its split.
 */
const CUT_ENTRIES = BLOCK_ENTRIES / 2
/** Entries that the splits of one transaction read: some milliseconds. A larger block is split alone. */
export const SPLIT_ENTRIES_MAX = 1_000

export interface Split {
  /** Blocks are left that have grown. */
  readonly isLeft: boolean
  /** How many entries the splits have read. */
  readonly entries: number
}

/**
 * Splits blocks that have grown, the largest first. Only where every change that this transaction sees is folded:
 * then each count is what a count of the rows comes to.
 * @param grown the blocks to look at, as foldChanges tells them in the same transaction; null for all of the period
 * @param size at least of alike parts, of what is cut off a grown block, from how many entries on a block is split,
 * and of how many entries at once
 */
export async function splitBlocks(
  tx: Queryable,
  { board, period, grown }: BlocksOf & { grown: string | null },
  size: { entries?: number; cut?: number; above?: number; atOnce?: number } = {},
): Promise<Split> {
  const { entries = BLOCK_ENTRIES, cut = CUT_ENTRIES, above = SPLIT_ABOVE, atOnce = SPLIT_ENTRIES_MAX } = size
  const { rows } = await tx.query<Split>(
    grown === null
      ? { name: 'blocks-split', text: SPLIT, values: [board, period, entries, above, atOnce] }
      : { name: 'blocks-cut', text: CUT, values: [board, period, cut, above, atOnce, grown] },
  )
  return rows[0] ?? { isLeft: false, entries: 0 }
}

/** Adds the key of the block after each of `grown` of a period ($1 and $2), or the highest. */
const withNext = (grown: string) => `
    SELECT grown.*, next.* FROM ${grown} AS grown, LATERAL (
      (SELECT 1 AS choice, from_inverse AS to_inverse, from_achieved AS to_achieved, from_user AS to_user FROM leaderboard_block AS b
       WHERE b.board = $1 AND b.period = $2
         AND (b.from_inverse, b.from_achieved, b.from_user) > (grown.from_inverse, grown.from_achieved, grown.from_user)
       ORDER BY 2, 3, 4 LIMIT 1)
      UNION ALL SELECT 2, ${HIGHEST.inverse}, ${HIGHEST.achieved}, ${HIGHEST.user}
      ORDER BY choice LIMIT 1) AS next`

/**
 * The parts of a block are alike, so that none has fewer than $3 entries. The first keeps the block's key, since keys
 * below its first entry belong to it. A block that has counted entries which are not there counts what it has, also
 * 0: otherwise it stays the largest, and no other is split.
 */
const SPLIT = `
  WITH grown AS MATERIALIZED (
    SELECT *, sum(entries) OVER (ORDER BY entries DESC, from_inverse, from_achieved, from_user) - entries AS before
    FROM leaderboard_block AS b WHERE board = $1 AND period = $2 AND entries > $4),
  big AS MATERIALIZED (${withNext('grown')}
    WHERE before < $5),
  numbered AS (
    SELECT big.from_inverse, big.from_achieved, big.from_user, s.*,
      row_number() OVER (PARTITION BY big.from_inverse, big.from_achieved, big.from_user
        ORDER BY s.inverse_score, s.achieved_at, s.user_id) - 1 AS place,
      count(s.user_id) OVER (PARTITION BY big.from_inverse, big.from_achieved, big.from_user) AS total
    FROM big LEFT JOIN LATERAL (
      SELECT inverse_score, achieved_at, user_id FROM leaderboard_score
      WHERE board = $1 AND period = $2
        AND (inverse_score, achieved_at, user_id) >= (big.from_inverse, big.from_achieved, big.from_user)
        AND (inverse_score, achieved_at, user_id) < (big.to_inverse, big.to_achieved, big.to_user)) AS s ON true),
  divided AS (SELECT *, CASE WHEN total > $4 THEN greatest(2, total / $3) ELSE 1 END AS parts FROM numbered),
  split AS (
    INSERT INTO leaderboard_block AS b (board, period, from_inverse, from_achieved, from_user, entries)
    SELECT $1, $2,
      CASE place WHEN 0 THEN from_inverse ELSE inverse_score END,
      CASE place WHEN 0 THEN from_achieved ELSE achieved_at END,
      CASE place WHEN 0 THEN from_user ELSE user_id END,
      -- Part n, from 0, begins at n * total / parts, rounded up.
      ((place * parts / greatest(total, 1) + 1) * total + parts - 1) / parts - place
    FROM divided WHERE place * parts % greatest(total, 1) < parts
    ON CONFLICT (board, period, from_inverse, from_achieved, from_user) DO UPDATE SET entries = excluded.entries)
  SELECT (SELECT count(*) FROM grown) > (SELECT count(*) FROM big) AS "isLeft",
    (SELECT coalesce(sum(entries), 0)::int FROM big) AS entries`

/**
 * The last $3 entries of each block become one of their own: neither of the parts is counted, since the block's count
 * is known. A block with more than twice $4 entries is left to SPLIT, and one with at most $3 entries stays.
 */
const CUT = `
  WITH grown AS MATERIALIZED (
    SELECT *, row_number() OVER (ORDER BY entries DESC, from_inverse, from_achieved, from_user) - 1 AS place
    FROM unnest($6::leaderboard_block[])),
  small AS MATERIALIZED (SELECT * FROM grown WHERE place * $3::int < $5::int AND entries > $3 AND entries <= 2 * $4::int),
  cut AS MATERIALIZED (
    SELECT small.from_inverse, small.from_achieved, small.from_user, small.entries, tail.*
    FROM (${withNext('small')}) AS small, LATERAL (
      SELECT inverse_score, achieved_at, user_id FROM leaderboard_score
      WHERE board = $1 AND period = $2
        AND (inverse_score, achieved_at, user_id) > (small.from_inverse, small.from_achieved, small.from_user)
        AND (inverse_score, achieved_at, user_id) < (small.to_inverse, small.to_achieved, small.to_user)
      ORDER BY 1 DESC, 2 DESC, 3 DESC OFFSET (SELECT $3::int - 1) LIMIT 1) AS tail),
  kept AS (
    UPDATE leaderboard_block AS b SET entries = cut.entries - $3 FROM cut
    WHERE b.board = $1 AND b.period = $2
      AND b.from_inverse = cut.from_inverse AND b.from_achieved = cut.from_achieved AND b.from_user = cut.from_user),
  made AS (
    INSERT INTO leaderboard_block (board, period, from_inverse, from_achieved, from_user, entries)
    SELECT $1, $2, inverse_score, achieved_at, user_id, $3 FROM cut)
  SELECT (SELECT count(*) FROM grown) > (SELECT count(*) FROM small) AS "isLeft",
    (SELECT count(*)::int FROM cut) * $3::int AS entries`
