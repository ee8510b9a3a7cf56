import { newEvent } from '@waystone/events'
import type { AdminAction } from '@waystone/kit/admin-actions'
import { recordAdminAction as record } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { Needs } from './needs.js'

/**
 * Notes what an administrator does in the transaction that does it, and tells users, which shows the actions
 * of all subgraphs.
 */
export async function recordAdminAction(
  { clock, newId }: Pick<Needs, 'clock' | 'newId'>,
  tx: Queryable,
  action: Pick<AdminAction, 'actor' | 'action' | 'userId' | 'reason' | 'data'>,
): Promise<void> {
  const at = clock.now()
  await record(tx, { ...action, id: newId(), at }, data =>
    newEvent('social.admin_acted', { id: newId(), occurredAt: at, data }),
  )
}
