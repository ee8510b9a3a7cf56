import type { Queryable } from '@waystone/kit/postgres'
import type { MailKind, QueuedMail } from '../domain/mail.js'

export interface NewMail {
  readonly id: string
  readonly kind: MailKind
  readonly address: string
  readonly userId: string | null
  readonly provider: string | null
  readonly at: Date
}

export async function insertMail(tx: Queryable, { id, kind, address, userId, provider, at }: NewMail): Promise<void> {
  await tx.query({
    name: 'mail-insert',
    text: 'INSERT INTO mail (id, kind, address, user_id, provider, created_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $6)',
    values: [id, kind, address, userId, provider, at],
  })
}

interface MailRow {
  readonly id: string
  readonly kind: MailKind
  readonly address: string
  readonly user_id: string | null
  readonly provider: string | null
  readonly attempts: number
}

/**
 * Takes mails up that are due; until the lease ends, no other process does. A process that dies leaves them
 * to the next one.
 */
export async function leaseMails(
  db: Queryable,
  { now, until, limit }: { now: Date; until: Date; limit: number },
): Promise<readonly QueuedMail[]> {
  const { rows } = await db.query<MailRow>({
    name: 'mail-lease',
    text: `UPDATE mail SET due_at = $2, attempts = attempts + 1 WHERE id = ANY (ARRAY(
             SELECT id FROM mail WHERE due_at <= $1 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
           )) RETURNING id, kind, address, user_id, provider, attempts`,
    values: [now, until, limit],
  })
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    address: row.address,
    userId: row.user_id,
    provider: row.provider,
    attempts: row.attempts,
  }))
}

export async function postponeMail(db: Queryable, id: string, dueAt: Date): Promise<void> {
  await db.query({ name: 'mail-postpone', text: 'UPDATE mail SET due_at = $2 WHERE id = $1', values: [id, dueAt] })
}

export async function deleteMail(db: Queryable, id: string): Promise<void> {
  await db.query({ name: 'mail-delete', text: 'DELETE FROM mail WHERE id = $1', values: [id] })
}
