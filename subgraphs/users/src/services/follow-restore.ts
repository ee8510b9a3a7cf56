import { withTransaction } from '@waystone/kit/postgres'
import {
  countOverdue,
  deleteAllSessions,
  deleteAllSigningKeys,
  replaceDeletions,
  type KnownDeletion,
} from '../repositories/restored-database.js'
import { eraseAccounts } from './erase-accounts.js'
import type { Needs } from './needs.js'

export interface FollowedRestore {
  readonly sessionsEnded: number
  /** Accounts that were erased since the moment that the database was restored to, and have come back with it. */
  readonly erasedAgain: number
  readonly requestedAgain: number
  readonly canceledAgain: number
  /** Accounts to be erased that wait for money on its way; they follow by themselves. */
  readonly waiting: number
}

const NOTHING_KNOWN = { erasedAgain: 0, requestedAgain: 0, canceledAgain: 0 }

/**
 * Brings a database that was restored to an earlier moment in line with what has happened since outside it, before
 * the system serves again. Until then it may run as often as it is interrupted.
 *
 * Sessions that were ended since have come back, and tokens are about whose sessions, or users, no longer are: all end.
 * Where another application makes the accounts, its sessions and deletions are followed anyway.
 * @param known.deletions null where no newer copy is left to know them by
 */
export async function followRestore(
  needs: Needs,
  { deletions }: { readonly deletions: readonly KnownDeletion[] | null },
): Promise<FollowedRestore> {
  const now = needs.clock.now()
  const changed = await withTransaction(needs.pool, async tx => {
    const sessionsEnded = needs.external === null ? await deleteAllSessions(tx) : 0
    if (needs.external === null) await deleteAllSigningKeys(tx)
    const replaced = deletions === null ? NOTHING_KNOWN : await replaceDeletions(tx, { deletions, now })
    return { sessionsEnded, ...replaced }
  })
  // Now and not by the job of a process that serves: the owner's sign-in would cancel a deletion that is not done.
  while ((await eraseAccounts(needs)) > 0);
  return { ...changed, waiting: await countOverdue(needs.pool, now) }
}
