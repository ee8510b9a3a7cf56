import type { Queryable } from '@waystone/kit/postgres'
import type { RankedEntry, RankKey } from '../../domain/leaderboards/rank.js'
import type { EntryKey } from './score.js'

/** For each asked entry, up to `radius` entries above it, itself, and as many below; none where there is no entry. */
export async function findAround(
  from: Queryable,
  { asked, radius }: { asked: readonly EntryKey[]; radius: number },
): Promise<readonly (readonly RankedEntry[])[]> {
  const { rows } = await from.query<EntryRow>({
    name: 'board-around',
    text: AROUND,
    values: [
      asked.map(({ board }) => board),
      asked.map(({ period }) => period),
      asked.map(({ userId }) => userId),
      radius,
    ],
  })
  return byPlace(asked.length, rows)
}

/** One page of each asked period, in the order of ranks, after a key. */
export async function findEntries(
  from: Queryable,
  { asked, after, limit }: { asked: readonly Omit<EntryKey, 'userId'>[]; after: RankKey | null; limit: number },
): Promise<readonly (readonly RankedEntry[])[]> {
  const columns = [asked.map(({ board }) => board), asked.map(({ period }) => period), limit]
  const { rows } = await from.query<EntryRow>(
    after === null
      ? { name: 'board-first-entries', text: FIRST_ENTRIES, values: columns }
      : {
          name: 'board-next-entries',
          text: NEXT_ENTRIES,
          values: [...columns, after.inverse, after.achievedAt, after.userId],
        },
  )
  return byPlace(asked.length, rows)
}

/** How many entries each asked period has. */
export async function countEntries(
  from: Queryable,
  asked: readonly Omit<EntryKey, 'userId'>[],
): Promise<readonly number[]> {
  const { rows } = await from.query<{ entries: string }>({
    name: 'board-count',
    text: `SELECT coalesce((SELECT sum(g.entries) FROM leaderboard_group AS g WHERE g.board = asked.board AND g.period = asked.period), 0)
             + (SELECT count(new_inverse) - count(old_inverse) FROM leaderboard_change AS c
                WHERE c.board = asked.board AND c.period = asked.period) AS entries
           FROM ${UNNEST} WITH ORDINALITY AS asked (board, period, place) ORDER BY place`,
    values: [asked.map(({ board }) => board), asked.map(({ period }) => period)],
  })
  return rows.map(({ entries }) => Number(entries))
}

interface EntryRow {
  readonly place: string
  readonly rank: string
  readonly userId: string
  readonly inverse: string
  readonly achievedAt: Date
}

function byPlace(places: number, rows: readonly EntryRow[]): readonly (readonly RankedEntry[])[] {
  const found = Array.from({ length: places }, (): RankedEntry[] => [])
  for (const { place, rank, userId, inverse, achievedAt } of rows)
    found[Number(place) - 1]?.push({ rank: Number(rank), userId, score: 0 - Number(inverse), achievedAt })
  return found
}

/**
 * The asked boards and periods. The sub-selects hide the length of the arrays from the planner: where it knows the
 * length, a plan for these arrays looks cheaper than the generic one, and each execution plans anew, which takes
 * longer than the execution.
 */
const UNNEST = 'unnest((SELECT $1::int[]), (SELECT $2::int[]))'
const UNNEST_USERS = 'unnest((SELECT $1::int[]), (SELECT $2::int[]), (SELECT $3::uuid[]))'

/** Below every key. */
export const LOWEST_KEY = `(-9223372036854775808)::bigint, '-infinity'::timestamptz, '00000000-0000-0000-0000-000000000000'::uuid`

const key = (row: string) => `(${row}.inverse_score, ${row}.achieved_at, ${row}.user_id)`
const blockKey = (row: string) => `(${row}.from_inverse, ${row}.from_achieved, ${row}.from_user)`
const inPeriod = (row: string, of: string) => `${row}.board = ${of}.board AND ${row}.period = ${of}.period`

/**
 * How many entries are ahead of the key of `of`, at the statement's snapshot: those of the groups before the
 * block's group, and of the blocks of that group before the block, by count; of the block itself, one by one; and
 * the changes that the counts do not hold yet, as far as they are before the block. With a million entries about
 * 30 groups, 30 blocks and 150 entries, whatever the rank (docs/decisions/143-groups-of-blocks.md).
 * @param compare '<=' counts an entry that has the key, too
 */
