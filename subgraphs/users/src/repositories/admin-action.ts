import type { AdminAction } from '@waystone/kit/admin-actions'
import type { Queryable } from '@waystone/kit/postgres'
import type { AdminActionPosition } from '../domain/admin-action.js'

export type PositionedAction = AdminAction & AdminActionPosition

interface AdminActionRow extends Omit<AdminAction, 'userId'> {
  readonly position: string
  readonly user_id: string | null
}

const COLUMNS = 'a.position, a.id, a.at, a.actor, a.action, a.user_id, a.reason, a.data'
/** The actor of a command is no user's id. */
const BY_ADMINISTRATORS = `a.actor ~ '^[0-9a-f]{8}-[0-9a-f-]{27}$'`

const actionOf = ({ user_id: userId, ...row }: AdminActionRow): PositionedAction => ({ ...row, userId })

/** Acts of administrators, to one user where one is given; `limit` of them behind `after`, the newest first. */
export async function findAdminActions(
  db: Queryable,
  page: { userId: string | null; after: AdminActionPosition | null; limit: number },
): Promise<readonly PositionedAction[]> {
  const { rows } = await db.query<AdminActionRow>({
    name: 'admin-actions-page',
    text: `SELECT ${COLUMNS} FROM admin_action a
           WHERE ${BY_ADMINISTRATORS} AND ($1::uuid IS NULL OR a.user_id = $1)
             AND ($2::timestamptz IS NULL OR (a.at, a.position) < ($2, $3::bigint))
           ORDER BY a.at DESC, a.position DESC LIMIT $4`,
    values: [page.userId, page.after?.at ?? null, page.after?.position ?? null, page.limit],
  })
  return rows.map(actionOf)
}

export async function countAdminActions(db: Queryable, userId: string | null): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'admin-actions-count',
    text: `SELECT count(*)::int AS count FROM admin_action a
           WHERE ${BY_ADMINISTRATORS} AND ($1::uuid IS NULL OR a.user_id = $1)`,
    values: [userId],
  })
  return rows[0]?.count ?? 0
}

/**
 * The newest actions of administrators and commands, newest first, with the names of the users whom they were
 * done to.
 */
export async function findNewestAdminActions(
  db: Queryable,
  limit: number,
): Promise<readonly (AdminAction & { username: string | null })[]> {
  const { rows } = await db.query<AdminActionRow & { username: string | null }>({
    text: `SELECT ${COLUMNS}, u.username FROM admin_action a LEFT JOIN "user" u ON u.id = a.user_id
           ORDER BY a.at DESC, a.position DESC LIMIT $1`,
    values: [limit],
  })
  return rows.map(row => ({ ...actionOf(row), username: row.username }))
}
