import type { Queryable } from '@waystone/kit/postgres'

export async function insertRefreshToken(
  tx: Queryable,
  token: { tokenHash: Buffer; sessionId: string; at: Date },
): Promise<void> {
  await tx.query({
    name: 'refresh-token-insert',
    text: 'INSERT INTO refresh_token (token_hash, session_id, created_at) VALUES ($1, $2, $3)',
    values: [token.tokenHash, token.sessionId, token.at],
  })
}

/** The session that a token belongs or belonged to, and its user; null for a token of none that still lives. */
export async function findSessionOfToken(
  db: Queryable,
  tokenHash: Buffer,
): Promise<{ sessionId: string; userId: string } | null> {
  const { rows } = await db.query<{ session_id: string; user_id: string }>({
    name: 'refresh-token-find-session',
    text: `SELECT t.session_id, s.user_id FROM refresh_token t JOIN session s ON s.id = t.session_id
           WHERE t.token_hash = $1`,
    values: [tokenHash],
  })
  const row = rows[0]
  return row === undefined ? null : { sessionId: row.session_id, userId: row.user_id }
}

/** Uses a token up. @returns whether it was current: of any number of concurrent callers exactly one is told so. */
export async function replaceRefreshToken(tx: Queryable, tokenHash: Buffer, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'refresh-token-replace',
    text: 'UPDATE refresh_token SET replaced_at = $2 WHERE token_hash = $1 AND replaced_at IS NULL',
    values: [tokenHash, at],
  })
  return rowCount === 1
}
