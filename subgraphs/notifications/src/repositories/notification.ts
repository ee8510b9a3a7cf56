import { tellAfterCommit, type LiveTopic } from '@waystone/kit/live'
import type { Queryable } from '@waystone/kit/postgres'
import type { Notification } from '../domain/notification.js'

/** A notification that is about to be kept. */
export interface NewNotification extends Omit<Notification, 'readAt'> {
  readonly sourceId: string
  readonly inGame: boolean
}

export const notificationTopic = (userId: string): LiveTopic => ({ topic: 'notification', key: userId })

/** Keeps notifications of users who are locked, and tells those who listen. */
export async function insertNotifications(tx: Queryable, made: readonly NewNotification[]): Promise<void> {
  await tx.query({
    name: 'notification-insert',
    text: `INSERT INTO notification (id, user_id, sequence, kind, data, sending_id, source_id, in_game, created_at)
           SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::notification_kind[], $5::jsonb[], $6::uuid[],
             $7::uuid[], $8::boolean[], $9::timestamptz[])`,
    values: [
      made.map(one => one.id),
      made.map(one => one.userId),
      made.map(one => one.sequence),
      made.map(one => one.kind),
      made.map(one => JSON.stringify(one.data)),
      made.map(one => one.sendingId),
      made.map(one => one.sourceId),
      made.map(one => one.inGame),
      made.map(one => one.createdAt),
    ],
  })
  for (const { id, userId, inGame } of made) if (inGame) tellAfterCommit(tx, { ...notificationTopic(userId), id })
}

const COLUMNS = `id, user_id AS "userId", sequence, kind, data, sending_id AS "sendingId", created_at AS "createdAt",
  read_at AS "readAt"`

export async function findNotifications(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Notification>> {
  const { rows } = await db.query<Notification>({
    name: 'notification-by-id',
    text: `SELECT ${COLUMNS} FROM notification WHERE id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, row]))
}

/** Of each user's notifications up to a number, the last ones that were made since. */
export async function findLastNotifications(
  db: Queryable,
  { upTo, since, limit }: { upTo: ReadonlyMap<string, number>; since: Date; limit: number },
): Promise<readonly Notification[]> {
  const { rows } = await db.query<Notification>({
    name: 'notification-last',
    text: `SELECT ${COLUMNS} FROM notification JOIN unnest($1::uuid[], $2::int[]) AS last (of_user, number)
             ON user_id = of_user AND sequence <= number AND sequence > number - $4
           WHERE created_at > $3`,
    values: [[...upTo.keys()], [...upTo.values()], since, limit],
  })
  return rows
}

/** A user's list, newest first. */
export async function findNotificationPage(
  db: Queryable,
  asked: { userId: string; unreadOnly: boolean; below: number | null; limit: number },
): Promise<readonly Notification[]> {
  const { rows } = await db.query<Notification>({
    name: `notification-page-${asked.unreadOnly ? 'unread' : 'all'}`,
    text: `SELECT ${COLUMNS} FROM notification
           WHERE user_id = $1 AND in_game ${asked.unreadOnly ? 'AND read_at IS NULL' : ''}
             AND ($2::int IS NULL OR sequence < $2)
           ORDER BY sequence DESC LIMIT $3`,
    values: [asked.userId, asked.below, asked.limit],
  })
  return rows
}

/** By user, how many are in the list; a user without any is missing. */
export async function countNotifications(
  db: Queryable,
  { userIds, unreadOnly }: { userIds: readonly string[]; unreadOnly: boolean },
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ userId: string; count: number }>({
    name: `notification-count-${unreadOnly ? 'unread' : 'all'}`,
    text: `SELECT user_id AS "userId", count(*)::int AS count FROM notification
           WHERE user_id = ANY($1::uuid[]) AND in_game ${unreadOnly ? 'AND read_at IS NULL' : ''} GROUP BY user_id`,
    values: [userIds],
  })
  return new Map(rows.map(row => [row.userId, row.count]))
}

/** Marks unread ones as read: those with these ids, or all for null. @returns those that were unread */
export async function markRead(
  tx: Queryable,
  { userId, ids, at }: { userId: string; ids: readonly string[] | null; at: Date },
): Promise<readonly Pick<Notification, 'id' | 'kind'>[]> {
  const { rows } = await tx.query<Pick<Notification, 'id' | 'kind'>>({
    name: `notification-read-${ids === null ? 'all' : 'some'}`,
    text: `UPDATE notification SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL AND in_game
             ${ids === null ? '' : 'AND id = ANY($3::uuid[])'} RETURNING id, kind`,
    values: [userId, at, ...(ids === null ? [] : [ids])],
  })
  return rows
}

/** Removes what is older, up to `limit`; their deliveries go with them. @returns how many */
export async function deleteNotificationsBefore(
  db: Queryable,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'notification-prune',
    text: `DELETE FROM notification WHERE id = ANY (ARRAY(
             SELECT id FROM notification WHERE created_at < $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
    values: [before, limit],
  })
  return rowCount ?? 0
}

export async function deleteNotificationsOf(tx: Queryable, userId: string): Promise<void> {
  await tx.query({ name: 'notification-erase', text: 'DELETE FROM notification WHERE user_id = $1', values: [userId] })
}
