import type { Queryable } from '@waystone/kit/postgres'
import type { GameEvent } from './game-event.js'

/** A place in the log of all events: the sort key of a row. */
export interface EventLogPosition {
  readonly occurredAt: Date
  readonly id: string
  readonly type: string
}

/** `limit` events of all users behind `after`, the newest first; with a type, only those of the type. */
export async function findLoggedEvents(
  from: Queryable,
  of: { type: string | null; after: EventLogPosition | null; limit: number },
): Promise<readonly GameEvent[]> {
  const { type, after, limit } = of
  const place = [after?.occurredAt ?? 'infinity', after?.id ?? LAST_ID]
  const { rows } = await from.query<GameEvent>(
    type === null
      ? { name: 'event-log', text: OF_ALL_TYPES, values: [...place, after?.type ?? '', limit] }
      : { name: 'event-log-of-type', text: OF_ONE_TYPE, values: [...place, type, limit] },
  )
  return rows
}

/** Counts every row: a screen that need not show the number should not ask for it. */
export async function countLoggedEvents(from: Queryable, type: string | null): Promise<number> {
  const { rows } = await from.query<{ count: number }>(
    type === null
      ? { name: 'event-log-count', text: 'SELECT count(*)::int AS count FROM game_event' }
      : {
          name: 'event-log-count-of-type',
          text: 'SELECT count(*)::int AS count FROM game_event WHERE type = $1',
          values: [type],
        },
  )
  return rows[0]?.count ?? 0
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const SELECT = `SELECT id, user_id AS "userId", sequence, type, data, occurred_at AS "occurredAt" FROM game_event`

/** Each is read from an index of its own: comparing rows, PostgreSQL begins at the place and stops at the limit. */
const OF_ALL_TYPES = `${SELECT} WHERE (occurred_at, id, type) < ($1::timestamptz, $2::uuid, $3::text)
  ORDER BY occurred_at DESC, id DESC, type DESC LIMIT $4`
const OF_ONE_TYPE = `${SELECT} WHERE type = $3::text AND (occurred_at, id) < ($1::timestamptz, $2::uuid)
  ORDER BY occurred_at DESC, id DESC LIMIT $4`
