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
}

const COLUMNS = `id, channel_id AS "channelId", number::float8 AS number, by_user_id AS "byUserId", from_user_id AS "fromUserId",
  reason, original, reported_at AS "reportedAt"`

/** Keeps the words as they are now; a second report of the same user changes nothing. @returns whether there is a report */
export async function insertReport(
  tx: Queryable,
  report: MessagePlace & { readonly id: string; readonly byUserId: string; readonly reason: string; readonly at: Date },
): Promise<void> {
  await tx.query({
    name: 'message-report-insert',
    text: `INSERT INTO message_report (id, channel_id, number, by_user_id, from_user_id, reason, original, reported_at)
           SELECT $3, channel_id, number, $4, from_user_id, $5, coalesce(original, text), $6 FROM message
           WHERE channel_id = $1 AND number = $2 AND deleted_at IS NULL
           ON CONFLICT (channel_id, number, by_user_id) DO NOTHING`,
    values: [report.channelId, report.number, report.id, report.byUserId, report.reason, report.at],
  })
}

/** What waits for a decision, oldest first. */
export async function findWaitingReports(
  db: Queryable,
  { after, limit }: { after: { readonly at: Date; readonly id: string } | null; limit: number },
): Promise<readonly MessageReport[]> {
  const { rows } = await db.query<MessageReport>({
    name: 'message-reports-waiting',
    text: `SELECT ${COLUMNS} FROM message_report
           WHERE decided_at IS NULL AND ($1::timestamptz IS NULL OR (reported_at, id) > ($1, $2::uuid))
           ORDER BY reported_at, id LIMIT $3`,
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
    text: `SELECT ${COLUMNS} FROM message_report WHERE id = ANY($1::uuid[])`,
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

/** @returns the report; null where none waits */
export async function decideReport(tx: Queryable, id: string, at: Date): Promise<MessageReport | null> {
  const { rows } = await tx.query<MessageReport>({
    name: 'message-report-decide',
    text: `UPDATE message_report SET decided_at = $2 WHERE id = $1 AND decided_at IS NULL RETURNING ${COLUMNS}`,
    values: [id, at],
  })
  return rows[0] ?? null
}
