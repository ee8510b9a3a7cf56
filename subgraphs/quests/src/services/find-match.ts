import { withTransaction } from '@waystone/kit/postgres'
import { isOver, TICKET_LIFETIME_MS, type Match, type Ticket } from '../domain/matches/match.js'
import { newSkill, shownRating } from '../domain/matches/rating.js'
import { findActiveMatch } from '../repositories/match.js'
import { deleteTicket, keepTicket } from '../repositories/match-queue.js'
import { findRatings } from '../repositories/match-rating.js'
import { endIfOverdue } from './end-match.js'
import type { Needs } from './needs.js'
import { pairWaiting } from './pair-waiting.js'

/**
 * Returns the match that the user is in, also after a lost connection; otherwise the user's place in the
 * queue, which is taken or kept, unless an opponent is there already.
 */
export async function findMatch(needs: Needs, userId: string): Promise<Ticket | Match> {
  const running = await currentMatch(needs, userId)
  if (running !== null) return running
  const ratings = await findRatings(needs.pool, [userId])
  const now = needs.clock.now()
  const ticket = await keepTicket(needs.pool, {
    id: needs.newId(),
    userId,
    rating: ratings.get(userId) ?? shownRating(newSkill),
    waitingSince: now,
    expiresAt: new Date(now.getTime() + TICKET_LIFETIME_MS),
  })
  // After the commit of the ticket: of two who come at once, the one who pairs last sees both.
  await pairWaiting(needs)
  const match = await currentMatch(needs, userId)
  if (match === null) return ticket
  // Another call of the same user may have been paired between the two looks above.
  await deleteTicket(needs.pool, { userId, now })
  return match
}

async function currentMatch(needs: Needs, userId: string): Promise<Match | null> {
  const match = await findActiveMatch(needs.pool, userId)
  if (match === null || match.endsAt > needs.clock.now()) return match
  const ended = await withTransaction(needs.pool, tx => endIfOverdue(needs, tx, match.id))
  return ended === null || isOver(ended) ? null : ended
}
