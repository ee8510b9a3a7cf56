import { deleteRecordings } from '../repositories/world-recording.js'
import type { Needs } from './needs.js'

/** An hour, and the minute before it: the snapshot that the hour's first ticks follow from may be as old. */
export const RECORDINGS_KEPT_MS = 61 * 60_000
/** Rows of one statement. */
const BATCH_SIZE = 500
/** The most batches of one run; remaining rows wait for the job's next run. */
const BATCHES_MAX = 100

/**
 * Deletes recordings of the world that are older than an hour, by the clock of the database. Any number of
 * processes may do it at once.
 */
export async function purgeRecordings({ pool }: Pick<Needs, 'pool'>): Promise<{ purged: number }> {
  let purged = 0
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const deleted = await deleteRecordings(pool, { olderThanMs: RECORDINGS_KEPT_MS, limit: BATCH_SIZE })
    purged += deleted
    if (deleted === 0) break
  }
  return { purged }
}
