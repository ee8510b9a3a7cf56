import { deleteRefusedEventsOf } from '@waystone/kit/outbox'
import { typesWithTimeZone } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { addErasedUser } from '../repositories/erased-user.js'
import { eraseGuildTraces } from '../repositories/erased-guild-traces.js'
import { eraseMessagesOf } from '../repositories/erased-messages.js'
import { deleteInvitationsOf } from '../repositories/party-invitation.js'
import { deletePlayer } from '../repositories/player.js'
import { deletePresence } from '../repositories/presence.js'
import { forgetRelationships } from './friends/forget-relationships.js'
import { leaveAsDeleted } from './guilds/leave-guild.js'
import type { Needs } from './needs.js'
import { leaveForGood } from './parties/leave-party.js'

/** Erases what is known of a user whose account is deleted. */
export async function erasePlayer(needs: Pick<Needs, 'clock' | 'newId'>, tx: Queryable, userId: string): Promise<void> {
  await eraseMessagesOf(tx, { userId, at: needs.clock.now() })
  await addErasedUser(tx, { userId, at: needs.clock.now() })
  await deleteRefusedEventsOf(tx, { aggregateIds: [userId], types: typesWithTimeZone })
  await forgetRelationships(needs, tx, userId)
  await leaveAsDeleted(needs, tx, userId)
  await eraseGuildTraces(tx, userId)
  await leaveForGood(needs, tx, userId)
  await deleteInvitationsOf(tx, userId)
  await deletePresence(tx, userId)
  await deletePlayer(tx, userId)
}
