import type { Queryable } from '@waystone/kit/postgres'
import { blockedBy } from './block.js'

/** A larger count than a client shows; counting stops there. */
export const UNREAD_MAX = 100

interface Asked {
  readonly channelId: string
  readonly userId: string
}

export interface ReadState {
  readonly upTo: number
  readonly unread: number
}

/** Moves the position forward, at most to the newest message. */
export async function moveReadPosition(
  db: Queryable,
  { channelId, userId, upTo }: Asked & { upTo: number },
): Promise<void> {
  await db.query({
    name: 'read-position-move',
    text: `INSERT INTO read_position (channel_id, user_id, up_to)
           SELECT id, $2, least($3::bigint, last_number) FROM channel WHERE id = $1
           ON CONFLICT (user_id, channel_id) DO UPDATE SET up_to = greatest(read_position.up_to, EXCLUDED.up_to)`,
    values: [channelId, userId, upTo],
  })
}

/**
 * In the order of `asked`. Messages of the reader's own, withheld and deleted ones do not count as unread, and in a
 * channel of many none of a user whom the reader has blocked.
 */
export async function findReadStates(db: Queryable, asked: readonly Asked[]): Promise<readonly ReadState[]> {
  const { rows } = await db.query<ReadState>({
    name: 'read-states',
    text: `SELECT coalesce(p.up_to, 0)::float8 AS "upTo", (
             SELECT count(*) FROM (
               SELECT FROM message m WHERE m.channel_id = asked.channel_id AND m.number > coalesce(p.up_to, 0)
                 AND m.from_user_id <> asked.user_id AND m.deleted_at IS NULL
                 AND m.withheld_from IS DISTINCT FROM asked.user_id
                 AND (c.kind = 'DIRECT' OR m.from_user_id <> ALL (blocked.ids)) LIMIT $3) AS behind)::int AS unread
           FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (channel_id, user_id, place)
           LEFT JOIN channel c ON c.id = asked.channel_id
           LEFT JOIN LATERAL (
             SELECT array(${blockedBy('asked.user_id')}) AS ids) AS blocked ON true
           LEFT JOIN read_position p ON p.channel_id = asked.channel_id AND p.user_id = asked.user_id
           ORDER BY asked.place`,
    values: [asked.map(({ channelId }) => channelId), asked.map(({ userId }) => userId), UNREAD_MAX],
  })
  return rows
}
