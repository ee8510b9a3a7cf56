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
  needs: Pick<Needs, 'random' | 'clock'>,
  tx: Queryable,
  action: Pick<AdminAction, 'actor' | 'action' | 'reason' | 'data'>,
): Promise<void> {
  const actionId = needs.random.uuid()
  const at = needs.clock.now()
  await insertAdminAction(tx, { ...action, id: actionId, at, userId: null })
  const userId = parseUuid(action.actor)
  if (userId === null) return
  await appendEvents(tx, [
    newEvent('gacha.admin_acted', {
      id: needs.random.uuid(),
      occurredAt: at,
      data: { userId, actionId, action: action.action, affectedUserId: null, reason: action.reason, data: action.data },
    }),
  ])
}
