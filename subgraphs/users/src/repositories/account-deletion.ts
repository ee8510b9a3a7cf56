import { randomUUID } from 'node:crypto'
import type { Queryable } from '@waystone/kit/postgres'
import { addressOfDeleted, DELETED_NAME, type AccountDeletion } from '../domain/account-deletion.js'

/** Notes that the user wants the account deleted; the first request counts. The caller has locked the user. */
export async function insertDeletion(
  tx: Queryable,
  { userId, requestedAt, dueAt }: AccountDeletion & { readonly userId: string },
): Promise<AccountDeletion> {
  const { rows } = await tx.query<{ requested_at: Date; due_at: Date }>({
    name: 'account-deletion-insert',
    text: `INSERT INTO account_deletion AS known (user_id, requested_at, due_at) VALUES ($1, $2, $3)
           ON CONFLICT (user_id) DO UPDATE SET due_at = known.due_at RETURNING requested_at, due_at`,
    values: [userId, requestedAt, dueAt],
  })
  const [row] = rows
  if (row === undefined) throw new Error('An inserted deletion did not come back')
  return { requestedAt: row.requested_at, dueAt: row.due_at }
}

/** Takes back a deletion that has not been done. @returns whether there was one. */
export async function deleteDeletion(tx: Queryable, userId: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'account-deletion-cancel',
    text: 'DELETE FROM account_deletion WHERE user_id = $1 AND erased_at IS NULL',
    values: [userId],
  })
  return rowCount === 1
}

/** When the accounts of those users who are to be deleted are erased. */
export async function findDeletionsDue(db: Queryable, userIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await db.query<{ user_id: string; due_at: Date }>({
    name: 'account-deletions-of',
    text: 'SELECT user_id, due_at FROM account_deletion WHERE user_id = ANY($1::uuid[]) AND erased_at IS NULL',
    values: [userIds],
  })
  return new Map(rows.map(row => [row.user_id, row.due_at]))
}

/** Money that is on its way: both are settled or given back by themselves, and an erasure waits for it. */
const UNSETTLED = `EXISTS (SELECT FROM purchase p WHERE p.user_id = d.user_id
      AND (p.status = 'PENDING' OR (p.refund_reason IS NOT NULL AND p.status <> 'REFUNDED')))
    OR EXISTS (SELECT FROM reservation r WHERE r.user_id = d.user_id AND r.status = 'RESERVED')`

/** Whose time has come, the longest due first; those with money on its way come later. */
export async function findDueDeletions(db: Queryable, { now, limit }: { now: Date; limit: number }): Promise<string[]> {
  const { rows } = await db.query<{ user_id: string }>({
    name: 'account-deletions-due',
    text: `SELECT d.user_id FROM account_deletion d
           WHERE d.erased_at IS NULL AND d.due_at <= $1 AND NOT (${UNSETTLED}) ORDER BY d.due_at LIMIT $2`,
    values: [now, limit],
  })
  return rows.map(row => row.user_id)
}

/** Users who were erased since a moment. */
export async function findErasedSince(db: Queryable, since: Date): Promise<string[]> {
  const { rows } = await db.query<{ user_id: string }>({
    name: 'accounts-erased-since',
    text: 'SELECT user_id FROM account_deletion WHERE erased_at >= $1',
    values: [since],
  })
  return rows.map(row => row.user_id)
}

/**
 * Locks the user against every change, new sessions and links included, and says whether the deletion is still
 * wanted, due and possible by then.
 */
export async function lockDueDeletion(tx: Queryable, { userId, now }: { userId: string; now: Date }): Promise<boolean> {
  await tx.query({ name: 'user-lock-whole', text: 'SELECT FROM "user" WHERE id = $1 FOR UPDATE', values: [userId] })
  await tx.query({ name: 'profile-lock', text: 'SELECT FROM profile WHERE user_id = $1 FOR UPDATE', values: [userId] })
  const { rowCount } = await tx.query({
    name: 'account-deletion-lock',
    text: `SELECT FROM account_deletion d
           WHERE d.user_id = $1 AND d.erased_at IS NULL AND d.due_at <= $2 AND NOT (${UNSETTLED}) FOR UPDATE OF d`,
    values: [userId, now],
  })
  return rowCount === 1
}

/**
 * Erases what is personal of a user, whom the caller has locked. The ledger, purchases, reservations and claims
 * stay, under the id. docs/personal-data.md lists every column.
 */
export async function eraseUser(tx: Queryable, { userId, at }: { userId: string; at: Date }): Promise<void> {
  const run = (name: string, text: string, ...values: unknown[]) =>
    tx.query({ name, text, values: [userId, ...values] })
  await run(
    'erase-verifications',
    `DELETE FROM verification v USING "user" u WHERE u.id = $1 AND (strpos(lower(v.identifier), u.email) > 0
       OR strpos(lower(v.value), u.email) > 0 OR strpos(v.identifier || ' ' || v.value, u.id::text) > 0)`,
  )
  // With them go their refresh tokens, and a trigger voids their access tokens.
  await run('erase-sessions', 'DELETE FROM session WHERE user_id = $1')
  await run('erase-accounts', 'DELETE FROM account WHERE user_id = $1')
  await run('erase-two-factor', 'DELETE FROM two_factor WHERE user_id = $1')
  await run('erase-challenges', 'DELETE FROM sign_in_challenge WHERE user_id = $1')
  await run('erase-guest-credential', 'DELETE FROM guest_credential WHERE user_id = $1')
  await run('erase-email-claim', 'DELETE FROM email_claim WHERE user_id = $1')
  await run('erase-account-tokens', 'DELETE FROM account_token WHERE user_id = $1')
  await run(
    'erase-mails',
    `DELETE FROM mail m USING "user" u WHERE u.id = $1 AND (m.user_id = u.id OR m.address = u.email)`,
  )
  await run('erase-networks', 'DELETE FROM known_network WHERE user_id = $1')
  await run('erase-notes', 'DELETE FROM user_note WHERE user_id = $1')
  await run('erase-declaration', 'DELETE FROM declaration WHERE user_id = $1')
  await run('erase-consents', 'DELETE FROM consent WHERE user_id = $1')
  await run('erase-bars', 'UPDATE reservation SET bar = NULL WHERE user_id = $1 AND bar IS NOT NULL')
  // A key is a text of the client, so it may be the id of another purchase, which is to be that one's key.
  await run(
    'erase-purchase-keys-in-the-way',
    `UPDATE purchase SET idempotency_key = gen_random_uuid()::text
     WHERE user_id = $1 AND idempotency_key IN (SELECT id::text FROM purchase WHERE user_id = $1)`,
  )
  await run('erase-purchase-keys', 'UPDATE purchase SET idempotency_key = id::text WHERE user_id = $1')
  await run(
    'erase-user',
    `UPDATE "user" SET name = $2, email = $3, email_verified = false, image = NULL, username = NULL, display_username = NULL,
       role = 'user', two_factor_enabled = false, banned = false, ban_reason = NULL, ban_expires = NULL, updated_at = $4 WHERE id = $1`,
    DELETED_NAME,
    addressOfDeleted(randomUUID()),
    at,
  )
  await run(
    'erase-profile',
    `UPDATE profile SET time_zone = 'UTC', former_of_months = 'UTC', zone_chosen_at = NULL, first_signed_in_at = NULL,
       standing = 'DELETED' WHERE user_id = $1`,
  )
  // Last: from here on, triggers keep the account as it is.
  await run('erase-done', 'UPDATE account_deletion SET erased_at = $2 WHERE user_id = $1', at)
}
