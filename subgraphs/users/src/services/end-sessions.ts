import { withTransaction } from '@waystone/kit/postgres'
import { endSessions as endInDatabase, type Ended } from '../repositories/session.js'
import type { Needs } from './needs.js'

/** Ends sessions and voids their access tokens, here at once and elsewhere within a second. @returns how many were ended. */
export async function endSessions(needs: Needs, ended: Ended): Promise<number> {
  const at = needs.clock.now()
  const ids = await withTransaction(needs.pool, tx => endInDatabase(tx, ended, at))
  await spreadRevocations(needs, ids, at)
  return ids.length
}

/** After the commit: this process needs no look at the database to refuse them. */
export async function spreadRevocations(needs: Needs, sessionIds: readonly string[], at: Date): Promise<void> {
  needs.revocations.add(sessionIds.map(sessionId => ({ sessionId, userId: null, revokedAtMs: at.getTime() })))
  await needs.cache.invalidate('session', sessionIds)
}
