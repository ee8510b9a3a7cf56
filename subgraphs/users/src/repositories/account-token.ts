import type { Queryable } from '@waystone/kit/postgres'
import type { TokenPurpose } from '../domain/mail.js'

/** A token that was mailed to an address of a user. */
export interface AccountToken {
  readonly userId: string
  readonly address: string
}

export async function insertAccountToken(
  tx: Queryable,
  token: AccountToken & { readonly tokenHash: Buffer; readonly purpose: TokenPurpose; readonly expiresAt: Date },
): Promise<void> {
  await tx.query({
    name: 'account-token-insert',
    text: 'INSERT INTO account_token (token_hash, purpose, user_id, address, expires_at) VALUES ($1, $2, $3, $4, $5)',
    values: [token.tokenHash, token.purpose, token.userId, token.address, token.expiresAt],
  })
}

interface TokenKey {
  readonly tokenHash: Buffer
  readonly purpose: TokenPurpose
  readonly now: Date
}

export async function findAccountToken(
  db: Queryable,
  { tokenHash, purpose, now }: TokenKey,
): Promise<AccountToken | null> {
  const { rows } = await db.query<{ user_id: string; address: string }>({
    name: 'account-token-find',
    text: 'SELECT user_id, address FROM account_token WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3',
    values: [tokenHash, purpose, now],
  })
  const row = rows[0]
  return row === undefined ? null : { userId: row.user_id, address: row.address }
}

/**
 * Uses a token up. @returns whether it still counted, which of any number of concurrent callers exactly one
 * is told.
 */
export async function useAccountToken(tx: Queryable, { tokenHash, purpose, now }: TokenKey): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'account-token-use',
    text: 'DELETE FROM account_token WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3',
    values: [tokenHash, purpose, now],
  })
  return rowCount === 1
}

/**
 * Of one purpose, or all of a user: they stop to count with the password or address that they were made
 * for.
 */
export async function deleteAccountTokens(tx: Queryable, userId: string, purpose: TokenPurpose | null): Promise<void> {
  await tx.query({
    name: 'account-tokens-delete',
    text: `DELETE FROM account_token WHERE user_id = $1 AND ($2::account_token_purpose IS NULL OR purpose = $2)`,
    values: [userId, purpose],
  })
}

export async function deleteExpiredTokens(db: Queryable, now: Date): Promise<void> {
  await db.query({ text: 'DELETE FROM account_token WHERE expires_at <= $1', values: [now] })
  await db.query({ text: 'DELETE FROM used_id_token WHERE expires_at <= $1', values: [now] })
}

/** Notes that an ID token or ticket has signed in. @returns whether it had not before. */
export async function useProof(tx: Queryable, proof: { proofHash: Buffer; expiresAt: Date }): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'proof-use',
    text: 'INSERT INTO used_id_token (token_hash, expires_at) VALUES ($1, $2) ON CONFLICT (token_hash) DO NOTHING',
    values: [proof.proofHash, proof.expiresAt],
  })
  return rowCount === 1
}