const ahead = (of: string, compare: '<' | '<='): string => `
  SELECT coalesce((SELECT sum(g.entries) FROM leaderboard_group AS g
      WHERE ${inPeriod('g', of)} AND ${blockKey('g')} < ${blockKey('block_group')}), 0)
    + coalesce((SELECT sum(b.entries) FROM leaderboard_block AS b
      WHERE ${inPeriod('b', of)} AND ${blockKey('b')} >= ${blockKey('block_group')} AND ${blockKey('b')} < ${blockKey('block')}), 0)
    + (SELECT count(*) FILTER (WHERE (c.new_inverse, c.new_achieved, c.user_id) < ${blockKey('block')})
        - count(*) FILTER (WHERE (c.old_inverse, c.old_achieved, c.user_id) < ${blockKey('block')})
      FROM leaderboard_change AS c WHERE ${inPeriod('c', of)})
    + (SELECT count(*) FROM leaderboard_score AS e
      WHERE ${inPeriod('e', of)} AND ${key('e')} >= ${blockKey('block')} AND ${key('e')} ${compare} ${key(of)}) AS entries
  FROM (
    (SELECT 1 AS choice, from_inverse, from_achieved, from_user FROM leaderboard_block AS b
     WHERE ${inPeriod('b', of)} AND ${blockKey('b')} <= ${key(of)}
     ORDER BY from_inverse DESC, from_achieved DESC, from_user DESC LIMIT 1)
    -- A period whose entries are not counted yet is one block.
    UNION ALL SELECT 2, ${LOWEST_KEY}
    ORDER BY choice LIMIT 1) AS block,
  LATERAL (
    (SELECT 1 AS choice, from_inverse, from_achieved, from_user FROM leaderboard_group AS g
     WHERE ${inPeriod('g', of)} AND ${blockKey('g')} <= ${blockKey('block')}
     ORDER BY from_inverse DESC, from_achieved DESC, from_user DESC LIMIT 1)
    UNION ALL SELECT 2, ${LOWEST_KEY}
    ORDER BY choice LIMIT 1) AS block_group`

const ENTRY = `inverse_score, achieved_at, user_id`
const OUT = `place, rank, user_id AS "userId", inverse_score AS inverse, achieved_at AS "achievedAt"`
const UP = ['inverse_score DESC', 'achieved_at DESC', 'user_id DESC']
const DOWN = ['inverse_score', 'achieved_at', 'user_id']
const sorted = (row: string, columns: readonly string[]) => columns.map(column => `${row}.${column}`).join(', ')

const AROUND = `
  WITH mine AS MATERIALIZED (
    SELECT asked.place, s.*, ahead.entries + 1 AS rank
    FROM ${UNNEST_USERS} WITH ORDINALITY AS asked (board, period, user_id, place)
    JOIN leaderboard_score AS s USING (board, period, user_id), LATERAL (${ahead('s', '<')}) AS ahead)
  SELECT ${OUT} FROM (
    SELECT place, rank, ${ENTRY} FROM mine
    UNION ALL
    SELECT mine.place, mine.rank - row_number() OVER (PARTITION BY mine.place ORDER BY ${sorted('near', UP)}), near.*
    FROM mine, LATERAL (SELECT ${ENTRY} FROM leaderboard_score AS s
      WHERE ${inPeriod('s', 'mine')} AND ${key('s')} < ${key('mine')} ORDER BY ${sorted('s', UP)} LIMIT (SELECT $4::int)) AS near
    UNION ALL
    SELECT mine.place, mine.rank + row_number() OVER (PARTITION BY mine.place ORDER BY ${sorted('near', DOWN)}), near.*
    FROM mine, LATERAL (SELECT ${ENTRY} FROM leaderboard_score AS s
      WHERE ${inPeriod('s', 'mine')} AND ${key('s')} > ${key('mine')} ORDER BY ${sorted('s', DOWN)} LIMIT (SELECT $4::int)) AS near) AS shown
  ORDER BY place, rank`

const FIRST_ENTRIES = `
  SELECT ${OUT} FROM (
    SELECT asked.place, row_number() OVER (PARTITION BY asked.place ORDER BY ${sorted('page', DOWN)}) AS rank, page.*
    FROM ${UNNEST} WITH ORDINALITY AS asked (board, period, place),
    LATERAL (SELECT ${ENTRY} FROM leaderboard_score AS s WHERE ${inPeriod('s', 'asked')} ORDER BY ${sorted('s', DOWN)} LIMIT (SELECT $3::int)) AS page) AS shown
  ORDER BY place, rank`

const NEXT_ENTRIES = `
  WITH asked AS MATERIALIZED (
    SELECT place, board, period, $4::bigint AS inverse_score, $5::timestamptz AS achieved_at, $6::uuid AS user_id
    FROM ${UNNEST} WITH ORDINALITY AS asked (board, period, place)),
  known AS MATERIALIZED (SELECT asked.*, ahead.entries FROM asked, LATERAL (${ahead('asked', '<=')}) AS ahead)
  SELECT ${OUT} FROM (
    SELECT known.place, known.entries + row_number() OVER (PARTITION BY known.place ORDER BY ${sorted('page', DOWN)}) AS rank, page.*
    FROM known, LATERAL (SELECT ${ENTRY} FROM leaderboard_score AS s
      WHERE ${inPeriod('s', 'known')} AND ${key('s')} > ${key('known')} ORDER BY ${sorted('s', DOWN)} LIMIT (SELECT $3::int)) AS page) AS shown
  ORDER BY place, rank`
