import { withTransaction, type Pool, type Queryable } from '@waystone/kit/postgres'
import { listingAfter, type QuestListing } from '../domain/quest-listing.js'
import { findVersionsAfter, readPosition } from '../repositories/catalog.js'
import { findListings, lockProjection, writeListings, type Projection } from '../repositories/listing.js'

/** Versions of one transaction. */
const VERSIONS_MAX = 200

/**
 * Projects the versions that were published after a generation's revision into it, in their order. Revision
 * and rows are written in the caller's transaction, so a crash neither repeats nor skips a version.
 * @param of.limit how many versions; null for all
 * @returns how far the generation is now; null when it is gone
 */
export async function projectNext(
  tx: Queryable,
  { generation, limit = VERSIONS_MAX }: { generation: number; limit?: number | null },
): Promise<Projection | null> {
  const before = await lockProjection(tx, generation)
  if (before === null) return null
  const versions = await findVersionsAfter(tx, { revision: before.revision, limit })
  const last = versions.at(-1)
  if (last === undefined) return before
  const questIds = [...new Set(versions.map(({ questId }) => questId))]
  const known = await findListings(tx, { generation, questIds })
  const listings = new Map<string, QuestListing>(known)
  for (const version of versions) listings.set(version.questId, listingAfter(listings.get(version.questId), version))
  const after = { generation, revision: last.revision }
  await writeListings(tx, after, [...listings.values()])
  return after
}

/**
 * Projects all that is published into the generation that is read. Publishing does so in its own transaction,
 * so there is something to do only where versions have come in another way: before there was a read model, or
 * by an earlier build.
 */
export async function catchUp({ pool }: { pool: Pool }): Promise<void> {
  const { revision, generation } = await readPosition(pool)
  for (let reached: Projection | null; ; ) {
    reached = await withTransaction(pool, tx => projectNext(tx, { generation }))
    // A rebuild has put another generation in its place, which holds everything.
    if (reached === null || reached.revision >= revision) return
  }
}
