import { withTransaction } from '@waystone/kit/postgres'
import type { ExternalChange } from '../domain/external-account.js'
import type { ExternalAccounts } from '../identity/external/connect.js'
import { findWatchedSessions, tryLockComparison } from '../repositories/external-session.js'
import { readExternalChanges } from '../repositories/external-store.js'
import { spreadRevocations } from './end-sessions.js'
import { applyChanges } from './mirror-external.js'
import type { Needs } from './needs.js'

/**
 * Compares the sessions that are in use, and their accounts, with what the application's tables have now: a
 * sign-out, a ban or a deletion there takes hold here. Of the processes of this subgraph one at a time
 * compares. The answer may be called again and again; it logs a failure once.
 */
export function createFollower(needs: Needs): () => Promise<void> {
  const { external, pool, clock, logger } = needs
  let isFailing = false
  return async () => {
    if (external === null) return
    try {
      const changes = await withTransaction(pool, async tx => {
        if (!(await tryLockComparison(tx))) return []
        const now = clock.now()
        const watched = await findWatchedSessions(tx, now)
        return watched.length === 0 ? [] : await readExternalChanges(external.store, watched, now)
      })
      await applyAll(needs, external, changes)
      isFailing = false
    } catch (error) {
      if (!isFailing) logger.error({ err: error }, 'the accounts of the application cannot be read, trying on')
      isFailing = true
    }
  }
}

/**
 * One transaction for each account. One that fails keeps no other from its end of access.
 * @throws AggregateError in the end, when some have failed
 */
export async function applyAll(
  needs: Needs,
  external: ExternalAccounts,
  changes: readonly ExternalChange[],
): Promise<void> {
  const byAccount = new Map<string, ExternalChange[]>()
  for (const change of changes) {
    byAccount.set(change.externalUserId, [...(byAccount.get(change.externalUserId) ?? []), change])
  }
  const failures: unknown[] = []
  for (const ofAccount of byAccount.values())
    await applyToAccount(needs, external, ofAccount).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} accounts could not be copied`)
}

async function applyToAccount(
  needs: Needs,
  external: ExternalAccounts,
  changes: readonly ExternalChange[],
): Promise<void> {
  const at = needs.clock.now()
  const { userId, ended } = await withTransaction(needs.pool, tx => applyChanges(needs, external, { tx, changes }))
  await spreadRevocations(needs, ended, at)
  if (userId !== null) await needs.cache.invalidate('user', [userId])
}
