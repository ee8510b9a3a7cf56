import type { Queryable } from '@waystone/kit/postgres'
import type { Calendar } from '../domain/calendar.js'
import { calendarColumns, calendarOfRow, type CalendarRow } from './calendar.js'

/** A user whose next event is being recorded; locked against other recordings until the transaction ends. */
export interface OpenPlayer {
  /** The event's number among the user's events. */
  readonly sequence: number
  readonly calendar: Calendar
  /** The catalog revision that the event is folded with; it never decreases. */
  readonly catalogRevision: number
  /** Of the leaderboards that count the event. */
  readonly boardRevision: number
  /** The account is deleted: nothing personal is recorded any more. */
  readonly isErased: boolean
}

/**
 * Numbers the next event of each user and locks the users in the order of their ids, all in one statement;
 * the first event makes the row. The result has no entry for a user whose event is recorded already, and the
 * row of that user does not change.
 * @param events of different users
 */
export async function openPlayers(
  tx: Queryable,
  events: readonly { id: string; type: string; userId: string }[],
): Promise<ReadonlyMap<string, OpenPlayer>> {
  const { rows } = await tx.query<
    CalendarRow & {
      user_id: string
      sequence: number
      catalog_revision: number
      board_revision: number
      erased_at: Date | null
    }
  >({
    name: 'players-open',
    text: `INSERT INTO player AS known (user_id, sequence, catalog_revision)
           SELECT event.user_id, 1, catalog.revision
           FROM catalog, unnest($1::uuid[], $2::uuid[], $3::text[]) AS event (user_id, id, type)
           WHERE NOT EXISTS (SELECT 1 FROM game_event WHERE game_event.id = event.id AND game_event.type = event.type)
           ORDER BY event.user_id
           ON CONFLICT (user_id) DO UPDATE SET
             sequence = known.sequence + 1,
             catalog_revision = greatest(known.catalog_revision, excluded.catalog_revision)
           RETURNING user_id, sequence, catalog_revision, erased_at,
             (SELECT board_revision FROM catalog) AS board_revision, ${calendarColumns.join(', ')}`,
    values: [events.map(event => event.userId), events.map(event => event.id), events.map(event => event.type)],
  })
  return new Map(
    rows.map(row => [
      row.user_id,
      {
        sequence: row.sequence,
        calendar: calendarOfRow(row),
        catalogRevision: row.catalog_revision,
        boardRevision: row.board_revision,
        isErased: row.erased_at !== null,
      },
    ]),
  )
}

/**
 * Keeps the user's events from being recorded until the transaction ends.
 * @returns whether the player is erased
 */
export async function lockPlayer(tx: Queryable, userId: string): Promise<{ isErased: boolean }> {
  const { rows } = await tx.query<{ erased_at: Date | null }>({
    name: 'player-lock',
    text: 'SELECT erased_at FROM player WHERE user_id = $1 FOR UPDATE',
    values: [userId],
  })
  return { isErased: (rows[0]?.erased_at ?? null) !== null }
}

/** A page of the ids of all players, in their order. */
export async function findPlayerIds(
  from: Queryable,
  of: { after: string | null; limit: number },
): Promise<readonly string[]> {
  const { rows } = await from.query<{ user_id: string }>({
    name: 'player-ids',
    text: 'SELECT user_id FROM player WHERE $1::uuid IS NULL OR user_id > $1 ORDER BY user_id LIMIT $2',
    values: [of.after, of.limit],
  })
  return rows.map(row => row.user_id)
}

export async function countPlayers(from: Queryable, of: { after: string | null }): Promise<number> {
  const { rows } = await from.query<{ count: number }>({
    name: 'player-count',
    text: 'SELECT count(*)::int AS count FROM player WHERE $1::uuid IS NULL OR user_id > $1',
    values: [of.after],
  })
  return rows[0]?.count ?? 0
}
