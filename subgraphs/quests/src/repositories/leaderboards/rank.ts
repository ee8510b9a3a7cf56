import type { Queryable } from '@waystone/kit/postgres'
import type { RankedEntry, RankKey } from '../../domain/leaderboards/rank.js'
import type { EntryKey } from './score.js'

/** For each asked entry, up to `radius` entries above it, itself, and as many below; none where there is no entry. */
export async function findAround(
  from: Queryable,
  { asked, radius }: { asked: readonly EntryKey[]; radius: number },
): Promise<readonly (readonly RankedEntry[])[]> {
  const { rows } = await from.query<AroundRow>({
    name: 'board-around',
    text: AROUND,
    values: [
      asked.map(({ board }) => board),
      asked.map(({ period }) => period),
      asked.map(({ userId }) => userId),
      radius,
    ],
  })
  return rankedAround(asked.length, rows)
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
  for (const row of rows) found[Number(row.place) - 1]?.push(entryOf(row))
  return found
}

const entryOf = ({ rank, userId, inverse, achievedAt }: EntryRow): RankedEntry => ({
  rank: Number(rank),
  userId,
  score: 0 - Number(inverse),
  achievedAt,
})

/** The rank is that of the asked entry. */
interface AroundRow extends EntryRow {
  /** How it lies to the asked entry: -1 ahead, 0 itself, 1 behind. */
  readonly side: number
}

/** Ranks follow from the order: the rows of one place are neighbours. */
function rankedAround(places: number, rows: readonly AroundRow[]): readonly (readonly RankedEntry[])[] {
  const found = Array.from({ length: places }, (): AroundRow[] => [])
  for (const row of rows) found[Number(row.place) - 1]?.push(row)
  return found.map(unsorted => {
    const ordered = unsorted.toSorted(byKey)
    const own = ordered.findIndex(({ side }) => side === 0)
    return ordered.map((row, index) => ({ ...entryOf(row), rank: Number(row.rank) + index - own }))
  })
}

/** As the index sorts. Ids are lower-case. */
const byKey = (one: EntryRow, other: EntryRow): number =>
  Number(one.inverse) - Number(other.inverse) ||
  one.achievedAt.getTime() - other.achievedAt.getTime() ||
  (one.userId < other.userId ? -1 : 1)

/**
 * The asked boards and periods. The sub-selects hide the length of the arrays from the planner: where it knows the
 * length, a plan for these arrays looks cheaper than the generic one, and each execution plans anew, which takes
 * longer than the execution.
 */
const UNNEST = 'unnest((SELECT $1::int[]), (SELECT $2::int[]))'
const UNNEST_USERS = 'unnest((SELECT $1::int[]), (SELECT $2::int[]), (SELECT $3::uuid[]))'

/** Below every key. */
export const LOWEST_KEY = `(-9223372036854775808)::bigint, '-infinity'::timestamptz, '00000000-0000-0000-0000-000000000000'::uuid`

const LOWEST = LOWEST_KEY.split(', ')
const orLowest = (row: string) =>
  ['from_inverse', 'from_achieved', 'from_user']
    .map((column, place) => `coalesce(${row}.${column}, ${LOWEST[place]})`)
    .join(', ')

const key = (row: string) => `(${row}.inverse_score, ${row}.achieved_at, ${row}.user_id)`
const blockKey = (row: string) => `(${row}.from_inverse, ${row}.from_achieved, ${row}.from_user)`
const inPeriod = (row: string, of: string) => `${row}.board = ${of}.board AND ${row}.period = ${of}.period`

/**
 * How many entries are ahead of the key of `of`, at the statement's snapshot: those of the groups before the
 * block's group, and of the blocks of that group before the block, by count; of the block itself, one by one; and
 * the changes that the counts do not hold yet, as far as they are before the block. With a million entries about
 * 40 groups, 60 blocks and 75 entries, whatever the rank (docs/decisions/154-cheaper-folds.md).
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
  FROM (SELECT 1) AS always
  -- A period whose entries are not counted yet is one block.
  LEFT JOIN LATERAL (SELECT from_inverse, from_achieved, from_user FROM leaderboard_block AS b
    WHERE ${inPeriod('b', of)} AND ${blockKey('b')} <= ${key(of)}
    ORDER BY from_inverse DESC, from_achieved DESC, from_user DESC LIMIT 1) AS own_block ON true,
  LATERAL (SELECT ${orLowest('own_block')}) AS block (from_inverse, from_achieved, from_user)
  LEFT JOIN LATERAL (SELECT from_inverse, from_achieved, from_user FROM leaderboard_group AS g
    WHERE ${inPeriod('g', of)} AND ${blockKey('g')} <= ${blockKey('block')}
    ORDER BY from_inverse DESC, from_achieved DESC, from_user DESC LIMIT 1) AS own_group ON true,
  LATERAL (SELECT ${orLowest('own_group')}) AS block_group (from_inverse, from_achieved, from_user)`

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
  SELECT ${OUT}, side FROM (
    SELECT 0 AS side, place, rank, ${ENTRY} FROM mine
    UNION ALL
    SELECT -1, mine.place, mine.rank, near.*
    FROM mine, LATERAL (SELECT ${ENTRY} FROM leaderboard_score AS s
      WHERE ${inPeriod('s', 'mine')} AND ${key('s')} < ${key('mine')} ORDER BY ${sorted('s', UP)} LIMIT (SELECT $4::int)) AS near
    UNION ALL
    SELECT 1, mine.place, mine.rank, near.*
    FROM mine, LATERAL (SELECT ${ENTRY} FROM leaderboard_score AS s
      WHERE ${inPeriod('s', 'mine')} AND ${key('s')} > ${key('mine')} ORDER BY ${sorted('s', DOWN)} LIMIT (SELECT $4::int)) AS near) AS shown`

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
