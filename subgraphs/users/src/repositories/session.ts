import type { Queryable } from '@waystone/kit/postgres'
import type { AccountDeletion } from '../domain/account-deletion.js'
import type { Session } from '../domain/session.js'

interface SessionRow {
  readonly id: string
  readonly user_id: string
  readonly created_at: Date
  readonly updated_at: Date
  readonly expires_at: Date
  readonly user_agent: string | null
  readonly ip_address: string | null
}

const COLUMNS = 'id, user_id, created_at, updated_at, expires_at, user_agent, ip_address'

const sessionOf = (row: SessionRow): Session => ({
  id: row.id,
  userId: row.user_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastSeenAt: row.updated_at,
  userAgent: row.user_agent,
  ipAddress: row.ip_address,
})

export async function findSessions(db: Queryable, ids: readonly string[]): Promise<Map<string, Session>> {
  const { rows } = await db.query<SessionRow>({
    name: 'sessions-by-id',
    text: `SELECT ${COLUMNS} FROM session WHERE id = ANY($1::uuid[])`,
    values: [ids],
  })
  return new Map(rows.map(row => [row.id, sessionOf(row)]))
}

/** How many sessions of one user a list shows; older ones can be used all the same. */
const SESSIONS_LISTED_MAX = 100

/** The newest sessions of each user that have not expired, newest first. */
export async function findSessionsOfUsers(
  db: Queryable,
  userIds: readonly string[],
  now: Date,
): Promise<Map<string, Session[]>> {
  const { rows } = await db.query<SessionRow>({
    name: 'sessions-by-user',
    text: `SELECT s.* FROM unnest($1::uuid[]) AS wanted(id) CROSS JOIN LATERAL (
             SELECT ${COLUMNS} FROM session WHERE user_id = wanted.id AND expires_at > $2
             ORDER BY created_at DESC, id LIMIT $3
           ) s ORDER BY s.created_at DESC, s.id`,
    values: [userIds, now, SESSIONS_LISTED_MAX],
  })
  const sessions = new Map<string, Session[]>(userIds.map(userId => [userId, []]))
  for (const row of rows) sessions.get(row.user_id)?.push(sessionOf(row))
  return sessions
}

export interface NewSession {
  readonly id: string
  readonly userId: string
  /** better-auth's own secret of the session. */
  readonly token: string
  readonly at: Date
  readonly expiresAt: Date
  readonly userAgent: string | null
  readonly ipAddress: string
}

/**
 * Begins a session, or takes over the one that better-auth has just begun with this token. A deletion of the
 * account that was under way is canceled by it. The caller has locked the user.
 */
export async function insertSession(
  tx: Queryable,
  session: NewSession,
): Promise<{ session: Session; canceledDeletion: AccountDeletion | null }> {
  const { rows } = await tx.query<SessionRow & { requested_at: Date | null; due_at: Date | null }>({
    name: 'session-insert',
    text: `WITH canceled AS (
             DELETE FROM account_deletion WHERE user_id = $2 AND erased_at IS NULL RETURNING requested_at, due_at)
           INSERT INTO session (id, user_id, token, created_at, updated_at, expires_at, user_agent, ip_address)
           VALUES ($1, $2, $3, $4, $4, $5, $6, $7)
           ON CONFLICT (token) DO UPDATE SET created_at = $4, updated_at = $4, expires_at = $5, user_agent = $6, ip_address = $7
           RETURNING ${COLUMNS}, (SELECT requested_at FROM canceled), (SELECT due_at FROM canceled)`,
    values: [
      session.id,
      session.userId,
      session.token,
      session.at,
      session.expiresAt,
      session.userAgent,
      session.ipAddress,
    ],
  })
  const row = rows[0]
  if (row === undefined) throw new Error('An inserted session did not come back')
  const { requested_at: requestedAt, due_at: dueAt } = row
  const canceledDeletion = requestedAt === null || dueAt === null ? null : { requestedAt, dueAt }
  return { session: sessionOf(row), canceledDeletion }
}

/** Locks a session that has not expired, until the transaction ends. Null when there is none. */
export async function lockSession(tx: Queryable, id: string, now: Date): Promise<Session | null> {
  const { rows } = await tx.query<SessionRow>({
    name: 'session-lock',
    text: `SELECT ${COLUMNS} FROM session WHERE id = $1 AND expires_at > $2 FOR NO KEY UPDATE`,
    values: [id, now],
  })
  const row = rows[0]
  return row === undefined ? null : sessionOf(row)
}

/** Extends a session that has not expired. Null when there is none. */
export async function extendSession(
  tx: Queryable,
  id: string,
  change: { at: Date; expiresAt: Date; userAgent: string | null; ipAddress: string },
): Promise<Session | null> {
  const { rows } = await tx.query<SessionRow>({
    name: 'session-extend',
    text: `UPDATE session SET updated_at = $2, expires_at = $3, user_agent = $4, ip_address = $5
           WHERE id = $1 AND expires_at > $2 RETURNING ${COLUMNS}`,
    values: [id, change.at, change.expiresAt, change.userAgent, change.ipAddress],
  })
  const row = rows[0]
  return row === undefined ? null : sessionOf(row)
}

/** The sessions to end: one (of one user, or of any user when `userId` is null), or all of a user. */
export type Ended =
  | { readonly sessionId: string; readonly userId: string | null }
  | { readonly sessionId: null; readonly userId: string }

/** Ends sessions, and records revocations for verifiers of access tokens. @returns the ended ids */
export async function endSessions(tx: Queryable, ended: Ended, at: Date): Promise<string[]> {
  const { rows } = await tx.query<{ session_id: string }>({
    name: 'sessions-end',
    text: `WITH ended AS (
             DELETE FROM session
             WHERE ($1::uuid IS NULL OR id = $1) AND ($2::uuid IS NULL OR user_id = $2) AND NOT ($1::uuid IS NULL AND $2::uuid IS NULL)
             RETURNING id
           )
           INSERT INTO revocation (session_id, revoked_at) SELECT id, $3 FROM ended RETURNING session_id`,
    values: [ended.sessionId, ended.userId, at],
  })
  return rows.map(row => row.session_id)
}

/**
 * Ends a user's oldest sessions, so that the newest `keep` remain, among them the one that has just begun.
 * @returns the ids of the ended sessions.
 */
export async function endOldestSessions(
  tx: Queryable,
  userId: string,
  { begun, keep, at }: { begun: string; keep: number; at: Date },
): Promise<string[]> {
  const { rows } = await tx.query<{ session_id: string }>({
    name: 'sessions-end-oldest',
    text: `WITH ended AS (
             DELETE FROM session WHERE id IN (
               SELECT id FROM session WHERE user_id = $1 AND id <> $4
               ORDER BY created_at DESC, updated_at DESC, id OFFSET $2
             ) RETURNING id
           )
           INSERT INTO revocation (session_id, revoked_at) SELECT id, $3 FROM ended RETURNING session_id`,
    values: [userId, keep - 1, at, begun],
  })
  return rows.map(row => row.session_id)
}

/** Deletes a batch of sessions that have expired. @returns how many. */
export async function deleteExpiredSessions(db: Queryable, now: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    text: `DELETE FROM session WHERE id = ANY (ARRAY(
             SELECT id FROM session WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED
           ))`,
    values: [now, limit],
  })
  return rowCount ?? 0
}
