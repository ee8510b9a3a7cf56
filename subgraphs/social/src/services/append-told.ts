import type { EventOf, EventType } from '@waystone/events'
import { announceAfterCommit, countEvents, eventParameters, insertEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'

/**
 * Writes an event that is told only to a user who has not blocked its sender. The statements are the same in both
 * cases, so that the time of an answer tells the sender nothing.
 */
export async function appendTold(
  tx: Queryable,
  event: EventOf<EventType>,
  { isTold }: { isTold: boolean },
): Promise<void> {
  announceAfterCommit(tx)
  await tx.query({
    name: 'outbox_append_told',
    text: `WITH told AS (SELECT 1 AS place WHERE $1::boolean)
      ${insertEvents({ firstParameter: 2, places: 'told' })}`,
    values: [isTold, ...eventParameters([event])],
  })
  if (isTold) countEvents(tx, [event])
}
