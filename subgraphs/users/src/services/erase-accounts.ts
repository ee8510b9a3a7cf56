import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction } from '@waystone/kit/postgres'
import { eraseUser, findDueDeletions, findErasedSince, lockDueDeletion } from '../repositories/account-deletion.js'
import type { Needs } from './needs.js'

const ACCOUNTS_PER_RUN_MAX = 100
/** Longer than a process that was killed takes to come back, and than anything is cached. */
const CACHES_CLEARED_FOR_MS = 10 * 60_000

/**
 * Erases the accounts whose time has come, each in one transaction with the event that has the other subgraphs
 * do the same. Several processes may run it at once.
 * @returns how many were erased
 */
export async function eraseAccounts(needs: Needs): Promise<number> {
  const now = needs.clock.now()
  const due = await findDueDeletions(needs.pool, { now, limit: ACCOUNTS_PER_RUN_MAX })
  let erased = 0
  for (const userId of due) {
    try {
      if (await eraseAccount(needs, userId)) erased += 1
    } catch (error) {
      // It stays due. The others must not wait for it, which would come first at each run.
      needs.logger.error({ err: error, userId }, 'an account could not be erased, it is tried again')
    }
  }
  // Again and again for a while: a process may have died between its commit and this.
  const since = new Date(now.getTime() - CACHES_CLEARED_FOR_MS)
  const ids = await findErasedSince(needs.pool, since)
  if (ids.length > 0) await needs.cache.invalidate('user', ids)
  return erased
}

/** @returns false when a sign-in has canceled the deletion, another process has done it, or money is on its way. */
const eraseAccount = ({ pool, clock }: Needs, userId: string): Promise<boolean> =>
  withTransaction(pool, async tx => {
    const at = clock.now()
    if (!(await lockDueDeletion(tx, { userId, now: at }))) return false
    await eraseUser(tx, { userId, at })
    await appendEvents(tx, [newEvent('user.deleted', { id: randomUUID(), occurredAt: at, data: { userId } })])
    return true
  })
