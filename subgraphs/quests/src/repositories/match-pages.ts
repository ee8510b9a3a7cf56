import type { Queryable } from '@waystone/kit/postgres'
import type { Match } from '../domain/matches/match.js'
import { MATCH_COLUMNS, matchOfRow } from './match.js'

type Row = Parameters<typeof matchOfRow>[0]

/** For each user, `limit` matches below a position, the newest first. */
export async function findMatchPages(
  from: Queryable,
  of: { userIds: readonly string[]; below: string | null; limit: number },
): Promise<ReadonlyMap<string, readonly Match[]>> {
  const { rows } = await from.query<Row & { userId: string }>({
    name: 'match-pages',
    text: `SELECT page.* FROM unnest($1::uuid[]) AS asked (user_id), LATERAL (
             SELECT asked.user_id AS "userId", ${MATCH_COLUMNS} FROM match_player AS mine JOIN match ON match.id = mine.match_id
             WHERE mine.user_id = asked.user_id AND ($2::bigint IS NULL OR mine.position < $2)
             ORDER BY mine.position DESC LIMIT $3) AS page`,
    values: [of.userIds, of.below, of.limit],
  })
  return grouped(rows)
}

export async function countMatches(from: Queryable, userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await from.query<{ userId: string; count: number }>({
    name: 'match-counts',
    text: `SELECT user_id AS "userId", count(*)::int AS count FROM match_player WHERE user_id = ANY($1::uuid[]) GROUP BY 1`,
    values: [userIds],
  })
  return new Map(rows.map(({ userId, count }) => [userId, count]))
}

/** A user's place among the changes of the user's matches. */
export interface ChangePosition {
  readonly userId: string
  /** Null for the beginning of a subscription: then the active match alone is found. */
  readonly change: string | null
}

export interface MatchChange {
  readonly change: string
  readonly match: Match
}

/** Changes of one reading; more than one match can hardly have changed since the last one. */
export const CHANGES_PER_READING = 10

/** In the order of the positions: for each, what has changed behind it, the earliest first. */
export async function findMatchChanges(
  from: Queryable,
  positions: readonly ChangePosition[],
): Promise<readonly (readonly MatchChange[])[]> {
  const { rows } = await from.query<Row & { place: string; change: string }>({
    name: 'match-changes',
    text: `SELECT asked.place, page.* FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS asked (user_id, change, place), LATERAL (
             SELECT mine.change, ${MATCH_COLUMNS} FROM match_player AS mine JOIN match ON match.id = mine.match_id
             WHERE mine.user_id = asked.user_id AND CASE WHEN asked.change IS NULL THEN mine.is_active ELSE mine.change > asked.change END
             ORDER BY mine.change LIMIT ${CHANGES_PER_READING}) AS page`,
    values: [positions.map(({ userId }) => userId), positions.map(({ change }) => change)],
  })
  const found = positions.map((): MatchChange[] => [])
  for (const { place, change, ...row } of rows) found[Number(place) - 1]?.push({ change, match: matchOfRow(row) })
  return found
}

/** The last change of a user's matches so far; "0" for none. */
export async function findLastChange(from: Queryable, userId: string): Promise<string> {
  const { rows } = await from.query<{ change: string }>({
    name: 'match-last-change',
    text: 'SELECT coalesce(max(change), 0)::text AS change FROM match_player WHERE user_id = $1',
    values: [userId],
  })
  return rows[0]?.change ?? '0'
}

function grouped(rows: readonly (Row & { userId: string })[]): ReadonlyMap<string, readonly Match[]> {
  const found = new Map<string, Match[]>()
  for (const { userId, ...row } of rows) found.set(userId, [...(found.get(userId) ?? []), matchOfRow(row)])
  return found
}
