import { utcDayBefore } from '../domain/utc-day.js'
import type { Needs } from './needs.js'

/** Longer than any order is unfinished: one that ends without a draw is taken off its day again. */
const DAYS_KEPT = 30
const BATCH_MAX = 5_000

/** Deletes what no longer means anything: counts of days whose limits are long over. */
export async function prune({ pulls, clock }: Pick<Needs, 'pulls' | 'clock'>): Promise<void> {
  const day = utcDayBefore(clock.now(), DAYS_KEPT)
  while ((await pulls.deleteDaysBefore(day, BATCH_MAX)) === BATCH_MAX);
}
