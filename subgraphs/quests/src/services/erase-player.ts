import { typesWithTimeZone } from '@waystone/events'
import { deleteRefusedEventsOf } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { erasePlayers as eraseInDatabase } from '../repositories/erased-player.js'
import { removeScores } from '../repositories/leaderboards/score.js'
import { deleteTicketsOf } from '../repositories/match-queue.js'
import type { Needs } from './needs.js'

/**
 * Erases what is personal of users whose accounts are deleted: the time zones, also within recorded events, and
 * their places on leaderboards. Events, progress, completions, prizes, attempts and matches stay, under the id.
 * A deleted account is paired with no opponent.
 */
export async function erasePlayers(
  { clock }: Pick<Needs, 'clock'>,
  tx: Queryable,
  userIds: readonly string[],
): Promise<void> {
  await eraseInDatabase(tx, { userIds, at: clock.now(), types: typesWithTimeZone })
  await removeScores(tx, userIds)
  await deleteTicketsOf(tx, userIds)
  await deleteRefusedEventsOf(tx, { aggregateIds: userIds, types: typesWithTimeZone })
}
