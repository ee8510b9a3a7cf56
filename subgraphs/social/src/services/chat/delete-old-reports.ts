import { DECIDED_REPORTS_KEPT_MS } from '../../domain/channel.js'
import { deleteReportsDecidedBefore } from '../../repositories/message-report.js'
import type { Needs } from '../needs.js'

const BATCH_MAX = 1_000

/** Deletes reports that were decided on a year ago, with the words that they keep. Those that wait stay. */
export async function deleteOldReports({ pool, clock }: Pick<Needs, 'pool' | 'clock'>): Promise<void> {
  const before = new Date(clock.now().getTime() - DECIDED_REPORTS_KEPT_MS)
  while ((await deleteReportsDecidedBefore(pool, { before, limit: BATCH_MAX })) === BATCH_MAX);
}
