import { insertAdminAction, type AdminAction } from '../admin-actions/index.js'
import { parseUuid } from '../graphql/ids.js'
import type { Queryable } from '../postgres/index.js'
import { appendEvents } from './append-events.js'
import type { EventEnvelope } from './event-bus.js'

/** An administrator's action, as an event tells it to the subgraph that shows the actions of all. */
export interface ToldAdminAction {
  /** The administrator. */
  readonly userId: string
  readonly actionId: string
  readonly action: string
  readonly affectedUserId: string | null
  readonly reason: string
  readonly data: Record<string, unknown>
}

/**
 * Notes what an administrator does in the transaction that does it, and tells of it by the event that `eventOf`
 * makes. A command is no user: nothing is told of it.
 */
export async function recordAdminAction(
  tx: Queryable,
  action: AdminAction,
  eventOf: (told: ToldAdminAction) => EventEnvelope,
): Promise<void> {
  await insertAdminAction(tx, action)
  const userId = parseUuid(action.actor)
  if (userId === null) return
  const { id: actionId, action: name, userId: affectedUserId, reason, data } = action
  await appendEvents(tx, [eventOf({ userId, actionId, action: name, affectedUserId, reason, data })])
}
