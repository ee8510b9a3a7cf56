import { withTransaction } from '@waystone/kit/postgres'
import { findOverdueMatches, startMatches } from '../repositories/match.js'
import { deleteExpiredTickets, findMatchWork } from '../repositories/match-queue.js'
import { endIfOverdue } from './end-match.js'
import type { Needs } from './needs.js'
import { pairWaiting } from './pair-waiting.js'

const ENDS_MAX = 100

/**
 * Does to matches what their times say: starts those whose countdown is over, ends those whose time is
 * over, pairs those whose windows have grown, and forgets tickets. Any number of processes may do it at once;
 * without work it is one statement.
 */
export async function runMatches(needs: Needs): Promise<void> {
  const now = needs.clock.now()
  const work = await findMatchWork(needs.pool, now)
  if (work.starts) await withTransaction(needs.pool, tx => startMatches(tx, now))
  if (work.ends)
    for (const id of await findOverdueMatches(needs.pool, { now, limit: ENDS_MAX }))
      await withTransaction(needs.pool, tx => endIfOverdue(needs, tx, id))
  if (work.pairs) await pairWaiting(needs)
  if (work.expires) await deleteExpiredTickets(needs.pool, now)
}
