import type { Queryable } from '../postgres/index.js'
import type { EventEnvelope } from './event-bus.js'
import { INBOX_KEPT_DAYS } from './inbox.js'
import { insertRefusedEvents } from './refused-events.js'

const DAY_MS = 24 * 60 * 60 * 1_000
/** A producer's clock may be ahead of the consumer's database by this much. */
const CLOCK_SKEW_MS = 60 * 60 * 1_000

/**
 * Checks that an event is so old that its id may have been deleted from the inbox. Younger ones, which are nearly
 * all, cost no query. The day less is for clocks that differ.
 */
export const isOld = ({ occurredAt }: EventEnvelope, now: Date): boolean =>
  Date.parse(occurredAt) < now.getTime() - (INBOX_KEPT_DAYS - 1) * DAY_MS

/** Of old events, those that the inbox still knows, and those that it may have known. All others were never applied. */
export async function recallEvents(
  database: Queryable,
  producer: string,
  events: readonly EventEnvelope[],
): Promise<{ known: ReadonlySet<EventEnvelope>; forgotten: readonly EventEnvelope[] }> {
  const { rows } = await database.query<{ event_id: string }>({
    name: 'inbox_recall',
    text: `select event_id from inbox where event_id = any($2::uuid[]) and producer in ($1, '')`,
    values: [producer, events.map(({ id }) => id)],
  })
  const ids = new Set(rows.map(row => row.event_id))
  const known = new Set(events.filter(({ id }) => ids.has(id)))
  // Read after the inbox: an id that was deleted in between was found, and one that was deleted before is behind it.
  const behind = await findBehindHorizon(database, events)
  return { known, forgotten: behind.filter(event => !known.has(event)) }
}

/** Events that occurred before an id was noted that is deleted since. */
export async function findBehindHorizon(
  database: Queryable,
  events: readonly EventEnvelope[],
): Promise<readonly EventEnvelope[]> {
  const { rows } = await database.query<{ applied_at: Date }>({
    name: 'inbox_horizon',
    text: 'select applied_at from inbox_horizon',
  })
  const horizonMs = rows[0]?.applied_at.getTime()
  if (horizonMs === undefined) return []
  return events.filter(({ occurredAt }) => Date.parse(occurredAt) <= horizonMs + CLOCK_SKEW_MS)
}

/**
 * Keeps forgotten events apart, for an operator to decide on: not as dead letters, since nothing may wait behind an
 * event that was applied long ago.
 */
export const insertForgottenEvents = (
  tx: Queryable,
  producer: string,
  events: readonly EventEnvelope[],
): Promise<void> =>
  insertRefusedEvents(
    tx,
    producer,
    events.map(event => ({ stream: '', text: JSON.stringify(event), proof: null, reason: 'forgotten' as const })),
  )
