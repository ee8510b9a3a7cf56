import type { Queryable } from '@waystone/kit/postgres'
import type { Channel } from '../domain/channel.js'
import { blockedBy } from './block.js'

/** Channels of a user's list. */
export const CHANNELS_MAX = 200

/** With names of the table, since it is joined in places. */
const COLUMNS = `channel.id, channel.kind, channel.name, channel.owner_id AS "ownerId", channel.low_user_id AS "lowUserId",
  channel.high_user_id AS "highUserId", channel.last_number::float8 AS "lastNumber", channel.first_number::float8 AS "firstNumber",
  channel.created_at AS "createdAt"`

export async function findChannels(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Channel>> {
  const { rows } = await db.query<Channel>({
    name: 'channels',
    text: `SELECT ${COLUMNS} FROM channel WHERE id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, row]))
}

/**
 * Those of the user and of the owners, the one with the newest message first. A user who has blocked another is shown
 * nothing of what the other does in their channel: it stays in its place, and is left out where it holds nothing else.
 * A channel of many has the place of its newest message by a user whom this one has not blocked.
 */
export async function findChannelsOf(
  db: Queryable,
  { userId, ownerIds }: { userId: string; ownerIds: readonly string[] },
): Promise<readonly Channel[]> {
  const { rows } = await db.query<Channel>({
    name: 'channels-of-user',
    text: `WITH blocked AS MATERIALIZED (${blockedBy('$1')})
           SELECT ${COLUMNS} FROM channel WHERE id IN (
             SELECT id FROM channel WHERE kind = 'WORLD'
             UNION SELECT id FROM channel WHERE owner_id = ANY($2::uuid[])
             UNION SELECT id FROM channel WHERE low_user_id = $1
             UNION SELECT id FROM channel WHERE high_user_id = $1)
             AND NOT (withheld_from IS NOT DISTINCT FROM $1 AND shown_at IS NULL)
             AND NOT (kind = 'DIRECT' AND last_number = 0 AND EXISTS (
               SELECT FROM relationship r WHERE r.low_id = channel.low_user_id AND r.high_id = channel.high_user_id
                 AND CASE WHEN r.low_id = $1 THEN r.low_blocked_at ELSE r.high_blocked_at END IS NOT NULL))
           ORDER BY CASE
             WHEN withheld_from = $1 THEN shown_at
             WHEN kind = 'DIRECT' OR NOT EXISTS (SELECT FROM blocked) THEN last_message_at
             ELSE (SELECT sent_at FROM message m WHERE m.channel_id = channel.id AND m.from_user_id NOT IN (SELECT id FROM blocked)
               ORDER BY m.number DESC LIMIT 1)
           END DESC NULLS LAST, id LIMIT $3`,
    values: [userId, ownerIds, CHANNELS_MAX],
  })
  return rows
}

export async function ensureDirectChannel(
  db: Queryable,
  channel: { readonly id: string; readonly lowUserId: string; readonly highUserId: string; readonly at: Date },
): Promise<Channel> {
  const { rows } = await db.query<Channel>({
    name: 'channel-ensure-direct',
    text: `INSERT INTO channel (id, kind, low_user_id, high_user_id, created_at) VALUES ($1, 'DIRECT', $2, $3, $4)
           ON CONFLICT (low_user_id, high_user_id) DO UPDATE SET name = channel.name RETURNING ${COLUMNS}`,
    values: [channel.id, channel.lowUserId, channel.highUserId, channel.at],
  })
  return only(rows)
}

function only(rows: readonly Channel[]): Channel {
  const [row] = rows
  if (row === undefined) throw new Error('Expected the channel that was made or found')
  return row
}
