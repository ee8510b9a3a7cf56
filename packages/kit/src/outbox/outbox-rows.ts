import type { Client } from 'pg'
import type { Queryable } from '../postgres/index.js'
import type { EventEnvelope } from './event-bus.js'

/** An event in the outbox; the order of ids is the order of commits within each aggregate. */
export interface OutboxRow {
  readonly id: string
  readonly event: EventEnvelope
}

/** A row with its place in the streams. */
export interface SentRow {
  readonly id: string
  readonly streamId: string
}

/** The largest number of rows that a relay takes at once. */
export const RELAY_BATCH_MAX = 500

/**
 * The oldest rows that were not sent, without those named: ids of other aggregates may commit late, so no id
 * is ever passed by.
 */
export async function takeUnsent(
  client: Client,
  except: readonly string[] = [],
  max = RELAY_BATCH_MAX,
): Promise<OutboxRow[]> {
  const { rows } = await client.query<StoredRow>({
    name: 'outbox_take',
    text: `${TAKE} limit $2`,
    values: [except, Math.min(max, RELAY_BATCH_MAX)],
  })
  return rows.map(toOutboxRow)
}

/** Its parameter has the ids of those that are passed by. */
const TAKE = `select id, event_id, aggregate_id, type, version, data, occurred_at from outbox
      where stream_id is null and id <> all($1::bigint[]) order by id`

interface StoredRow {
  id: string
  event_id: string
  aggregate_id: string
  type: string
  version: number
  data: Record<string, unknown>
  occurred_at: Date
}

const toOutboxRow = (row: StoredRow): OutboxRow => ({
  id: row.id,
  event: {
    id: row.event_id,
    type: row.type,
    version: row.version,
    aggregateId: row.aggregate_id,
    occurredAt: row.occurred_at.toISOString(),
    data: row.data,
  },
})

/** Marks rows as sent, and takes the next ones as takeUnsent does, but no more than `max`: in one round trip. */
export async function markAndTake(client: Client, sent: readonly SentRow[], max: number): Promise<OutboxRow[]> {
  if (sent.length === 0) return max === 0 ? [] : await takeUnsent(client, [], max)
  const { rows } = await client.query<StoredRow>({
    name: 'outbox_mark_and_take',
    // The rest of the statement still sees these rows as unmarked.
    text: `with marked as (
        update outbox set stream_id = sent.stream_id
        from unnest($1::bigint[], $2::text[]) as sent (id, stream_id) where outbox.id = sent.id
      )
      ${TAKE} limit $3`,
    values: [sent.map(row => row.id), sent.map(row => row.streamId), Math.min(max, RELAY_BATCH_MAX)],
  })
  return rows.map(toOutboxRow)
}

/** @returns how many rows are to be sent again. */
export async function unmarkAll(client: Client): Promise<number> {
  const { rowCount } = await client.query('update outbox set stream_id = null where stream_id is not null')
  return rowCount ?? 0
}

export async function deleteRows(client: Client, ids: readonly string[]): Promise<void> {
  await client.query({ name: 'outbox_delete', text: 'delete from outbox where id = any($1::bigint[])', values: [ids] })
}

/** How many events wait in the outbox, sent ones included, and how old the oldest is. */
export async function measureBacklog(db: Queryable): Promise<{ events: number; oldestSeconds: number }> {
  const { rows } = await db.query<{ events: string; oldest_seconds: number | null }>({
    name: 'outbox_backlog',
    text: 'select count(*) as events, extract(epoch from now() - min(occurred_at))::float8 as oldest_seconds from outbox',
  })
  const [row] = rows
  return { events: Number(row?.events ?? 0), oldestSeconds: Math.max(0, row?.oldest_seconds ?? 0) }
}

/** An event that waits in the outbox, and whether it is in the streams already. */
export interface WaitingEvent {
  readonly event: EventEnvelope
  readonly isSent: boolean
}

/** The oldest events that some consumer has not applied yet, at most `limit`; of one aggregate where it is given. */
export async function listWaitingEvents(
  db: Queryable,
  { aggregateId, limit }: { aggregateId?: string | undefined; limit: number },
): Promise<WaitingEvent[]> {
  const { rows } = await db.query<StoredRow & { is_sent: boolean }>({
    text: `select id, event_id, aggregate_id, type, version, data, occurred_at, stream_id is not null as is_sent
      from outbox where $1::uuid is null or aggregate_id = $1 order by id limit $2`,
    values: [aggregateId ?? null, limit],
  })
  return rows.map(row => ({ event: toOutboxRow(row).event, isSent: row.is_sent }))
}
