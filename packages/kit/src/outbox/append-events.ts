import { afterCommit, type Queryable } from '../postgres/index.js'
import { announceRows } from './announce.js'
import { countEvents } from './count-events.js'
import type { EventEnvelope } from './event-bus.js'

const announcement = Symbol('outbox')

export const announceAfterCommit = (tx: Queryable): void => {
  afterCommit(tx, announcement, announceRows)
}

/**
 * Writes events into the outbox, in the caller's transaction and in their order, by one statement. The caller holds the
 * row lock of each event's aggregate until it commits: only so is the order of ids the order of commits. Actions of
 * administrators are in an order of their own (record-admin-action.ts).
 */
export async function appendEvents(tx: Queryable, events: readonly EventEnvelope[]): Promise<void> {
  if (events.length === 0) return
  announceAfterCommit(tx)
  await tx.query({
    name: 'outbox_append',
    text: insertEvents({ firstParameter: 1 }),
    values: eventParameters(events),
  })
  countEvents(tx, events)
}

/**
 * The same as a part of a statement that writes the state, too, and takes the aggregate's row lock before;
 * the caller calls announceAfterCommit with its transaction, or announceRows where the statement is the whole
 * of it, and countEvents.
 * @param options.once the name of a CTE: nothing is written when it is empty, and it must not have more than one row
 * @param options.places the name of a CTE whose column `place` has the places, from 1, of the events that are written
 */
export const insertEvents = ({
  firstParameter: first,
  once,
  places,
}: {
  firstParameter: number
  once?: string
  places?: string
}): string =>
  `insert into outbox (event_id, aggregate_id, type, version, data, occurred_at)
      select event.id, event.aggregate_id, event.type, event.version, event.data::jsonb, event.occurred_at
      from ${once === undefined ? '' : `${once}, `}unnest($${first}::uuid[], $${first + 1}::uuid[], $${first + 2}::text[], $${first + 3}::int[],
        $${first + 4}::text[], $${first + 5}::timestamptz[]) with ordinality as event (id, aggregate_id, type, version, data, occurred_at, place)
      ${places === undefined ? '' : `where event.place in (select place from ${places})`}
      order by event.place`

/** The six parameters of insertEvents. */
export const eventParameters = (events: readonly EventEnvelope[]): unknown[] => [
  events.map(event => event.id),
  events.map(event => event.aggregateId),
  events.map(event => event.type),
  events.map(event => event.version),
  events.map(event => JSON.stringify(event.data)),
  events.map(event => event.occurredAt),
]
