import type { Queryable } from '../postgres/index.js'
import type { EventEnvelope } from './event-bus.js'
import { advisoryLock } from './session.js'

/**
 * An event whose effect could not be had, or (with 0 attempts) one that waits behind such an event of its
 * aggregate.
 */
export interface DeadLetter {
  /** Where it stands in the order of replays; no other dead letter of the database ever has it. */
  readonly position: string
  readonly producer: string
  readonly event: EventEnvelope
  readonly error: string
  readonly attempts: number
  readonly firstFailedAt: Date
  readonly lastFailedAt: Date
}

const ERROR_LENGTH_MAX = 2_000
const PARKED = 'Waits behind an earlier event of the same aggregate that is a dead letter'

/** Which of the aggregates have dead letters, so that their later events must not overtake them. */
export async function findBlockedAggregates(
  tx: Queryable,
  producer: string,
  aggregateIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ aggregate_id: string }>({
    name: 'dead_letter_blocked',
    text: 'select distinct aggregate_id from dead_letter where producer = $1 and aggregate_id = any($2::uuid[])',
    values: [producer, aggregateIds],
  })
  return new Set(rows.map(row => row.aggregate_id))
}

/**
 * Locks the dead letters of aggregates until the transaction ends. Adding and replaying take this lock, so
 * that neither happens in the middle of the other.
 */
export async function lockDeadLetters(tx: Queryable, producer: string, aggregateIds: Iterable<string>): Promise<void> {
  for (const aggregateId of [...aggregateIds].toSorted()) {
    const { space, key } = advisoryLock('waystone dead letters', `${producer} ${aggregateId}`)
    await tx.query({
      name: 'dead_letter_lock',
      text: 'select pg_advisory_xact_lock($1::int, $2::int)',
      values: [space, key],
    })
  }
}

/** Sets events aside behind the dead letters of their aggregate, in their order; known ones stay as they are. */
export async function parkEvents(tx: Queryable, producer: string, events: readonly EventEnvelope[]): Promise<void> {
  await tx.query({
    name: 'dead_letter_park',
    text: `insert into dead_letter (event_id, producer, aggregate_id, type, envelope, error, attempts)
      select (e->>'id')::uuid, $1, (e->>'aggregateId')::uuid, e->>'type', e, $3, 0
      from unnest($2::text[]) with ordinality as event (text, place), lateral (select text::jsonb) as parsed (e)
      order by place
      on conflict (event_id, producer) do nothing`,
    values: [producer, events.map(event => JSON.stringify(event)), PARKED],
  })
}

/** Sets an event aside that failed for good. */
export async function buryEvent(
  tx: Queryable,
  letter: { producer: string; event: EventEnvelope; error: string; attempts: number; firstFailedAt: Date },
): Promise<void> {
  const { producer, event, error, attempts, firstFailedAt } = letter
  await tx.query({
    name: 'dead_letter_bury',
    text: `insert into dead_letter (event_id, producer, aggregate_id, type, envelope, error, attempts, first_failed_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict (event_id, producer) do update
        set error = excluded.error, attempts = dead_letter.attempts + excluded.attempts, last_failed_at = now()`,
    values: [
      event.id,
      producer,
      event.aggregateId,
      event.type,
      JSON.stringify(event),
      error.slice(0, ERROR_LENGTH_MAX),
      attempts,
      firstFailedAt,
    ],
  })
}

/** Which dead letters; all without a condition. */
export interface DeadLetterFilter {
  readonly producer?: string | undefined
  readonly aggregateId?: string | undefined
  readonly eventId?: string | undefined
}

const MATCHES = `($1::text is null or producer = $1) and ($2::uuid is null or aggregate_id = $2)
        and ($3::uuid is null or event_id = $3)`

export async function countDeadLetters(database: Queryable, filter: DeadLetterFilter = {}): Promise<number> {
  const { rows } = await database.query<{ count: string }>({
    text: `select count(*) as count from dead_letter where ${MATCHES}`,
    values: [filter.producer ?? null, filter.aggregateId ?? null, filter.eventId ?? null],
  })
  return Number(rows[0]?.count ?? 0)
}

/** The oldest dead letters behind a position, at most `limit`, in the order in which a replay takes them. */
export async function listDeadLetters(
  database: Queryable,
  filter: DeadLetterFilter & { limit: number; after?: string | null },
): Promise<DeadLetter[]> {
  const { producer = null, aggregateId = null, eventId = null, limit, after = null } = filter
  const { rows } = await database.query<DeadLetterRow>({
    text: `select ${COLUMNS} from dead_letter
      where ${MATCHES} and ($5::bigint is null or position > $5) order by position limit $4`,
    values: [producer, aggregateId, eventId, limit, after],
  })
  return rows.map(letterOf)
}

/** Those of the dead letters at these positions that are still there. */
export async function findDeadLettersAt(database: Queryable, positions: readonly string[]): Promise<DeadLetter[]> {
  const { rows } = await database.query<DeadLetterRow>({
    text: `select ${COLUMNS} from dead_letter where position = any($1::bigint[]) order by position`,
    values: [positions],
  })
  return rows.map(letterOf)
}

const COLUMNS = 'position, producer, envelope, error, attempts, first_failed_at, last_failed_at'

interface DeadLetterRow {
  position: string
  producer: string
  envelope: EventEnvelope
  error: string
  attempts: number
  first_failed_at: Date
  last_failed_at: Date
}

const letterOf = (row: DeadLetterRow): DeadLetter => ({
  position: row.position,
  producer: row.producer,
  event: row.envelope,
  error: row.error,
  attempts: row.attempts,
  firstFailedAt: row.first_failed_at,
  lastFailedAt: row.last_failed_at,
})
