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

/** The record of a refresh token that was used before. */
export interface ReplacedToken {
  readonly at: Date
  /** The token that replaced it, sealed with it; null once that was used as well. */
  readonly successor: Buffer | null
}

/**
 * Replaces a token, and deletes the sealed successor of the token before it, and tokens of the session that were
 * replaced before `keptSince`.
 * @returns null if the token was current, for exactly one of any number of concurrent callers; otherwise the
 * record of its replacement.
 */
export async function replaceRefreshToken(
  tx: Queryable,
  token: { tokenHash: Buffer; successor: Buffer; at: Date; keptSince: Date },
): Promise<ReplacedToken | null> {
  const { rowCount } = await tx.query({
    name: 'refresh-token-replace',
    text: `WITH replaced AS (
             UPDATE refresh_token SET replaced_at = $2, successor = $3 WHERE token_hash = $1 AND replaced_at IS NULL
             RETURNING session_id
           ), forgotten AS (
             UPDATE refresh_token t SET successor = NULL FROM replaced
             WHERE t.session_id = replaced.session_id AND t.token_hash <> $1 AND t.successor IS NOT NULL
           ), deleted AS (
             DELETE FROM refresh_token t USING replaced
             WHERE t.session_id = replaced.session_id AND t.replaced_at < $4 AND t.successor IS NULL
           )
           SELECT FROM replaced`,
    values: [token.tokenHash, token.at, token.successor, token.keptSince],
  })
  if (rowCount === 1) return null
  const { rows } = await tx.query<{ replaced_at: Date | null; successor: Buffer | null }>({
    name: 'refresh-token-replaced',
    text: 'SELECT replaced_at, successor FROM refresh_token WHERE token_hash = $1',
    values: [token.tokenHash],
  })
  return { at: rows[0]?.replaced_at ?? token.at, successor: rows[0]?.successor ?? null }
}
