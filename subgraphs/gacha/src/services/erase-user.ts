import { typesWithTimeZone } from '@waystone/events'
import { deleteRefusedEventsOf } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { eraseUser as eraseInDatabase } from '../repositories/erased-user.js'
import type { Needs } from './needs.js'

/**
 * Erases what is personal of a user whose account is deleted: the client seeds, which the user chose, and the
 * keys that the client made. Pulls, items and pity stay, under the id; a pull that is under way ends by itself.
 */
export async function eraseUser({ clock }: Pick<Needs, 'clock'>, tx: Queryable, userId: string): Promise<void> {
  await eraseInDatabase(tx, { userId, at: clock.now() })
  await deleteRefusedEventsOf(tx, { aggregateIds: [userId], types: typesWithTimeZone })
}
