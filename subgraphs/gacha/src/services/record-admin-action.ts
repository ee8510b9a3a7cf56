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
  { clock, random }: Pick<Needs, 'clock' | 'random'>,
  tx: Queryable,
  action: Pick<AdminAction, 'actor' | 'action' | 'reason' | 'data'>,
): Promise<void> {
  const at = clock.now()
  await record(tx, { ...action, id: random.uuid(), at, userId: null }, data =>
    newEvent('gacha.admin_acted', { id: random.uuid(), occurredAt: at, data }),
  )
}
