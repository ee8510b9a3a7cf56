import type { Queryable } from '@waystone/kit/postgres'
import { LOWEST_KEY } from './rank.js'

/**
 * Entries of a block after a split. A rank costs one pass over the blocks before its own (0.7 µs each) and one
 * over part of its block (0.2 µs an entry, 1 µs while scores change, when each row is looked up in the table):
 * with a million entries both are about alike at this size. Smaller blocks are also updated more often.
 */
export const BLOCK_ENTRIES = 1_000
/** A block with more is split. */
const SPLIT_ABOVE = 2 * BLOCK_ENTRIES
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

/**
 * Moves changes into the counts of the blocks, and deletes them.
 * @returns how many, and of what
 */
export async function foldChanges(
  tx: Queryable,
  { limit }: { limit: number },
): Promise<{ readonly folded: number; readonly touched: readonly BlocksOf[] }> {
  await tx.query({
    name: 'blocks-first',
    text: `INSERT INTO leaderboard_block (board, period, from_inverse, from_achieved, from_user, entries)
           SELECT DISTINCT board, period, ${LOWEST_KEY}, 0 FROM leaderboard_change AS c
           WHERE NOT EXISTS (SELECT FROM leaderboard_block AS b WHERE b.board = c.board AND b.period = c.period)`,
  })
  const { rows } = await tx.query<BlocksOf & { folded: number }>({ name: 'changes-fold', text: FOLD, values: [limit] })
  return { folded: rows.reduce((sum, row) => sum + row.folded, 0), touched: rows }
}

/**
 * Splits blocks that have grown. Only where every change that this transaction sees is folded: then each count
 * is what a count of the rows comes to.
 * @param size of the parts, and from how many entries on a block is split
 * @returns how many blocks there are now, and entries in them
 */
export async function splitBlocks(
  tx: Queryable,
  { board, period }: BlocksOf,
  size = { entries: BLOCK_ENTRIES, above: SPLIT_ABOVE },
): Promise<{ readonly blocks: number; readonly entries: number }> {
  await tx.query({ name: 'blocks-split', text: SPLIT, values: [board, period, size.entries, size.above] })
  const { rows } = await tx.query<{ blocks: number; entries: number }>({
    name: 'blocks-measure',
    text: `SELECT count(*)::int AS blocks, coalesce(sum(entries), 0)::int AS entries FROM leaderboard_block
           WHERE board = $1 AND period = $2`,
    values: [board, period],
  })
  return rows[0] ?? { blocks: 0, entries: 0 }
}

/** Makes all blocks of a period anew by counting its entries. The caller has folded what this transaction sees. */
export async function recountBlocks(tx: Queryable, of: BlocksOf): Promise<void> {
  const values = [of.board, of.period]
  await tx.query({
    name: 'blocks-remove',
    text: 'DELETE FROM leaderboard_block WHERE board = $1 AND period = $2',
    values,
  })
  await tx.query({
    name: 'blocks-count',
    text: `INSERT INTO leaderboard_block (board, period, from_inverse, from_achieved, from_user, entries)
           SELECT $1, $2, ${LOWEST_KEY}, count(*) FROM leaderboard_score WHERE board = $1 AND period = $2`,
    values,
  })
  await splitBlocks(tx, of)
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
      AND b.from_achieved = placed.from_achieved AND b.from_user = placed.from_user)
  SELECT board, period, count(*)::int AS folded FROM taken GROUP BY board, period`

/** A block that is split keeps its key for the first part, since keys below its first entry belong to it. */
const SPLIT = `
  WITH big AS MATERIALIZED (
    SELECT * FROM (
      SELECT from_inverse, from_achieved, from_user, entries,
        lead(from_inverse) OVER keys AS to_inverse, lead(from_achieved) OVER keys AS to_achieved, lead(from_user) OVER keys AS to_user
      FROM leaderboard_block WHERE board = $1 AND period = $2
      WINDOW keys AS (ORDER BY from_inverse, from_achieved, from_user)) AS all_blocks
    WHERE entries > $4),
  numbered AS (
    SELECT big.from_inverse, big.from_achieved, big.from_user, s.*,
      row_number() OVER (PARTITION BY big.from_inverse, big.from_achieved, big.from_user
        ORDER BY s.inverse_score, s.achieved_at, s.user_id) - 1 AS place,
      count(*) OVER (PARTITION BY big.from_inverse, big.from_achieved, big.from_user) AS total
    FROM big, LATERAL (
      SELECT inverse_score, achieved_at, user_id FROM leaderboard_score
      WHERE board = $1 AND period = $2
        AND (inverse_score, achieved_at, user_id) >= (big.from_inverse, big.from_achieved, big.from_user)
        AND (big.to_inverse IS NULL
          OR (inverse_score, achieved_at, user_id) < (big.to_inverse, big.to_achieved, big.to_user))) AS s)
  INSERT INTO leaderboard_block AS b (board, period, from_inverse, from_achieved, from_user, entries)
  SELECT $1, $2,
    CASE place WHEN 0 THEN from_inverse ELSE inverse_score END,
    CASE place WHEN 0 THEN from_achieved ELSE achieved_at END,
    CASE place WHEN 0 THEN from_user ELSE user_id END,
    least($3, total - place)
  FROM numbered WHERE place % $3 = 0
  ON CONFLICT (board, period, from_inverse, from_achieved, from_user) DO UPDATE SET entries = excluded.entries`
