import type { Queryable } from '@waystone/kit/postgres'
import { LOWEST_KEY } from './rank.js'

/**
 * Fewest entries of a block after a split. A rank counts the entries of its own block one by one: 0.2 µs each, 1 µs
 * while scores change, when each row is looked up in the table. With fewer than 250 on average a process of the build
 * before groups counts the whole period anew, a million entries in 4 seconds, as soon as it folds.
 */
export const BLOCK_ENTRIES = 250
/** A block with more is split. */
const SPLIT_ABOVE = 2 * BLOCK_ENTRIES
/** Entries of the blocks that one transaction splits: some milliseconds. A larger block is split alone. */
export const SPLIT_ENTRIES_MAX = 2_000
/** Blocks of a group that have fewer than BLOCK_ENTRIES on average are joined to about this many times as many. */
const JOIN_FACTOR = 2
/** Key of the advisory lock of the one process that folds. */
const LOCK_KEY = 0x626c6f636b

/** Of one board and period. */
export interface BlocksOf {
  readonly board: number
  readonly period: number
}

/**
 * Reserves the blocks for this transaction and gives all of its statements one snapshot. It must be the first
 * statement of the transaction.
 * @returns false where another process has them
 */
export async function holdBlocks(tx: Queryable): Promise<boolean> {
  await tx.query({ text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ' })
  const { rows } = await tx.query<{ held: boolean }>({
    name: 'blocks-hold',
    text: `SELECT pg_try_advisory_xact_lock(${LOCK_KEY}) AS held`,
  })
  return rows[0]?.held === true
}

/** Tells whether there are changes that blocks do not count yet. */
export async function hasChanges(from: Queryable): Promise<boolean> {
  const { rows } = await from.query<{ found: boolean }>({
    name: 'changes-exist',
    text: 'SELECT EXISTS (SELECT FROM leaderboard_change) AS found',
  })
  return rows[0]?.found === true
}

/** The changes of one period that a fold has moved. */
export interface Folded extends BlocksOf {
  readonly folded: number
  /** Those of the blocks that it has changed that are to be split, as an array of rows; null for none. */
  readonly grown: string | null
}

/** Moves changes into the counts of the blocks, and deletes them. */
export async function foldChanges(tx: Queryable, { limit }: { limit: number }): Promise<readonly Folded[]> {
  await tx.query({
    name: 'blocks-first',
    text: `INSERT INTO leaderboard_block (board, period, from_inverse, from_achieved, from_user, entries)
           SELECT board, period, ${LOWEST_KEY}, 0 FROM (SELECT DISTINCT board, period FROM leaderboard_change) AS c
           WHERE NOT EXISTS (SELECT FROM leaderboard_block AS b WHERE b.board = c.board AND b.period = c.period)
           -- Where another process has committed it since the snapshot: 40001, which is retried, and not 23505.
           ON CONFLICT DO NOTHING`,
  })
  const { rows } = await tx.query<Folded>({ name: 'changes-fold', text: FOLD, values: [limit, SPLIT_ABOVE] })
  return rows
}

export interface Split {
  readonly isLeft: boolean
  readonly entries: number
}

/**
 * Splits blocks that have grown, the largest first. Only where every change that this transaction sees is folded:
 * then each count is what a count of the rows comes to.
 * @param grown the blocks to look at, as foldChanges tells them; null for all of the period
 * @param size at least of the parts, from how many entries on a block is split, and of how many entries at once
 * @returns whether blocks are left that have grown, and how many entries those that are split have had
 */
export async function splitBlocks(
  tx: Queryable,
  { board, period, grown }: BlocksOf & { grown: string | null },
  size: { entries?: number; above?: number; atOnce?: number } = {},
): Promise<Split> {
  const { entries = BLOCK_ENTRIES, above = SPLIT_ABOVE, atOnce = SPLIT_ENTRIES_MAX } = size
  const values = [board, period, entries, above, atOnce]
  const { rows } = await tx.query<Split>(
    grown === null
      ? { name: 'blocks-split', text: split('leaderboard_block'), values }
      : { name: 'blocks-split-grown', text: split(GROWN), values: [...values, grown] },
  )
  return rows[0] ?? { isLeft: false, entries: 0 }
}

/** Joins blocks of thin groups: scores that move up leave thin blocks behind. No entry is read. */
export async function joinBlocks(
  tx: Queryable,
  { board, period }: BlocksOf,
  size = { entries: BLOCK_ENTRIES },
): Promise<void> {
  await tx.query({ name: 'blocks-join', text: JOIN, values: [board, period, size.entries, JOIN_FACTOR] })
}

/** The periods of a board that have blocks. */
export async function findBlockPeriods(from: Queryable, board: number): Promise<readonly number[]> {
  const { rows } = await from.query<{ period: number }>({
    name: 'block-periods',
    text: `SELECT period FROM leaderboard_period WHERE board = $1 AND purge_begun_at IS NULL
           UNION SELECT period FROM leaderboard_block WHERE board = $1 ORDER BY period`,
    values: [board],
  })
  return rows.map(({ period }) => period)
}

/**
 * Removes deleted changes for good: each rank passes over what is left of them. Autovacuum looks once a minute,
 * when there may be 300,000.
 */
export async function vacuumChanges(db: Queryable): Promise<void> {
  await db.query({ text: 'VACUUM leaderboard_change' })
}

const FOLD = `
  WITH taken AS (
    DELETE FROM leaderboard_change WHERE (board, period, id) IN (
      SELECT board, period, id FROM leaderboard_change ORDER BY board, period, id LIMIT $1)
    RETURNING board, period, user_id, old_inverse, old_achieved, new_inverse, new_achieved),
  moves AS (
    SELECT board, period, old_inverse AS inverse, old_achieved AS achieved, user_id, -1 AS entries
    FROM taken WHERE old_inverse IS NOT NULL
    UNION ALL
    SELECT board, period, new_inverse, new_achieved, user_id, 1 FROM taken WHERE new_inverse IS NOT NULL),
  placed AS (
    SELECT moves.board, moves.period, block.*, sum(moves.entries) AS entries FROM moves, LATERAL (
      SELECT from_inverse, from_achieved, from_user FROM leaderboard_block AS b
      WHERE b.board = moves.board AND b.period = moves.period
        AND (b.from_inverse, b.from_achieved, b.from_user) <= (moves.inverse, moves.achieved, moves.user_id)
      ORDER BY from_inverse DESC, from_achieved DESC, from_user DESC LIMIT 1) AS block
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(moves.entries) <> 0),
  counted AS (
    UPDATE leaderboard_block AS b SET entries = b.entries + placed.entries FROM placed
    WHERE b.board = placed.board AND b.period = placed.period AND b.from_inverse = placed.from_inverse
      AND b.from_achieved = placed.from_achieved AND b.from_user = placed.from_user
    RETURNING b AS block),
  grown AS (
    SELECT (block).board, (block).period, array_agg(block)::text AS blocks FROM counted
    WHERE (block).entries > $2 GROUP BY 1, 2),
  touched AS (SELECT board, period, count(*)::int AS folded FROM taken GROUP BY board, period)
  SELECT board, period, folded, grown.blocks AS grown FROM touched LEFT JOIN grown USING (board, period)`

/** Above every key. As an upper bound it lets an index scan end; a condition that may be null does not. */
const HIGHEST = {
  inverse: '9223372036854775807::bigint',
  achieved: `'infinity'::timestamptz`,
  user: `'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`,
}

/** The groups of a period ($1 and $2), each with the key of the next. */
export const GROUPS_OF_PERIOD = `
    SELECT *, lead(from_inverse, 1, ${HIGHEST.inverse}) OVER keys AS to_inverse,
      lead(from_achieved, 1, ${HIGHEST.achieved}) OVER keys AS to_achieved,
      lead(from_user, 1, ${HIGHEST.user}) OVER keys AS to_user
    FROM leaderboard_group WHERE board = $1 AND period = $2
    WINDOW keys AS (ORDER BY from_inverse, from_achieved, from_user)`

/** Blocks as they are now, of which $6 knows the keys. */
const GROWN = `(
      SELECT b.* FROM unnest($6::leaderboard_block[]) AS known
      JOIN leaderboard_block AS b USING (board, period, from_inverse, from_achieved, from_user))`

/**
 * The parts of a block are alike, so that none has fewer than $3 entries. The first keeps the block's key, since keys
 * below its first entry belong to it. A block that has counted entries which are not there counts what it has, also
 * 0: otherwise it stays the largest, and no other is split.
 */
const split = (source: string) => `
  WITH grown AS MATERIALIZED (
    SELECT *, sum(entries) OVER (ORDER BY entries DESC, from_inverse, from_achieved, from_user) - entries AS before
    FROM ${source} AS b WHERE board = $1 AND period = $2 AND entries > $4),
  big AS MATERIALIZED (
    SELECT grown.*, next.* FROM grown, LATERAL (
      (SELECT 1 AS choice, from_inverse AS to_inverse, from_achieved AS to_achieved, from_user AS to_user FROM leaderboard_block AS b
       WHERE b.board = $1 AND b.period = $2
         AND (b.from_inverse, b.from_achieved, b.from_user) > (grown.from_inverse, grown.from_achieved, grown.from_user)
       ORDER BY 2, 3, 4 LIMIT 1)
      UNION ALL SELECT 2, ${HIGHEST.inverse}, ${HIGHEST.achieved}, ${HIGHEST.user}
      ORDER BY choice LIMIT 1) AS next
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
 * Blocks whose entries begin within one part of the group are joined into the first of them. Then the group has one
 * block, or at least $3 entries for each.
 */
const JOIN = `
  WITH groups AS MATERIALIZED (
    ${GROUPS_OF_PERIOD}),
  parts AS (
    SELECT thin.from_inverse AS of_inverse, thin.from_achieved AS of_achieved, thin.from_user AS of_user, b.*,
      (sum(b.entries) OVER (PARTITION BY thin.from_inverse, thin.from_achieved, thin.from_user
        ORDER BY b.from_inverse, b.from_achieved, b.from_user) - b.entries) / ($3::int * $4::int) AS part
    FROM groups AS thin, LATERAL (
      SELECT from_inverse, from_achieved, from_user, entries FROM leaderboard_block
      WHERE board = $1 AND period = $2
        AND (from_inverse, from_achieved, from_user) >= (thin.from_inverse, thin.from_achieved, thin.from_user)
        AND (from_inverse, from_achieved, from_user) < (thin.to_inverse, thin.to_achieved, thin.to_user)) AS b
    WHERE thin.blocks > 1 AND thin.entries < thin.blocks * $3),
  joined AS MATERIALIZED (
    SELECT from_inverse, from_achieved, from_user,
      row_number() OVER (same ORDER BY from_inverse, from_achieved, from_user) AS place, sum(entries) OVER same AS entries
    FROM parts WINDOW same AS (PARTITION BY of_inverse, of_achieved, of_user, part)),
  gone AS (
    DELETE FROM leaderboard_block AS b USING joined WHERE joined.place > 1 AND b.board = $1 AND b.period = $2
      AND b.from_inverse = joined.from_inverse AND b.from_achieved = joined.from_achieved AND b.from_user = joined.from_user)
  UPDATE leaderboard_block AS b SET entries = joined.entries FROM joined
  WHERE joined.place = 1 AND b.entries <> joined.entries AND b.board = $1 AND b.period = $2
    AND b.from_inverse = joined.from_inverse AND b.from_achieved = joined.from_achieved AND b.from_user = joined.from_user`
