import type { Queryable } from '@waystone/kit/postgres'
import type { ExternalUser } from '../domain/external-account.js'

/** The part of an account of the application that is known here. */
export interface KnownAccount {
  readonly userId: string
  readonly digest: string
  readonly isDeleted: boolean
  /** Its data was erased here: nothing of it comes back, not even with the account. */
  readonly isErased: boolean
  /** Stands for the session in JWTs that name none. */
  readonly tokenSessionId: string
  readonly tokensValidFrom: Date
}

interface KnownRow {
  readonly external_id: string
  readonly user_id: string
  readonly digest: string
  readonly deleted_at: Date | null
  readonly is_erased: boolean
  readonly token_session_id: string
  readonly tokens_valid_from: Date
}

const COLUMNS = `external_id, user_id, digest, deleted_at, token_session_id, tokens_valid_from,
  EXISTS (SELECT FROM account_deletion d WHERE d.user_id = external_account.user_id AND d.erased_at IS NOT NULL) AS is_erased`

const knownOf = (row: KnownRow): KnownAccount => ({
  userId: row.user_id,
  digest: row.digest,
  isDeleted: row.deleted_at !== null,
  isErased: row.is_erased,
  tokenSessionId: row.token_session_id,
  tokensValidFrom: row.tokens_valid_from,
})

/** Locked until the transaction ends: changes of one account, and of its sessions, come one after the other. */
export async function lockExternalAccount(tx: Queryable, externalId: string): Promise<KnownAccount | null> {
  const { rows } = await tx.query<KnownRow>({
    name: 'external-account-lock',
    text: `SELECT ${COLUMNS} FROM external_account WHERE external_id = $1 FOR NO KEY UPDATE`,
    values: [externalId],
  })
  return rows[0] === undefined ? null : knownOf(rows[0])
}

/** The external ids of users that have one, by user. */
export async function findExternalIds(db: Queryable, userIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ user_id: string; external_id: string }>({
    name: 'external-ids-by-user',
    text: 'SELECT user_id, external_id FROM external_account WHERE user_id = ANY($1::uuid[])',
    values: [userIds],
  })
  return new Map(rows.map(row => [row.user_id, row.external_id]))
}

/** A page of the accounts whose data is here, also of those that are gone there and not erased yet, by external id. */
export async function listCopies(
  db: Queryable,
  page: { after: string; limit: number },
): Promise<readonly { readonly externalId: string; readonly isDeleted: boolean }[]> {
  const { rows } = await db.query<{ external_id: string; is_deleted: boolean }>({
    name: 'external-copies-page',
    text: `SELECT external_id, deleted_at IS NOT NULL AS is_deleted FROM external_account a
           WHERE external_id > $1 AND (deleted_at IS NULL OR EXISTS (
             SELECT FROM account_deletion d WHERE d.user_id = a.user_id AND d.erased_at IS NULL))
           ORDER BY external_id LIMIT $2`,
    values: [page.after, page.limit],
  })
  return rows.map(row => ({ externalId: row.external_id, isDeleted: row.is_deleted }))
}

/** Copies of accounts that are not deleted, by external id. */
export async function findCopies(
  db: Queryable,
  externalIds: readonly string[],
): Promise<Map<string, { userId: string; digest: string }>> {
  const { rows } = await db.query<{ external_id: string; user_id: string; digest: string }>({
    name: 'external-copies',
    text: 'SELECT external_id, user_id, digest FROM external_account WHERE external_id = ANY($1) AND deleted_at IS NULL',
    values: [externalIds],
  })
  return new Map(rows.map(row => [row.external_id, { userId: row.user_id, digest: row.digest }]))
}

/**
 * Copies an account as it is now into the user of `userId`. The application keeps names and addresses unique:
 * a user here who still has one of them is stale, loses it, and is copied again when next seen.
 */
