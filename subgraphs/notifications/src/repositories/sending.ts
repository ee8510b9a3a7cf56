import type { Queryable } from '@waystone/kit/postgres'
import type { Sending } from '../domain/sending.js'

const COLUMNS = `id, kind, sender, title, body, attachments, data, expires_at AS "expiresAt", everyone,
  user_ids AS "userIds", position, recipients, done, created_at AS "createdAt", finished_at AS "finishedAt"`

/** The intent of a sending: whose it is, and what it was asked with. */
export interface SendingKey {
  readonly actor: string
  readonly idempotencyKey: string
}

/** @returns false when the administrator has used the key before. */
export async function insertSending(
  tx: Queryable,
  sending: Sending,
  { actor, idempotencyKey, inputHash }: SendingKey & { readonly inputHash: Buffer },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'sending-insert',
    text: `INSERT INTO sending (id, kind, actor, idempotency_key, input_hash, sender, title, body, attachments, data,
             expires_at, everyone, user_ids, recipients, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::uuid[], $14, $15)
           ON CONFLICT (actor, idempotency_key) DO NOTHING`,
    values: [
      sending.id,
      sending.kind,
      actor,
      idempotencyKey,
      inputHash,
      sending.sender,
      sending.title,
      sending.body,
      JSON.stringify(sending.attachments),
      JSON.stringify(sending.data),
      sending.expiresAt,
      sending.everyone,
      sending.userIds,
      sending.recipients,
      sending.createdAt,
    ],
  })
  return rowCount === 1
}

export async function findSendingByKey(
  tx: Queryable,
  { actor, idempotencyKey }: SendingKey,
): Promise<(Sending & { readonly inputHash: Buffer }) | null> {
  const { rows } = await tx.query<Sending & { inputHash: Buffer }>({
    name: 'sending-by-key',
    text: `SELECT ${COLUMNS}, input_hash AS "inputHash" FROM sending WHERE actor = $1 AND idempotency_key = $2`,
    values: [actor, idempotencyKey],
  })
  return rows[0] ?? null
}

export async function findSendings(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Sending>> {
  const { rows } = await db.query<Sending>({
    name: 'sending-by-id',
    text: `SELECT ${COLUMNS} FROM sending WHERE id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, row]))
}

/** The sending that goes on next: the oldest that is not finished; null when all are. */
export async function findOpenSending(db: Queryable): Promise<Sending | null> {
  const { rows } = await db.query<Sending>({
    name: 'sending-open',
    text: `SELECT ${COLUMNS} FROM sending WHERE finished_at IS NULL ORDER BY created_at LIMIT 1`,
  })
  return rows[0] ?? null
}

/** Locks a sending; false when it has come further than `position`, or is finished. */
export async function lockSendingAt(
  tx: Queryable,
  { id, position }: Pick<Sending, 'id' | 'position'>,
): Promise<boolean> {
  const { rows } = await tx.query<{ isThere: boolean }>({
    name: 'sending-lock',
    text: `SELECT (finished_at IS NULL AND position IS NOT DISTINCT FROM $2::uuid) AS "isThere" FROM sending
           WHERE id = $1 FOR UPDATE`,
    values: [id, position],
  })
  return rows[0]?.isThere ?? false
}

/** Notes how far a locked sending has come; null as the position stays where it was. */
export async function moveSending(
  tx: Queryable,
  { id, position, done, finishedAt }: { id: string; position: string | null; done: number; finishedAt: Date | null },
): Promise<void> {
  await tx.query({
    name: 'sending-move',
    text: 'UPDATE sending SET position = coalesce($2, position), done = done + $3, finished_at = $4 WHERE id = $1',
    values: [id, position, done, finishedAt],
  })
}
