import type { Queryable } from '@waystone/kit/postgres'
import type { PushToken } from '../domain/push-token.js'

const COLUMNS = `id, user_id AS "userId", platform, token, device, created_at AS "createdAt",
  last_used_at AS "lastUsedAt"`

/** Of each of these users, in the order of registration. */
export async function findTokensOf(db: Queryable, userIds: readonly string[]): Promise<readonly PushToken[]> {
  const { rows } = await db.query<PushToken>({
    name: 'push-token-of-users',
    text: `SELECT ${COLUMNS} FROM push_token WHERE user_id = ANY($1::uuid[]) ORDER BY created_at, id`,
    values: [userIds],
  })
  return rows
}

export async function findTokens(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, PushToken>> {
  const { rows } = await db.query<PushToken>({
    name: 'push-token-by-id',
    text: `SELECT ${COLUMNS} FROM push_token WHERE id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, row]))
}

/** The device that has this address, whosever it is. */
export async function findTokenByHash(tx: Queryable, hash: Buffer): Promise<PushToken | null> {
  const { rows } = await tx.query<PushToken>({
    name: 'push-token-by-hash',
    text: `SELECT ${COLUMNS} FROM push_token WHERE token_hash = $1 FOR UPDATE`,
    values: [hash],
  })
  return rows[0] ?? null
}

/** @returns false when the address was registered meanwhile. */
export async function insertToken(tx: Queryable, token: PushToken, hash: Buffer): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'push-token-insert',
    text: `INSERT INTO push_token (id, user_id, platform, token, token_hash, device, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (token_hash) DO NOTHING`,
    values: [token.id, token.userId, token.platform, token.token, hash, token.device, token.createdAt],
  })
  return rowCount === 1
}

/** The keys of a browser's subscription may be new. */
export async function updateToken(tx: Queryable, { id, token, device }: PushToken): Promise<void> {
  await tx.query({
    name: 'push-token-update',
    text: 'UPDATE push_token SET token = $2, device = $3 WHERE id = $1',
    values: [id, token, device],
  })
}

export async function noteTokenUsed(tx: Queryable, id: string, at: Date): Promise<void> {
  await tx.query({
    name: 'push-token-used',
    text: 'UPDATE push_token SET last_used_at = $2 WHERE id = $1',
    values: [id, at],
  })
}

/** Removes a device, of this user where one is given. @returns whether it was there */
export async function deleteToken(
  tx: Queryable,
  { id, userId }: { id: string; userId: string | null },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'push-token-delete',
    text: 'DELETE FROM push_token WHERE id = $1 AND ($2::uuid IS NULL OR user_id = $2)',
    values: [id, userId],
  })
  return rowCount === 1
}

export async function deleteTokensOf(tx: Queryable, userId: string): Promise<void> {
  await tx.query({ name: 'push-token-erase', text: 'DELETE FROM push_token WHERE user_id = $1', values: [userId] })
}
