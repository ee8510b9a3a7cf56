import { createHash } from 'node:crypto'
import { withTransaction, type Queryable } from '../postgres/index.js'
import type { Pool } from 'pg'
import type { EventProof, RefusalReason } from './event-signatures.js'
import { parseEnvelope } from './stream-entry.js'
import type { RefusedEntry } from './shard-reader.js'

/**
 * Beyond this many of a subgraph nothing more is set aside, and the stream waits: they may be real events
 * whose key was not set, so none is deleted by itself, and a flood of forged ones must not fill the disk.
 */
const ROWS_MAX = 100_000
const ENTRY_LENGTH_MAX = 1_000_000
const SHOWN_LENGTH_MAX = 200

/** An event that is to be refused. */
export type Refusal = Pick<RefusedEntry, 'stream' | 'text' | 'proof' | 'reason'>

/**
 * An event that is not shown to be its producer's, or that its producer denies. Its texts are a stranger's,
 * perhaps.
 */
export interface RefusedEvent {
  readonly id: string
  readonly producer: string
  /** '' where it was denied: that may have come by no stream. */
  readonly stream: string
  readonly reason: RefusalReason
  readonly eventId: string | null
  readonly type: string | null
  readonly aggregateId: string | null
  readonly text: string
  readonly proof: EventProof | null
  readonly refusedAt: Date
}

export interface RefusedEventFilter {
  readonly producer?: string | undefined
  readonly aggregateId?: string | undefined
  readonly eventId?: string | undefined
}

/** @throws Error when there are too many; the entries are to be read again later. */
export const setRefusedAside = (pool: Pool, producer: string, entries: readonly Refusal[]): Promise<void> =>
  withTransaction(pool, tx => insertRefusedEvents(tx, producer, entries))

/** The same within a transaction. */
export async function insertRefusedEvents(tx: Queryable, producer: string, entries: readonly Refusal[]): Promise<void> {
  if ((await countRefusedEvents(tx)) >= ROWS_MAX)
    throw new Error(
      `refused_event has ${ROWS_MAX} rows; events of ${producer} wait until "npx waystone events" has cleared it`,
    )
  await tx.query({
    name: 'refused_event_insert',
    text: `insert into refused_event
        (digest, producer, stream, reason, event_id, type, aggregate_id, entry, key_id, signature, digests)
      select decode(digest, 'hex'), $1, stream, reason, event_id, type, aggregate_id, entry, key_id, signature, digests
      from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
        as refused (digest, stream, reason, event_id, type, aggregate_id, entry, key_id, signature, digests)
      on conflict (digest) do nothing`,
    values: [producer, ...columnsOf(entries)],
  })
}

function columnsOf(entries: readonly Refusal[]): (string | null)[][] {
  const rows = entries.map(({ stream, text, proof, reason }) => {
    const event = parseEnvelope(text)
    const proofTexts = [proof?.keyId, proof?.signature, proof?.digests].map(value =>
      value === undefined ? null : storable(value),
    )
    return [
      // The same entry, delivered or written again, is one row.
      createHash('sha256')
        .update(JSON.stringify([stream, text, proof]))
        .digest('hex'),
      stream,
      reason,
      ...[event?.id, event?.type, event?.aggregateId].map(value => (value === undefined ? null : shown(value))),
      storable(text),
      ...proofTexts,
    ]
  })
  return Array.from({ length: 10 }, (_, column) => rows.map(row => row[column] ?? null))
}

/** Postgres takes no NUL within a text, and no event holds one. */
const storable = (text: string): string => text.replaceAll('\0', '').slice(0, ENTRY_LENGTH_MAX)
const shown = (text: string): string => text.replaceAll(/\p{C}/gu, ' ').slice(0, SHOWN_LENGTH_MAX)

const MATCHES = `($1::text is null or producer = $1) and ($2::text is null or aggregate_id = $2)
        and ($3::text is null or event_id = $3)`
const valuesOf = ({ producer, aggregateId, eventId }: RefusedEventFilter) => [
  producer ?? null,
  aggregateId ?? null,
  eventId ?? null,
]

export async function countRefusedEvents(database: Queryable, filter: RefusedEventFilter = {}): Promise<number> {
  const { rows } = await database.query<{ count: number }>({
    text: `select count(*)::int as count from refused_event where ${MATCHES}`,
    values: valuesOf(filter),
  })
  return rows[0]?.count ?? 0
}

/** The oldest, at most `limit`, beginning after the row `after`. */
export async function listRefusedEvents(
  database: Queryable,
  filter: RefusedEventFilter & { limit: number; after?: string },
): Promise<RefusedEvent[]> {
  const { rows } = await database.query<RefusedRow>({
    text: `select id, producer, stream, reason, event_id, type, aggregate_id, entry, key_id, signature, digests, refused_at
      from refused_event where ${MATCHES} and id > $4::bigint order by id limit $5`,
    values: [...valuesOf(filter), filter.after ?? '0', filter.limit],
  })
  return rows.map(row => ({
    id: row.id,
    producer: row.producer,
    stream: row.stream,
    reason: row.reason,
    eventId: row.event_id,
    type: row.type,
    aggregateId: row.aggregate_id,
    text: row.entry,
    proof:
      row.key_id === null || row.signature === null || row.digests === null
        ? null
        : { keyId: row.key_id, signature: row.signature, digests: row.digests },
    refusedAt: row.refused_at,
  }))
}

interface RefusedRow {
  id: string
  producer: string
  stream: string
  reason: RefusalReason
  event_id: string | null
  type: string | null
  aggregate_id: string | null
  entry: string
  key_id: string | null
  signature: string | null
  digests: string | null
  refused_at: Date
}

/**
 * Deletes what says it is an event of these users and types: a deleted account leaves nothing personal in it
 * either.
 */
export async function deleteRefusedEventsOf(
  tx: Queryable,
  { aggregateIds, types }: { aggregateIds: readonly string[]; types: readonly string[] },
): Promise<void> {
  await tx.query({
    name: 'refused_event_delete_of',
    text: 'delete from refused_event where aggregate_id = any($1::text[]) and type = any($2::text[])',
    values: [aggregateIds, types],
  })
}

/** @returns whether it was there. */
export async function deleteRefusedEvent(database: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await database.query({ text: 'delete from refused_event where id = $1', values: [id] })
  return rowCount === 1
}
