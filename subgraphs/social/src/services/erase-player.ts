import { deleteRefusedEventsOf } from '@waystone/kit/outbox'
import { typesWithTimeZone } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { addErasedUser } from '../repositories/erased-user.js'
import { eraseGuildTraces } from '../repositories/erased-guild-traces.js'
import { leaveAsDeleted } from './guilds/leave-guild.js'
import type { Needs } from './needs.js'

/** Erases what is known of a user whose account is deleted. */
export async function erasePlayer(needs: Needs, tx: Queryable, userId: string): Promise<void> {
  await addErasedUser(tx, { userId, at: needs.clock.now() })
  await leaveAsDeleted(needs, tx, userId)
  await eraseGuildTraces(tx, userId)
  await deleteRefusedEventsOf(tx, { aggregateIds: [userId], types: typesWithTimeZone })
}
