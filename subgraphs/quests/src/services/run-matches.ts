import { runWhenDue } from '@waystone/kit/live'
import { withTransaction } from '@waystone/kit/postgres'
import { findOverdueMatches, startMatches } from '../repositories/match.js'
import { deleteExpiredTickets, findMatchWork, findNextMatchWork, matchWorkTopic } from '../repositories/match-queue.js'
import { endIfOverdue } from './end-match.js'
import type { Needs } from './needs.js'
import { pairWaiting } from './pair-waiting.js'

const ENDS_MAX = 100

/**
 * Does to matches what their times say: starts those whose countdown is over, ends those whose time is
 * over, pairs those whose windows have grown, and forgets tickets. Any number of processes may do it at once;
 * without work it is two statements.
 * @returns when there is work next; null for not before a ticket or a match is made
 */
export async function runMatches(needs: Needs): Promise<Date | null> {
  const now = needs.clock.now()
  const work = await findMatchWork(needs.pool, now)
  if (work.starts) await withTransaction(needs.pool, tx => startMatches(tx, now))
  if (work.ends)
    for (const id of await findOverdueMatches(needs.pool, { now, limit: ENDS_MAX }))
      await withTransaction(needs.pool, tx => endIfOverdue(needs, tx, id))
  if (work.pairs) await pairWaiting(needs)
  if (work.expires) await deleteExpiredTickets(needs.pool, now)
  return await findNextMatchWork(needs.pool, now)
}

/** Runs matches when there is work, from now on. @returns what stops it */
export async function keepMatches(needs: Needs): Promise<{ stop(): Promise<void> }> {
  const { live, clock, logger } = needs
  const bell = await live.follow(matchWorkTopic)
  return runWhenDue({ job: 'run matches', bell, clock, logger, run: () => runMatches(needs) })
}
