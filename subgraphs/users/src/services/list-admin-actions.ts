import {
  countAdminActions as countInDatabase,
  findAdminActions,
  type PositionedAction,
} from '../repositories/admin-action.js'
import type { AdminActionPosition } from '../domain/admin-action.js'
import type { Needs } from './needs.js'

/**
 * One more action than `limit`, newest first. From the primary: an administrator looks for what was done a
 * moment ago.
 */
export const listAdminActions = (
  { pool }: Needs,
  page: { userId: string | null; after: AdminActionPosition | null; limit: number },
): Promise<readonly PositionedAction[]> => findAdminActions(pool, { ...page, limit: page.limit + 1 })

export const countAdminActions = ({ pool }: Needs, userId: string | null): Promise<number> =>
  countInDatabase(pool, userId)
