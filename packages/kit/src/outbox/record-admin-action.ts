import { insertAdminAction, type AdminAction } from '../admin-actions/index.js'
import { parseUuid } from '../graphql/ids.js'
import type { Queryable } from '../postgres/index.js'
import { appendEvents } from './append-events.js'
import type { EventEnvelope } from './event-bus.js'
import { advisoryLock } from './session.js'

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
 *
 * It takes the lock of the administrator's actions, which it shares with no other event: not every subgraph has a row
 * of each user, and where one has, players' own changes hold it before the rows that an action changes. Called as the
 * last of a transaction's locks, it cannot be part of a deadlock.
 */
export async function recordAdminAction(
  tx: Queryable,
  action: AdminAction,
  eventOf: (told: ToldAdminAction) => EventEnvelope,
): Promise<void> {
  const userId = parseUuid(action.actor)
  if (userId !== null) await lockActions(tx, userId)
  await insertAdminAction(tx, action)
  if (userId === null) return
  const { id: actionId, action: name, userId: affectedUserId, reason, data } = action
  await appendEvents(tx, [eventOf({ userId, actionId, action: name, affectedUserId, reason, data })])
}

/** One administrator's actions, in the log and in the outbox, are in the order of their commits. */
async function lockActions(tx: Queryable, userId: string): Promise<void> {
  const { space, key } = advisoryLock('waystone admin actions', userId)
  await tx.query({
    name: 'admin_actions_lock',
    text: 'select pg_advisory_xact_lock($1::int, $2::int)',
    values: [space, key],
  })
}
