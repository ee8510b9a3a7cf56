import type { Revocation } from '@waystone/kit/auth'
import type { Queryable } from '@waystone/kit/postgres'

/** Oldest first. */
export async function findRevocations(db: Queryable, since: Date): Promise<Revocation[]> {
  const { rows } = await db.query<{ session_id: string; revoked_at: Date }>({
    name: 'revocations-since',
    text: `SELECT session_id, revoked_at FROM revocation WHERE revoked_at >= $1 ORDER BY revoked_at`,
    values: [since],
  })
  return rows.map(row => ({ sessionId: row.session_id, userId: null, revokedAtMs: row.revoked_at.getTime() }))
}

export async function deleteRevocations(db: Queryable, before: Date): Promise<void> {
  await db.query({ text: 'DELETE FROM revocation WHERE revoked_at < $1', values: [before] })
}
