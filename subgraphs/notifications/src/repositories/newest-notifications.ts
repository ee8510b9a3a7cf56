import type { Queryable } from '@waystone/kit/postgres'
import type { Notification } from '../domain/notification.js'

/** Notifications that a subscription reads at once. */
export const NOTIFICATIONS_PER_READING = 100

/** From where on a subscription tells notifications. */
export interface NotificationPosition {
  readonly userId: string
  /** A notification; null for the user's last one as of now. */
  readonly after: string | null
}

/** The number that each position lies at, in their order; null where `after` is no notification of the user's. */
export async function findNotificationSequences(
  db: Queryable,
  positions: readonly NotificationPosition[],
): Promise<readonly (number | null)[]> {
  const { rows } = await db.query<{ sequence: number | null }>({
    name: 'notification-sequences',
    text: `SELECT CASE WHEN asked.after IS NULL
             THEN coalesce((SELECT sequence FROM player WHERE user_id = asked.user_id), 0)
             ELSE (SELECT sequence FROM notification WHERE id = asked.after AND user_id = asked.user_id) END AS sequence
           FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (user_id, after, place) ORDER BY asked.place`,
    values: [positions.map(({ userId }) => userId), positions.map(({ after }) => after)],
  })
  return rows.map(({ sequence }) => sequence)
}

/**
 * Finds the next notifications after each number, oldest first, in the order of `asked`. A user's notifications are
 * made under the lock of the player's row, so that numbers become visible in their order: a reader that has read
 * up to one has missed none before it.
 */
export async function findNotificationsAfter(
  db: Queryable,
  asked: readonly { readonly userId: string; readonly sequence: number }[],
): Promise<readonly (readonly Notification[])[]> {
  const { rows } = await db.query<Notification & { place: string }>({
    name: 'notifications-after',
    text: `SELECT asked.place, next.* FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS asked (user_id, sequence, place),
           LATERAL (
             SELECT id, user_id AS "userId", sequence, kind, data, sending_id AS "sendingId", created_at AS "createdAt",
               read_at AS "readAt" FROM notification
             WHERE notification.user_id = asked.user_id AND sequence > asked.sequence AND in_game
             ORDER BY sequence LIMIT $3) AS next
           ORDER BY asked.place, next.sequence`,
    values: [asked.map(({ userId }) => userId), asked.map(({ sequence }) => sequence), NOTIFICATIONS_PER_READING],
  })
  const found = asked.map((): Notification[] => [])
  for (const { place, ...notification } of rows) found[Number(place) - 1]?.push(notification)
  return found
}