export async function saveExternalAccount(
  tx: Queryable,
  account: { user: ExternalUser; userId: string; tokenSessionId: string; at: Date },
): Promise<KnownAccount> {
  const { user, userId, tokenSessionId, at } = account
  await tx.query({
    name: 'external-account-displace',
    text: `WITH displaced AS (
             UPDATE "user" SET username = CASE username WHEN $2 THEN NULL ELSE username END,
                    display_username = CASE username WHEN $2 THEN NULL ELSE display_username END,
                    email = CASE email WHEN $3 THEN gen_random_uuid() || '@displaced.invalid' ELSE email END
             WHERE id <> $1 AND (username = $2 OR email = $3) RETURNING id
           )
           UPDATE external_account SET digest = '' WHERE user_id IN (SELECT id FROM displaced)`,
    values: [userId, user.username, user.email],
  })
  await tx.query({
    name: 'external-account-copy',
    text: `INSERT INTO "user" (id, name, email, username, display_username, role, banned, ban_expires, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           ON CONFLICT (id) DO UPDATE SET name = $2, email = $3, username = $4, display_username = $5, role = $6, banned = $7,
             ban_expires = $8, created_at = $9, updated_at = $10`,
    values: [
      userId,
      user.name,
      user.email,
      user.username,
      user.displayUsername,
      user.role,
      user.banned,
      user.banExpires,
      user.createdAt,
      at,
    ],
  })
  // Sessions of rights that are gone end now, so that a session that is copied next gets an id that is not revoked.
  await tx.query({ name: 'external-account-end-access', text: 'SET CONSTRAINTS user_lost_rights IMMEDIATE' })
  const { rows } = await tx.query<KnownRow>({
    name: 'external-account-save',
    text: `INSERT INTO external_account (external_id, user_id, digest, token_session_id, tokens_valid_from)
           VALUES ($1, $2, $3, $4, 'epoch')
           ON CONFLICT (external_id) DO UPDATE SET digest = $3, deleted_at = NULL RETURNING ${COLUMNS}`,
    values: [user.externalId, userId, user.digest, tokenSessionId],
  })
  if (rows[0] === undefined) throw new Error('A saved account did not come back')
  return knownOf(rows[0])
}

/**
 * The remains of an account that was deleted there: an id, so that what belongs to it still adds up. The address is
 * random, since the application may let its users name any: one that follows from the id could be another's already.
 */
export async function eraseExternalAccount(tx: Queryable, userId: string, at: Date): Promise<void> {
  await tx.query({
    name: 'external-account-erase',
    text: `WITH erased AS (
             UPDATE "user" SET name = 'Deleted account', email = gen_random_uuid() || '@deleted.invalid', username = NULL,
                    display_username = NULL, image = NULL, role = NULL, banned = true, ban_expires = NULL, updated_at = $2
             WHERE id = $1
           )
           UPDATE external_account SET digest = '', deleted_at = coalesce(deleted_at, $2) WHERE user_id = $1`,
    values: [userId, at],
  })
}

/** Ends all JWTs that name no session and were issued by now. @returns the session that stood for them. */
export async function endTokens(
  tx: Queryable,
  ended: { userId: string; nextTokenSessionId: string; at: Date },
): Promise<string[]> {
  const { userId, nextTokenSessionId, at } = ended
  const { rows } = await tx.query<{ session_id: string }>({
    name: 'external-tokens-end',
    text: `WITH before AS (SELECT token_session_id FROM external_account WHERE user_id = $1 FOR NO KEY UPDATE),
           renewed AS (
             UPDATE external_account SET token_session_id = $2, tokens_valid_from = $3 WHERE user_id = $1 RETURNING user_id
           )
           INSERT INTO revocation (session_id, revoked_at) SELECT token_session_id, $3 FROM before, renewed
           RETURNING session_id`,
    values: [userId, nextTokenSessionId, at],
  })
  return rows.map(row => row.session_id)
}

/** Whose sessions these are, or whose JWTs without a session one of them stands for. */
export async function findOwners(db: Queryable, sessionIds: readonly string[]): Promise<readonly string[]> {
  const { rows } = await db.query<{ user_id: string }>({
    name: 'external-owners-of-sessions',
    text: `SELECT user_id FROM external_account WHERE token_session_id = ANY($1::uuid[])
           UNION
           SELECT a.user_id FROM external_session s JOIN external_account a ON a.external_id = s.external_user_id
           WHERE s.session_id = ANY($1::uuid[])`,
    values: [sessionIds],
  })
  return rows.map(row => row.user_id)
}

/** Returns whether any user was made here and not by the other application. */
export async function hasOwnUsers(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>({
    text: 'SELECT EXISTS (SELECT FROM "user" WHERE id NOT IN (SELECT user_id FROM external_account)) AS found',
  })
  return rows[0]?.found === true
}
