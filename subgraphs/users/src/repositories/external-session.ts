import type { Queryable } from '@waystone/kit/postgres'
import type { ExternalSession, WatchedSession } from '../domain/external-account.js'

/** The part of a session of the application that is known here. */
export interface KnownSession {
  readonly sessionId: string
  readonly isEntered: boolean
  /** It was ended here, though the application goes on with it. */
  readonly isEnded: boolean
}

/**
 * Copies a session as it is now. One that was over here, as that of a user whose ban was lifted, comes back
 * under another id: tokens of the old one stay revoked.
 * @param copy.watchedUntil null leaves it as it was
 */
export async function saveExternalSession(
  tx: Queryable,
  copy: { session: ExternalSession; userId: string; newSessionId: string; newToken: string; watchedUntil: Date | null },
): Promise<KnownSession> {
  const { session, userId, newSessionId, newToken, watchedUntil } = copy
  const { rows } = await tx.query<{ session_id: string; entered_at: Date | null; ended_at: Date | null }>({
    name: 'external-session-save',
    text: `INSERT INTO external_session AS known (external_id, external_user_id, session_id, expires_at, watched_until)
           VALUES ($1, $2, $3, $4, coalesce($5::timestamptz, 'epoch'))
           ON CONFLICT (external_id) DO UPDATE SET expires_at = $4, watched_until = greatest(known.watched_until, $5::timestamptz),
             session_id = CASE WHEN EXISTS (SELECT FROM session s WHERE s.id = known.session_id) OR known.ended_at IS NOT NULL
                               THEN known.session_id ELSE $3 END
           RETURNING session_id, entered_at, ended_at`,
    values: [session.externalId, session.externalUserId, newSessionId, session.expiresAt, watchedUntil],
  })
  const row = rows[0]
  if (row === undefined) throw new Error('A saved session did not come back')
  if (row.ended_at === null) await saveCopy(tx, { session, userId, sessionId: row.session_id, newToken })
  return { sessionId: row.session_id, isEntered: row.entered_at !== null, isEnded: row.ended_at !== null }
}

async function saveCopy(
  tx: Queryable,
  copy: { session: ExternalSession; userId: string; sessionId: string; newToken: string },
): Promise<void> {
  const { session, userId, sessionId, newToken } = copy
  await tx.query({
    name: 'external-session-copy',
    text: `INSERT INTO session (id, user_id, token, created_at, updated_at, expires_at, user_agent, ip_address)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (id) DO UPDATE SET updated_at = $5, expires_at = $6, user_agent = $7, ip_address = $8`,
    values: [
      sessionId,
      userId,
      newToken,
      session.createdAt,
      session.updatedAt,
      session.expiresAt,
      session.userAgent,
      session.ipAddress,
    ],
  })
}

/** Notes the first use. @returns false when it had been noted. */
export async function enterExternalSession(tx: Queryable, externalId: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'external-session-enter',
    text: 'UPDATE external_session SET entered_at = $2 WHERE external_id = $1 AND entered_at IS NULL',
    values: [externalId, at],
  })
  return rowCount === 1
}

/** Keeps sessions that were ended here from coming back with their next request. */
export async function closeExternalSessions(tx: Queryable, sessionIds: readonly string[], at: Date): Promise<void> {
  await tx.query({
    name: 'external-sessions-close',
    text: 'UPDATE external_session SET ended_at = $2 WHERE session_id = ANY($1::uuid[])',
    values: [sessionIds, at],
  })
}

export async function findWatchedSessions(db: Queryable, now: Date): Promise<readonly WatchedSession[]> {
  const { rows } = await db.query<{ external_id: string; external_user_id: string; digest: string }>({
    name: 'external-sessions-watched',
    text: `SELECT s.external_id, s.external_user_id, a.digest FROM external_session s
           JOIN external_account a ON a.external_id = s.external_user_id WHERE s.watched_until > $1`,
    values: [now],
  })
  return rows.map(row => ({
    externalId: row.external_id,
    externalUserId: row.external_user_id,
    digest: row.digest,
  }))
}

/** Of one user, those with a copy here. */
export async function findExternalSessions(
  db: Queryable,
  externalUserId: string,
): Promise<readonly { externalId: string; sessionId: string; expiresAt: Date }[]> {
  const { rows } = await db.query<{ external_id: string; session_id: string; expires_at: Date }>({
    name: 'external-sessions-of-user',
    text: `SELECT e.external_id, e.session_id, e.expires_at FROM external_session e
           JOIN session s ON s.id = e.session_id WHERE e.external_user_id = $1`,
    values: [externalUserId],
  })
  return rows.map(row => ({ externalId: row.external_id, sessionId: row.session_id, expiresAt: row.expires_at }))
}

/** A session that is gone there is watched no longer. */
export async function unwatchExternalSessions(tx: Queryable, externalIds: readonly string[]): Promise<void> {
  await tx.query({
    name: 'external-sessions-unwatch',
    text: `UPDATE external_session SET watched_until = 'epoch' WHERE external_id = ANY($1)`,
    values: [externalIds],
  })
}

/** Deletes what is known of sessions that have expired. */
export async function deleteExpiredExternalSessions(db: Queryable, now: Date): Promise<void> {
  await db.query({ text: 'DELETE FROM external_session WHERE expires_at <= $1', values: [now] })
}

/** Of all users: makes sure that one process at a time compares; it is free again when the transaction ends. */
export async function tryLockComparison(tx: Queryable): Promise<boolean> {
  const { rows } = await tx.query<{ held: boolean }>({
    text: `SELECT pg_try_advisory_xact_lock(hashtext('external accounts'), 0) AS held`,
  })
  return rows[0]?.held === true
}

/** The external ids of the users whose sessions they are. */
export async function findExternalIdsOfSessions(db: Queryable, sessionIds: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ external_user_id: string }>({
    name: 'external-ids-by-session',
    text: 'SELECT DISTINCT external_user_id FROM external_session WHERE session_id = ANY($1::uuid[])',
    values: [sessionIds],
  })
  return rows.map(row => row.external_user_id)
}
