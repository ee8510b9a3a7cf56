import { randomUUID } from 'node:crypto'
import type { AdminActed, EventData } from '@waystone/events'
import { insertAdminAction, type AdminAction } from '@waystone/kit/admin-actions'
import type { Queryable } from '@waystone/kit/postgres'

/** Notes what an administrator or a command does, in the transaction that does it. */
export const recordAdminAction = (
  tx: Queryable,
  action: Pick<AdminAction, 'at' | 'actor' | 'action' | 'userId'> & Partial<Pick<AdminAction, 'reason' | 'data'>>,
): Promise<void> => insertAdminAction(tx, { data: {}, reason: '', ...action, id: randomUUID() })

/** Keeps what an administrator has done in another subgraph. */
export const keepAdminAction = (
  tx: Queryable,
  { data: told, at }: { data: EventData<AdminActed>; at: Date },
): Promise<void> => {
  const { actionId: id, userId: actor, action, affectedUserId: userId, reason, data } = told
  return insertAdminAction(tx, { id, at, actor, action, userId, reason, data })
}
