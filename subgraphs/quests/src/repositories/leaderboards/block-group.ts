import type { Queryable } from '@waystone/kit/postgres'
import { THIN_ENTRIES, GROUPS_OF_PERIOD, type BlocksOf } from './block.js'

/** Blocks of a group after a split: a rank sums the counts of the groups before its own, and of blocks within it. */
export const GROUP_BLOCKS = 128
/** Groups above what the blocks would fill, before they are joined. */
const GROUPS_SPARE = 4
const JOIN_FACTOR = 2

/** The shape of the groups of a period: each claim asks for one of the functions below, or for joinBlocks. */
export interface GroupShape {
  /** A group has too many blocks. */
  readonly isLarge: boolean
  /** The blocks of a group have few entries. */
  readonly isThin: boolean
  /** Many groups have few blocks. */
  readonly areMany: boolean
}

export async function readGroupShape(
  from: Queryable,
  { board, period }: BlocksOf,
  size = { entries: THIN_ENTRIES, blocks: GROUP_BLOCKS },
): Promise<GroupShape> {
  const { rows } = await from.query<GroupShape>({
    name: 'block-groups-shape',
    text: `SELECT coalesce(max(blocks) > 2 * $4, false) AS "isLarge",
             coalesce(bool_or(blocks > 1 AND entries < blocks * $3), false) AS "isThin",
             coalesce(count(*) > ${GROUPS_SPARE} + ${JOIN_FACTOR} * sum(blocks) / $4, false) AS "areMany"
           FROM leaderboard_group WHERE board = $1 AND period = $2`,
    values: [board, period, size.entries, size.blocks],
  })
  return rows[0] ?? { isLarge: false, isThin: false, areMany: false }
}

/** Divides groups that have too many blocks. The caller holds the blocks. */
export async function splitGroups(
  tx: Queryable,
  { board, period }: BlocksOf,
  size = { blocks: GROUP_BLOCKS },
): Promise<void> {
  await tx.query({ name: 'block-groups-split', text: SPLIT, values: [board, period, size.blocks] })
}

/** Joins neighbouring groups that have few blocks. The caller holds the blocks. */
export async function joinGroups(
  tx: Queryable,
  { board, period }: BlocksOf,
  size = { blocks: GROUP_BLOCKS },
): Promise<void> {
  await tx.query({ name: 'block-groups-join', text: JOIN, values: [board, period, size.blocks] })
}

/** A group that is split keeps its key for the first part. */
const SPLIT = `
  WITH groups AS MATERIALIZED (
    ${GROUPS_OF_PERIOD}),
  numbered AS (
    SELECT large.from_inverse AS of_inverse, large.from_achieved AS of_achieved, large.from_user AS of_user, b.*,
      row_number() OVER (PARTITION BY large.from_inverse, large.from_achieved, large.from_user
        ORDER BY b.from_inverse, b.from_achieved, b.from_user) - 1 AS place
    FROM groups AS large, LATERAL (
      SELECT from_inverse, from_achieved, from_user, entries FROM leaderboard_block
      WHERE board = $1 AND period = $2
        AND (from_inverse, from_achieved, from_user) >= (large.from_inverse, large.from_achieved, large.from_user)
        AND (from_inverse, from_achieved, from_user) < (large.to_inverse, large.to_achieved, large.to_user)) AS b
    WHERE large.blocks > 2 * $3),
  parts AS (
    SELECT *, count(*) OVER same AS part_blocks, sum(entries) OVER same AS part_entries
    FROM numbered WINDOW same AS (PARTITION BY of_inverse, of_achieved, of_user, place / $3))
  INSERT INTO leaderboard_group (board, period, from_inverse, from_achieved, from_user, blocks, entries)
  SELECT $1, $2,
    CASE place WHEN 0 THEN of_inverse ELSE from_inverse END,
    CASE place WHEN 0 THEN of_achieved ELSE from_achieved END,
    CASE place WHEN 0 THEN of_user ELSE from_user END,
    part_blocks, part_entries
  FROM parts WHERE place % $3 = 0
  ON CONFLICT (board, period, from_inverse, from_achieved, from_user)
    DO UPDATE SET blocks = excluded.blocks, entries = excluded.entries`

/** Groups whose blocks begin within one part of all are joined into the first of them. */
const JOIN = `
  WITH parts AS (
    SELECT *, (sum(blocks) OVER (ORDER BY from_inverse, from_achieved, from_user) - blocks) / $3 AS part
    FROM leaderboard_group WHERE board = $1 AND period = $2),
  joined AS MATERIALIZED (
    SELECT from_inverse, from_achieved, from_user,
      row_number() OVER (PARTITION BY part ORDER BY from_inverse, from_achieved, from_user) AS place,
      sum(blocks) OVER (PARTITION BY part) AS blocks, sum(entries) OVER (PARTITION BY part) AS entries
    FROM parts),
  gone AS (
    DELETE FROM leaderboard_group AS g USING joined WHERE joined.place > 1 AND g.board = $1 AND g.period = $2
      AND g.from_inverse = joined.from_inverse AND g.from_achieved = joined.from_achieved AND g.from_user = joined.from_user)
  UPDATE leaderboard_group AS g SET blocks = joined.blocks, entries = joined.entries FROM joined
  WHERE joined.place = 1 AND g.blocks <> joined.blocks AND g.board = $1 AND g.period = $2
    AND g.from_inverse = joined.from_inverse AND g.from_achieved = joined.from_achieved AND g.from_user = joined.from_user`
