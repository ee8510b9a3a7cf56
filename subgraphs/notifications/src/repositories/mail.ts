import type { Reward } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import type { Mail } from '../domain/mail.js'

const COLUMNS = `m.id, m.user_id AS "userId", s.sender AS "from", s.title AS "subject", s.body, s.attachments,
  m.sent_at AS "sentAt", s.expires_at AS "expiresAt", m.read_at AS "readAt", m.claimed_at AS "claimedAt"`
const FROM = 'FROM mail m JOIN sending s ON s.id = m.sending_id'

/** One copy for each user. */
export async function insertMails(
  tx: Queryable,
  { sendingId, sentAt, mails }: { sendingId: string; sentAt: Date; mails: ReadonlyMap<string, string> },
): Promise<void> {
  await tx.query({
    name: 'mail-insert',
    text: `INSERT INTO mail (id, sending_id, user_id, sent_at)
           SELECT mail.id, $1, mail.user_id, $2 FROM unnest($3::uuid[], $4::uuid[]) AS mail (user_id, id)`,
    values: [sendingId, sentAt, [...mails.keys()], [...mails.values()]],
  })
}

export async function findMails(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Mail>> {
  const { rows } = await db.query<Mail>({
    name: 'mail-by-id',
    text: `SELECT ${COLUMNS} ${FROM} WHERE m.id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, row]))
}

/** Locks a user's mail; null where the user has none with this id. */
export async function lockMail(tx: Queryable, { id, userId }: { id: string; userId: string }): Promise<Mail | null> {
  const { rows } = await tx.query<Mail>({
    name: 'mail-lock',
    text: `SELECT ${COLUMNS} ${FROM} WHERE m.id = $1 AND m.user_id = $2 FOR UPDATE OF m`,
    values: [id, userId],
  })
  return rows[0] ?? null
}

/** A user's mails, newest first. */
export async function findMailPage(
  db: Queryable,
  { userId, after, limit }: { userId: string; after: readonly string[] | null; limit: number },
): Promise<readonly Mail[]> {
  const { rows } = await db.query<Mail>({
    name: 'mail-page',
    text: `SELECT ${COLUMNS} ${FROM} WHERE m.user_id = $1
             AND ($2::timestamptz IS NULL OR (m.sent_at, m.id) < ($2, $3::uuid))
           ORDER BY m.sent_at DESC, m.id DESC LIMIT $4`,
    values: [userId, after?.[0] ?? null, after?.[1] ?? null, limit],
  })
  return rows
}

export async function countMails(db: Queryable, userId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'mail-count',
    text: 'SELECT count(*)::int AS count FROM mail WHERE user_id = $1',
    values: [userId],
  })
  return rows[0]?.count ?? 0
}

export async function markMailsRead(
  db: Queryable,
  { userId, ids, at }: { userId: string; ids: readonly string[]; at: Date },
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'mail-read',
    text: 'UPDATE mail SET read_at = $3 WHERE user_id = $1 AND id = ANY($2::uuid[]) AND read_at IS NULL',
    values: [userId, ids, at],
  })
  return rowCount ?? 0
}

/** Of a locked mail that is not claimed. */
export async function noteClaimed(tx: Queryable, id: string, at: Date): Promise<void> {
  await tx.query({
    name: 'mail-claimed',
    text: 'UPDATE mail SET claimed_at = $2, read_at = coalesce(read_at, $2) WHERE id = $1',
    values: [id, at],
  })
}

export async function deleteMail(db: Queryable, { id, userId }: { id: string; userId: string }): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'mail-delete',
    text: 'DELETE FROM mail WHERE id = $1 AND user_id = $2',
    values: [id, userId],
  })
  return rowCount === 1
}

export async function deleteMailsOf(tx: Queryable, userId: string): Promise<void> {
  await tx.query({ name: 'mail-erase', text: 'DELETE FROM mail WHERE user_id = $1', values: [userId] })
}

/** Removes mails that expired before, up to `limit`. @returns how many */
export async function deleteMailsExpiredBefore(
  db: Queryable,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { rowCount } = await db.query({
    name: 'mail-prune',
    text: `DELETE FROM mail WHERE id = ANY (ARRAY(
             SELECT m.id ${FROM} WHERE s.expires_at < $1 LIMIT $2 FOR UPDATE OF m SKIP LOCKED))`,
    values: [before, limit],
  })
  return rowCount ?? 0
}

/** The grant of a claimed mail. */
export interface MailClaim {
  readonly eventId: string
  readonly mailId: string
  readonly userId: string
  readonly rewards: readonly Reward[]
}

export async function insertMailClaim(tx: Queryable, claim: MailClaim, at: Date): Promise<void> {
  await tx.query({
    name: 'mail-claim-insert',
    text: 'INSERT INTO mail_claim (mail_id, user_id, event_id, rewards, claimed_at) VALUES ($1, $2, $3, $4, $5)',
    values: [claim.mailId, claim.userId, claim.eventId, JSON.stringify(claim.rewards), at],
  })
}

/** Those that events with these ids grant. */
export async function findMailClaims(db: Queryable, eventIds: readonly string[]): Promise<readonly MailClaim[]> {
  const { rows } = await db.query<MailClaim>({
    name: 'mail-claim-by-event',
    text: `SELECT event_id AS "eventId", mail_id AS "mailId", user_id AS "userId", rewards FROM mail_claim
           WHERE event_id = ANY($1::uuid[])`,
    values: [eventIds],
  })
  return rows
}
