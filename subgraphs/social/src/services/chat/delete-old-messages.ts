import { retentionMs, type ChannelKind } from '../../domain/channel.js'
import { deleteMessagesBefore } from '../../repositories/old-messages.js'
import type { Needs } from '../needs.js'

/** Messages of one statement: it holds no lock that senders wait for longer than some milliseconds. */
const BATCH_MAX = 1_000

/** Deletes the messages that are older than their kind of channel keeps them. @returns how many */
export async function deleteOldMessages({ pool, clock }: Pick<Needs, 'pool' | 'clock'>): Promise<number> {
  let total = 0
  for (const [kind, keptMs] of Object.entries(retentionMs) as [ChannelKind, number][]) {
    const before = new Date(clock.now().getTime() - keptMs)
    let deleted: number
    do {
      deleted = await deleteMessagesBefore(pool, { kind, before, limit: BATCH_MAX })
      total += deleted
    } while (deleted > 0)
  }
  return total
}
