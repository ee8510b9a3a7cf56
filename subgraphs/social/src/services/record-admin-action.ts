import { newEvent } from '@waystone/events'
import { insertAdminAction, type AdminAction } from '@waystone/kit/admin-actions'
import { parseUuid } from '@waystone/kit/graphql'
import { appendEvents } from '@waystone/kit/outbox'
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
  const actionId = newId()
  const at = clock.now()
  await insertAdminAction(tx, { ...action, id: actionId, at })
  const userId = parseUuid(action.actor)
  if (userId === null) return
  const { action: name, userId: affectedUserId, reason, data } = action
  await appendEvents(tx, [
    newEvent('social.admin_acted', {
      id: newId(),
      occurredAt: at,
      data: { userId, actionId, action: name, affectedUserId, reason, data },
    }),
  ])
}
