import type { Queryable } from '@waystone/kit/postgres'
import { LOWEST_KEY } from './rank.js'

/** Blocks of a group that have fewer entries on average are joined to about JOIN_FACTOR times as many. */
export const THIN_ENTRIES = 50
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

/**
 * Moves changes into the counts of the blocks, and deletes them.
 * @param above how many entries a block has at most that is not told as grown
 */
export async function foldChanges(
  tx: Queryable,
  { limit, above }: { limit: number; above: number },
): Promise<readonly Folded[]> {
  const { rows } = await tx.query<Folded>({ name: 'changes-fold', text: FOLD, values: [limit, above] })
  return rows
}

/** Joins blocks of thin groups: scores that move up leave thin blocks behind. No entry is read. */
export async function joinBlocks(
  tx: Queryable,
  { board, period }: BlocksOf,
  size = { entries: THIN_ENTRIES },
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

/**
 * Rows are deleted and updated by their ctid, which stays as it is in the snapshot of the transaction: statistics of
 * leaderboard_change are of an empty table, and a join by key reads all of the rows again for each of them.
 */
const FOLD = `
  WITH taken AS (
    DELETE FROM leaderboard_change WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM leaderboard_change ORDER BY board, period, id LIMIT $1))
    RETURNING board, period, user_id, old_inverse, old_achieved, new_inverse, new_achieved),
  moves AS (
    SELECT board, period, old_inverse AS inverse, old_achieved AS achieved, user_id, -1 AS entries
    FROM taken WHERE old_inverse IS NOT NULL
    UNION ALL
    SELECT board, period, new_inverse, new_achieved, user_id, 1 FROM taken WHERE new_inverse IS NOT NULL),
  placed AS (
    SELECT block.ctid, sum(moves.entries) AS entries FROM moves, LATERAL (
      SELECT ctid FROM leaderboard_block AS b
      WHERE b.board = moves.board AND b.period = moves.period
        AND (b.from_inverse, b.from_achieved, b.from_user) <= (moves.inverse, moves.achieved, moves.user_id)
      ORDER BY from_inverse DESC, from_achieved DESC, from_user DESC LIMIT 1) AS block
    GROUP BY 1 HAVING sum(moves.entries) <> 0),
  counted AS (
    UPDATE leaderboard_block AS b SET entries = b.entries + placed.entries FROM placed WHERE b.ctid = placed.ctid
    RETURNING b AS block),
  touched AS (
    SELECT board, period, count(*)::int AS folded, count(new_inverse) - count(old_inverse) AS entries
    FROM taken GROUP BY board, period),
  first AS (
    INSERT INTO leaderboard_block AS b (board, period, from_inverse, from_achieved, from_user, entries)
    SELECT board, period, ${LOWEST_KEY}, entries FROM touched AS t
    WHERE NOT EXISTS (SELECT FROM leaderboard_block AS b WHERE b.board = t.board AND b.period = t.period)
    -- Where another process has committed it since the snapshot: 40001, which is retried, and not 23505.
    ON CONFLICT DO NOTHING RETURNING b AS block),
  grown AS (
    SELECT (block).board, (block).period, array_agg(block)::text AS blocks
    FROM (SELECT block FROM counted UNION ALL SELECT block FROM first) AS changed
    WHERE (block).entries > $2 GROUP BY 1, 2)
  SELECT board, period, folded, grown.blocks AS grown FROM touched LEFT JOIN grown USING (board, period)`

/** Above every key. As an upper bound it lets an index scan end; a condition that may be null does not. */
export const HIGHEST = {
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
