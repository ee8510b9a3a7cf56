import { deleteRefusedEventsOf } from '@waystone/kit/outbox'
import { typesWithTimeZone } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { addErasedUser } from '../repositories/erased-user.js'
import { eraseMessagesOf } from '../repositories/erased-messages.js'
import type { Needs } from './needs.js'

/** Erases what is known of a user whose account is deleted. */
export async function erasePlayer({ clock }: Needs, tx: Queryable, userId: string): Promise<void> {
  await eraseMessagesOf(tx, { userId, at: clock.now() })
  await addErasedUser(tx, { userId, at: clock.now() })
  await deleteRefusedEventsOf(tx, { aggregateIds: [userId], types: typesWithTimeZone })
}
