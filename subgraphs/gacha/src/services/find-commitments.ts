import { ensureSeeds, findSeedCommitments, type Commitment } from '../repositories/fairness.js'
import type { Needs } from './needs.js'
import { newSeed } from './new-seed.js'

/**
 * Finds the commitment for the next pull of each user. A user without a seed, or without the next seed, gets
 * it here: a commitment comes before the pull, and before the client seed.
 */
export async function findCommitments(
  needs: Needs,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, Commitment>> {
  const found = await findSeedCommitments(needs.pool, userIds)
  const missing = userIds.filter(userId => !found.has(userId))
  if (missing.length === 0) return found
  await ensureSeeds(
    needs.pool,
    missing.map(userId => newSeed(needs, userId)),
  )
  return new Map([...found, ...(await findSeedCommitments(needs.pool, missing))])
}
