import type { Queryable } from '@waystone/kit/postgres'
import type { Score } from '../../domain/leaderboards/score.js'
import type { RecordedEvent } from '../../domain/progress.js'
import type { EntryKey } from './score.js'

/**
 * Locks the next players by id, in the order in which recording locks them.
 * @returns their ids, and which of them are erased
 */
export async function lockPlayersAfter(
  tx: Queryable,
  of: { after: string | null; limit: number },
): Promise<readonly { readonly userId: string; readonly isErased: boolean }[]> {
  const { rows } = await tx.query<{ userId: string; isErased: boolean }>({
    name: 'players-lock-after',
    text: `SELECT user_id AS "userId", erased_at IS NOT NULL AS "isErased" FROM player
           WHERE $1::uuid IS NULL OR user_id > $1 ORDER BY user_id LIMIT $2 FOR UPDATE`,
    values: [of.after, of.limit],
  })
  return rows
}

/** The next events of these types of these users, by user and in the order in which they were recorded. */
export async function findEventsOf(
  from: Queryable,
  of: {
    userIds: readonly string[]
    types: readonly string[]
    after: { userId: string; sequence: number } | null
    limit: number
  },
): Promise<readonly RecordedEvent[]> {
  const { rows } = await from.query<RecordedEvent>({
    name: 'events-of-boards',
    text: `SELECT id, user_id AS "userId", sequence, type, data, occurred_at AS "occurredAt" FROM game_event
           WHERE user_id = ANY($1::uuid[]) AND type = ANY($2::text[])
             AND ($3::uuid IS NULL OR (user_id, sequence) > ($3, $4))
           ORDER BY user_id, sequence LIMIT $5`,
    values: [of.userIds, of.types, of.after?.userId ?? null, of.after?.sequence ?? null, of.limit],
  })
  return rows
}

/** Events of these users that the boards do not count, since their periods were closed, as `board type id`. */
export async function findLateEvents(from: Queryable, userIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await from.query<{ late: string }>({
    name: 'late-events',
    text: `SELECT board || ' ' || event_type || ' ' || event_id AS late FROM leaderboard_late_event
           WHERE user_id = ANY($1::uuid[])`,
    values: [userIds],
  })
  return new Set(rows.map(({ late }) => late))
}

/** All entries of these users on these boards. */
export async function findScoresOf(
  from: Queryable,
  of: { userIds: readonly string[]; boards: readonly number[] },
): Promise<readonly (EntryKey & Score)[]> {
  const { rows } = await from.query<EntryKey & { inverse: string; achievedAt: Date }>({
    name: 'scores-of-users',
    text: `SELECT board, period, user_id AS "userId", inverse_score AS inverse, achieved_at AS "achievedAt"
           FROM leaderboard_score WHERE user_id = ANY($1::uuid[]) AND board = ANY($2::int[])`,
    values: [of.userIds, of.boards],
  })
  return rows.map(({ inverse, ...row }) => ({ ...row, score: 0 - Number(inverse) }))
}
