import type { Queryable } from '@waystone/kit/postgres'

/** Sets the password of a user who may have had none: better-auth's row of the provider "credential". */
export async function savePassword(
  tx: Queryable,
  password: { id: string; userId: string; hash: string; at: Date },
): Promise<void> {
  await tx.query({
    name: 'password-save',
    text: `INSERT INTO account (id, account_id, provider_id, user_id, password, created_at, updated_at)
           VALUES ($1, $2::text, 'credential', $2::text::uuid, $3, $4, $4)
           ON CONFLICT (provider_id, account_id) DO UPDATE SET password = $3, updated_at = $4`,
    values: [password.id, password.userId, password.hash, password.at],
  })
}

/** An account at a provider: the subject is unique within the issuer. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
}

export async function findUserOfIdentity(db: Queryable, { issuer, subject }: Identity): Promise<string | null> {
  const { rows } = await db.query<{ user_id: string }>({
    name: 'identity-find',
    text: 'SELECT user_id FROM account WHERE provider_id = $1 AND account_id = $2',
    values: [issuer, subject],
  })
  return rows[0]?.user_id ?? null
}

/** The caller translates the violation of account_provider_id_account_id_key. */
export async function insertIdentity(
  tx: Queryable,
  identity: Identity & { readonly id: string; readonly userId: string; readonly at: Date },
): Promise<void> {
  await tx.query({
    name: 'identity-insert',
    text: `INSERT INTO account (id, account_id, provider_id, user_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)`,
    values: [identity.id, identity.subject, identity.issuer, identity.userId, identity.at],
  })
}

/** @returns whether the identities of that issuer were linked; a user may have several. */
export async function deleteIdentities(
  tx: Queryable,
  { userId, issuer }: { userId: string; issuer: string },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'identities-delete',
    text: `DELETE FROM account WHERE user_id = $1 AND provider_id = $2 AND provider_id <> 'credential'`,
    values: [userId, issuer],
  })
  return (rowCount ?? 0) > 0
}

/** Deletes every credential of the account except the password. */
export async function deleteOtherCredentials(tx: Queryable, userId: string): Promise<void> {
  await tx.query({
    name: 'other-credentials-delete',
    text: `WITH identities AS (DELETE FROM account WHERE user_id = $1 AND provider_id <> 'credential')
           DELETE FROM guest_credential WHERE user_id = $1`,
    values: [userId],
  })
}

export async function insertGuestCredential(
  tx: Queryable,
  credential: { userId: string; credentialHash: Buffer; at: Date },
): Promise<void> {
  await tx.query({
    name: 'guest-credential-insert',
    text: 'INSERT INTO guest_credential (user_id, credential_hash, created_at) VALUES ($1, $2, $3)',
    values: [credential.userId, credential.credentialHash, credential.at],
  })
}

export async function findUserOfGuestCredential(db: Queryable, credentialHash: Buffer): Promise<string | null> {
  const { rows } = await db.query<{ user_id: string }>({
    name: 'guest-credential-find',
    text: 'SELECT user_id FROM guest_credential WHERE credential_hash = $1',
    values: [credentialHash],
  })
  return rows[0]?.user_id ?? null
}

/**
 * Ends being a guest. @returns whether the user was one, which of any number of concurrent callers exactly
 * one is told.
 */
export async function deleteGuestCredential(tx: Queryable, userId: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'guest-credential-delete',
    text: 'DELETE FROM guest_credential WHERE user_id = $1',
    values: [userId],
  })
  return rowCount === 1
}
