import type { Queryable } from '@waystone/kit/postgres'

export type AdminAction = 'ADMIN_GRANTED' | 'ADMIN_REVOKED' | 'BANNED' | 'BAN_LIFTED'

/** One change of a user's rights. */
export interface AdminLogEntry {
  readonly at: Date
  /** The id of the administrator who did it, or who ran the command: `command:root@host`. */
  readonly actor: string
  readonly action: AdminAction
  /** The user whose rights changed. */
  readonly userId: string
}

/** Belongs into the transaction that makes the change: neither may be there without the other. */
export async function insertAdminLogEntry(tx: Queryable, entry: AdminLogEntry): Promise<void> {
  await tx.query({
    name: 'admin-log-insert',
    text: 'INSERT INTO admin_log (at, actor, action, user_id) VALUES ($1, $2, $3, $4)',
    values: [entry.at, entry.actor, entry.action, entry.userId],
  })
}

/** The newest entries, newest first, with the users' names. */
export async function findAdminLog(
  db: Queryable,
  limit: number,
): Promise<readonly (AdminLogEntry & { username: string | null })[]> {
  const { rows } = await db.query<{
    at: Date
    actor: string
    action: AdminAction
    user_id: string
    username: string | null
  }>({
    text: `SELECT l.at, l.actor, l.action, l.user_id, u.username FROM admin_log l LEFT JOIN "user" u ON u.id = l.user_id
           ORDER BY l.id DESC LIMIT $1`,
    values: [limit],
  })
  return rows.map(({ user_id: userId, ...row }) => ({ ...row, userId }))
}
