import { withTransaction } from '@waystone/kit/postgres'
import { isOver, isPlayer, type Match } from '../domain/matches/match.js'
import { uuidOf } from '../domain/uuid.js'
import { matchNotFound, type Refusal } from '../errors.js'
import { lockMatch } from '../repositories/match.js'
import { deleteTicket } from '../repositories/match-queue.js'
import { cancelMatch, endMatch } from './end-match.js'
import type { Needs } from './needs.js'

/** @returns whether the user was in the queue; a pairing that is under way is waited for, and then it was not */
export const leaveMatchQueue = (needs: Needs, userId: string): Promise<boolean> =>
  deleteTicket(needs.pool, { userId, now: needs.clock.now() })

/** Cancels a match that has not started; later, the opponent wins. Once it is over, nothing changes. */
export async function leaveMatch(
  needs: Needs,
  request: { userId: string; matchId: string },
): Promise<Match | Refusal<typeof matchNotFound>> {
  const { userId } = request
  const id = uuidOf(request.matchId)
  if (id === null) return matchNotFound()
  return await withTransaction(needs.pool, async tx => {
    const match = await lockMatch(tx, id)
    if (match === null || !isPlayer(match, userId)) return matchNotFound()
    if (isOver(match)) return match
    const now = needs.clock.now()
    if (now < match.startedAt) return await cancelMatch(needs, tx, match)
    return await endMatch(needs, tx, match, now >= match.endsAt ? 'TIME' : { leftBy: userId })
  })
}
