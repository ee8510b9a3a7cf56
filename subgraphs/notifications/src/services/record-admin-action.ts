import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { insertAdminAction, type AdminAction } from '@waystone/kit/admin-actions'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { lockPlayer } from '../repositories/player.js'

/**
 * Notes what an administrator does in the transaction that does it, and tells users, which shows the actions of all
 * subgraphs.
 */
export async function recordAdminAction(
  tx: Queryable,
  action: Pick<AdminAction, 'at' | 'actor' | 'action' | 'data' | 'userId'>,
): Promise<void> {
  const { at, actor, userId, data } = action
  const id = randomUUID()
  await insertAdminAction(tx, { ...action, id, reason: '' })
  // Of the event's aggregate, so that its order is that of the commits.
  await lockPlayer(tx, actor)
  const told = { userId: actor, actionId: id, action: action.action, affectedUserId: userId, reason: '', data }
  await appendEvents(tx, [newEvent('notifications.admin_acted', { id: randomUUID(), occurredAt: at, data: told })])
}
