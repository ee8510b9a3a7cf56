import type { Queryable } from '../postgres/index.js'

/** One thing that an administrator did. */
export interface AdminAction {
  readonly id: string
  readonly at: Date
  /** The id of the administrator, or the origin of a command: `command:root@host`, `seed`. */
  readonly actor: string
  /** In capitals, such as BANNER_PUBLISHED. */
  readonly action: string
  /** The user whom it was done to; null where it concerns no single one. */
  readonly userId: string | null
  readonly reason: string
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * Writes an action into the table admin_action of the subgraph's database, which takes no other change. It
 * belongs into the transaction of the change itself: neither may be there without the other. An id that is
 * there already changes nothing.
 */
export async function insertAdminAction(tx: Queryable, action: AdminAction): Promise<void> {
  await tx.query({
    name: 'admin-action-insert',
    text: `INSERT INTO admin_action (id, at, actor, action, user_id, reason, data) VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (id) DO NOTHING`,
    values: [
      action.id,
      action.at,
      action.actor,
      action.action,
      action.userId,
      action.reason,
      JSON.stringify(action.data),
    ],
  })
}
