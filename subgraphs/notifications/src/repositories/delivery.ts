import type { Queryable } from '@waystone/kit/postgres'
import type { Delivery, DeliveryStatus } from '../domain/delivery.js'

const COLUMNS = `id, notification_id AS "notificationId", user_id AS "userId", token_id AS "tokenId", platform, device,
  status, attempts, last_error AS "lastError", created_at AS "createdAt", sent_at AS "sentAt"`
/** Of an answer of a push service, which may be long. */
const ERROR_LENGTH_MAX = 500

export interface NewDelivery
  extends Pick<Delivery, 'id' | 'notificationId' | 'userId' | 'tokenId' | 'platform' | 'device'> {
  readonly createdAt: Date
  readonly dueAt: Date
}

export async function insertDeliveries(tx: Queryable, made: readonly NewDelivery[]): Promise<void> {
  await tx.query({
    name: 'delivery-insert',
    text: `INSERT INTO delivery (id, notification_id, user_id, token_id, platform, device, created_at, due_at)
           SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::push_platform[], $6::text[],
             $7::timestamptz[], $8::timestamptz[])`,
    values: [
      made.map(one => one.id),
      made.map(one => one.notificationId),
      made.map(one => one.userId),
      made.map(one => one.tokenId),
      made.map(one => one.platform),
      made.map(one => one.device),
      made.map(one => one.createdAt),
      made.map(one => one.dueAt),
    ],
  })
}

/**
 * Takes deliveries that are due; until the lease ends, no other process does. A process that dies leaves them to the
 * next one. Of one device it takes the first only, and none while another one of it is being tried or waits for its
 * next try: a device that does not answer delays its own pushes and takes up one place.
 */
export async function leaseDeliveries(
  db: Queryable,
  { now, until, limit }: { now: Date; until: Date; limit: number },
): Promise<readonly Delivery[]> {
  const { rows } = await db.query<Delivery>({
    name: 'delivery-lease',
    text: `UPDATE delivery SET due_at = $2, attempts = attempts + 1 WHERE id = ANY (ARRAY(
             SELECT id FROM delivery AS due WHERE status = 'PENDING' AND due_at <= $1
               AND NOT EXISTS (SELECT FROM delivery AS other
                 WHERE other.token_id = due.token_id AND other.status = 'PENDING' AND other.id <> due.id
                   AND ((other.attempts > 0 AND other.due_at > $1) OR (other.due_at, other.id) < (due.due_at, due.id)))
             ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)) RETURNING ${COLUMNS}`,
    values: [now, until, limit],
  })
  return rows
}

/**
 * Puts a delivery off without a try, such as for quiet hours. Its tries begin anew then, so that it does not hold up
 * the others of its device meanwhile.
 */
export async function postponeDelivery(db: Queryable, id: string, dueAt: Date): Promise<void> {
  await db.query({
    name: 'delivery-postpone',
    text: `UPDATE delivery SET due_at = $2, attempts = 0 WHERE id = $1 AND status = 'PENDING'`,
    values: [id, dueAt],
  })
}

/** Notes a try that failed, and when the next one is. */
export async function retryDelivery(
  db: Queryable,
  { id, error, dueAt }: { id: string; error: string; dueAt: Date },
): Promise<void> {
  await db.query({
    name: 'delivery-retry',
    text: `UPDATE delivery SET due_at = $2, last_error = $3 WHERE id = $1 AND status = 'PENDING'`,
    values: [id, dueAt, error.slice(0, ERROR_LENGTH_MAX)],
  })
}

/** Ends a delivery; one that has ended stays as it is. */
export async function endDelivery(
  db: Queryable,
  end: { id: string; status: Exclude<DeliveryStatus, 'PENDING'>; error: string | null; at: Date },
): Promise<void> {
  await db.query({
    name: 'delivery-end',
    text: `UPDATE delivery SET status = $2::delivery_status, last_error = coalesce($3, last_error),
             sent_at = CASE WHEN $2::delivery_status = 'SENT' THEN $4::timestamptz END
           WHERE id = $1 AND status = 'PENDING'`,
    values: [end.id, end.status, end.error?.slice(0, ERROR_LENGTH_MAX) ?? null, end.at],
  })
}

/** Drops what waits for one of these notifications, or for this device. */
export async function dropDeliveries(
  tx: Queryable,
  of: { error: string } & ({ notificationIds: readonly string[] } | { tokenId: string }),
): Promise<void> {
  const isToken = 'tokenId' in of
  await tx.query({
    name: `delivery-drop-${isToken ? 'token' : 'notifications'}`,
    text: `UPDATE delivery SET status = 'DROPPED', last_error = $2 WHERE status = 'PENDING'
             AND ${isToken ? 'token_id = $1' : 'notification_id = ANY($1::uuid[])'}`,
    values: [isToken ? of.tokenId : of.notificationIds, of.error],
  })
}

/** Has what waits untried looked at again: quiet hours may have changed. */
export async function awakeDeliveries(tx: Queryable, { userId, at }: { userId: string; at: Date }): Promise<void> {
  await tx.query({
    name: 'delivery-awake',
    text: `UPDATE delivery SET due_at = $2 WHERE user_id = $1 AND status = 'PENDING' AND attempts = 0 AND due_at > $2`,
    values: [userId, at],
  })
}

/** By notification, in the order of the platforms. */
export async function findDeliveriesOf(
  db: Queryable,
  notificationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Delivery[]>> {
  const { rows } = await db.query<Delivery>({
    name: 'delivery-of-notifications',
    text: `SELECT ${COLUMNS} FROM delivery WHERE notification_id = ANY($1::uuid[]) ORDER BY platform, id`,
    values: [notificationIds],
  })
  return new Map(notificationIds.map(id => [id, rows.filter(row => row.notificationId === id)]))
}

/** Which entries of the log are asked for; null for all. */
export interface LogFilter {
  readonly userId: string | null
  readonly status: DeliveryStatus | null
}

/** Newest first. */
export async function findLogPage(
  db: Queryable,
  { userId, status, after, limit }: LogFilter & { after: readonly string[] | null; limit: number },
): Promise<readonly Delivery[]> {
  const { rows } = await db.query<Delivery>({
    name: `delivery-log-${userId === null ? 'all' : 'user'}`,
    text: `SELECT ${COLUMNS} FROM delivery WHERE ${userId === null ? '$1::uuid IS NULL' : 'user_id = $1'}
             AND ($2::delivery_status IS NULL OR status = $2)
             AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
           ORDER BY created_at DESC, id DESC LIMIT $5`,
    values: [userId, status, after?.[0] ?? null, after?.[1] ?? null, limit],
  })
  return rows
}

export async function countLog(db: Queryable, { userId, status }: LogFilter): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'delivery-log-count',
    text: `SELECT count(*)::int AS count FROM delivery
           WHERE ($1::uuid IS NULL OR user_id = $1) AND ($2::delivery_status IS NULL OR status = $2)`,
    values: [userId, status],
  })
  return rows[0]?.count ?? 0
}
