import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { findBlockLists } from '../../repositories/block.js'
import type { Needs } from '../needs.js'

/** Tells whom each user has blocked now, in the transaction that changed it and under the user's lock. */
export async function tellBlocks(
  { clock, newId }: Pick<Needs, 'clock' | 'newId'>,
  tx: Queryable,
  userIds: readonly string[],
): Promise<void> {
  if (userIds.length === 0) return
  const occurredAt = clock.now()
  const lists = await findBlockLists(tx, userIds)
  await appendEvents(
    tx,
    lists.map(({ blockedIds, ...list }) =>
      newEvent('blocks.changed', { id: newId(), occurredAt, data: { ...list, blockedIds: [...blockedIds] } }),
    ),
  )
}
