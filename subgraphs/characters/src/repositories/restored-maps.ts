import type { Queryable } from '@waystone/kit/postgres'

/** More than maps change hands between a backup and the moment that is given up for it. */
const EPOCHS_SKIPPED = 1_000_000

/**
 * Raises the epochs of a database that was restored to an earlier moment, before any process runs. Clients, recordings
 * and copies elsewhere have seen later epochs, which must not come again with another history. No process holds a map
 * then, and no state counts as handed over, as after a crash.
 * @returns of how many maps.
 */
export async function raiseEpochs(db: Queryable): Promise<number> {
  const { rowCount } = await db.query({
    text: `WITH lost AS (DELETE FROM map_handover)
           UPDATE map_lease SET epoch = epoch + ${EPOCHS_SKIPPED}, expires_at = date_trunc('milliseconds', clock_timestamp())`,
  })
  return rowCount ?? 0
}
