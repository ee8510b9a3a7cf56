import { afterCommit, type Queryable } from '../postgres/index.js'
import { announceRows } from './announce.js'
import type { EventEnvelope } from './event-bus.js'

const announcement = Symbol('outbox')

/**
 * Writes events into the outbox, in the caller's transaction and in their order, by one statement. The caller holds the
 * row lock of each event's aggregate until it commits: only so is the order of ids the order of commits.
 */
export async function appendEvents(tx: Queryable, events: readonly EventEnvelope[]): Promise<void> {
  if (events.length === 0) return
  afterCommit(tx, announcement, announceRows)
  await tx.query({
    name: 'outbox_append',
    text: `insert into outbox (event_id, aggregate_id, type, version, data, occurred_at)
      select event_id, aggregate_id, type, version, data::jsonb, occurred_at
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::timestamptz[])
        with ordinality as event (event_id, aggregate_id, type, version, data, occurred_at, place)
      order by place`,
    values: [
      events.map(event => event.id),
      events.map(event => event.aggregateId),
      events.map(event => event.type),
      events.map(event => event.version),
      events.map(event => JSON.stringify(event.data)),
      events.map(event => event.occurredAt),
    ],
  })
}
