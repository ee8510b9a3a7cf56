import type { Queryable } from '@waystone/kit/postgres'
import type { MessagePlace } from '../domain/message.js'

export interface MessageReport {
  readonly id: string
  readonly channelId: string
  readonly number: number
  readonly byUserId: string
  readonly fromUserId: string
  readonly reason: string
  /** The message as it was sent. */
  readonly original: string
  readonly reportedAt: Date
  readonly sentAt: Date
  /** As readers see the message; empty where it was deleted, by a moderator or for its age. */
  readonly text: string
  readonly filtered: boolean
  readonly deleted: boolean
}

const COLUMNS = `r.id, r.channel_id AS "channelId", r.number::float8 AS number, r.by_user_id AS "byUserId",
  r.from_user_id AS "fromUserId", r.reason, r.original, r.reported_at AS "reportedAt", r.sent_at AS "sentAt",
  coalesce(m.text, '') AS text, coalesce(m.filtered, false) AS filtered,
  m.number IS NULL OR m.deleted_at IS NOT NULL AS deleted`
const FROM = `message_report r LEFT JOIN message m ON m.channel_id = r.channel_id AND m.number = r.number`

/** Keeps the words as they are now; a second report of the same user changes nothing. */
export async function insertReport(
  tx: Queryable,
  report: MessagePlace & { readonly id: string; readonly byUserId: string; readonly reason: string; readonly at: Date },
): Promise<void> {
  await tx.query({
    name: 'message-report-insert',
    text: `INSERT INTO message_report (id, channel_id, number, by_user_id, from_user_id, reason, original,
             sent_at, reported_at)
           SELECT $3, channel_id, number, $4, from_user_id, $5, coalesce(original, text), sent_at, $6 FROM message
           WHERE channel_id = $1 AND number = $2 AND deleted_at IS NULL
           ON CONFLICT (channel_id, number, by_user_id) DO NOTHING`,
    values: [report.channelId, report.number, report.id, report.byUserId, report.reason, report.at],
  })
}

/** Reports that wait for a decision, oldest first. */
export async function findWaitingReports(
  db: Queryable,
  { after, limit }: { after: { readonly at: Date; readonly id: string } | null; limit: number },
): Promise<readonly MessageReport[]> {
  const { rows } = await db.query<MessageReport>({
    name: 'message-reports-waiting',
    text: `SELECT ${COLUMNS} FROM ${FROM}
           WHERE r.decided_at IS NULL AND ($1::timestamptz IS NULL OR (r.reported_at, r.id) > ($1, $2::uuid))
           ORDER BY r.reported_at, r.id LIMIT $3`,
    values: [after?.at ?? null, after?.id ?? null, limit],
  })
  return rows
}

export async function countWaitingReports(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'message-reports-count',
    text: 'SELECT count(*)::int AS count FROM message_report WHERE decided_at IS NULL',
    values: [],
  })
  return rows[0]?.count ?? 0
}

export async function findReports(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, MessageReport>> {
  const { rows } = await db.query<MessageReport>({
    name: 'message-reports',
    text: `SELECT ${COLUMNS} FROM ${FROM} WHERE r.id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, row]))
}

/** All reports of a message. */
export async function decideReportsOf(tx: Queryable, { channelId, number }: MessagePlace, at: Date): Promise<void> {
  await tx.query({
    name: 'message-reports-decide',
    text: 'UPDATE message_report SET decided_at = $3 WHERE channel_id = $1 AND number = $2 AND decided_at IS NULL',
    values: [channelId, number, at],
  })
}

/** @returns the message that was reported, and its sender; null where no such report waits */
export async function decideReport(
  tx: Queryable,
  id: string,
  at: Date,
): Promise<Pick<MessageReport, 'channelId' | 'number' | 'fromUserId'> | null> {
  const { rows } = await tx.query<Pick<MessageReport, 'channelId' | 'number' | 'fromUserId'>>({
    name: 'message-report-decide',
    text: `UPDATE message_report SET decided_at = $2 WHERE id = $1 AND decided_at IS NULL
           RETURNING channel_id AS "channelId", number::float8 AS number, from_user_id AS "fromUserId"`,
    values: [id, at],
  })
  return rows[0] ?? null
}

/** @returns how many were deleted */
export async function deleteReportsDecidedBefore(
  db: Queryable,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'message-reports-delete-old',
    text: `DELETE FROM message_report WHERE id = ANY (ARRAY(
             SELECT id FROM message_report WHERE decided_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`,
    values: [before, limit],
  })
  return rowCount ?? 0
}
