import { utcDayBefore } from '../domain/utc-day.js'
import { COUNTED_BY_DAY, deleteDaysBefore } from '../repositories/counted-days.js'
import { eraseLateKeys } from '../repositories/erased-user.js'
import type { Needs } from './needs.js'

/** Longer than any order is unfinished: one that ends without a draw is taken off its day again. */
const DAYS_KEPT = 30
const BATCH_MAX = 5_000
/** Several runs, so that a request of any length has ended before the last of them. */
const LATE_KEYS_FOR_MS = 6 * 60 * 60 * 1000

/** Deletes what no longer means anything: counts of days whose limits are long over. */
export async function prune({ pool, clock }: Pick<Needs, 'pool' | 'clock'>): Promise<void> {
  await eraseLateKeys(pool, new Date(clock.now().getTime() - LATE_KEYS_FOR_MS))
  const day = utcDayBefore(clock.now(), DAYS_KEPT)
  for (const table of COUNTED_BY_DAY)
    while ((await deleteDaysBefore(pool, table, { day, limit: BATCH_MAX })) === BATCH_MAX);
}
