import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import type { AdminAction } from '@waystone/kit/admin-actions'
import { recordAdminAction as record } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'

/**
 * Notes what an administrator does in the transaction that does it, and tells users, which shows the actions of all
 * subgraphs.
 */
export async function recordAdminAction(
  tx: Queryable,
  action: Pick<AdminAction, 'at' | 'actor' | 'action' | 'data' | 'userId'>,
): Promise<void> {
  await record(tx, { ...action, id: randomUUID(), reason: '' }, data =>
    newEvent('notifications.admin_acted', { id: randomUUID(), occurredAt: action.at, data }),
  )
}
