import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { appendEvents, type EventEnvelope, type EventHandler } from '../outbox/index.js'
import { createPool, withTransaction } from '../postgres/index.js'
import { createTestDatabase } from './test-database.js'

/**
 * Two databases with an outbox and an inbox, counters whose changes are events, and a consumer that notices
 * what is lost, doubled or out of order.
 */
export interface EventLab {
  readonly producer: Pool
  readonly consumer: Pool
  readonly aggregateIds: readonly string[]
  /** Commits events of random aggregates, a transaction each, `parallel` at a time. */
  emit(options: { count: number; parallel?: number }): Promise<void>
  emitOne(aggregateId: string, type?: string): Promise<EventEnvelope>
  /** Applies an event: fails on its repetition, notes it when it came out of order. */
  readonly handle: EventHandler
  report(): Promise<{ emitted: number; applied: number; outOfOrder: number; waiting: number; dead: number }>
  close(): Promise<void>
}

const POOL_MAX = 8

export async function createEventLab(options: { aggregates?: number } = {}): Promise<EventLab> {
  const databases = [
    await createTestDatabase({ migrations: 'characters' }),
    await createTestDatabase({ migrations: 'quests' }),
  ]
  const [producer, consumer] = databases.map(({ url }) => {
    const pool = createPool({ connectionString: url, max: POOL_MAX })
    // A database that is dropped at the end cuts idle connections.
    pool.on('error', () => undefined)
    return pool
  }) as [Pool, Pool]
  const aggregateIds = Array.from({ length: options.aggregates ?? 40 }, () => randomUUID())
  await producer.query('create table lab_counter (id uuid primary key, sequence int not null default 0)')
  await producer.query('insert into lab_counter select unnest($1::uuid[])', [aggregateIds])
  await consumer.query(`create table lab_effect (event_id uuid primary key, aggregate_id uuid not null, sequence int not null);
    create table lab_seen (aggregate_id uuid primary key, sequence int not null, out_of_order int not null default 0)`)

  const emitOne: EventLab['emitOne'] = (aggregateId, type = 'lab.counted') =>
    withTransaction(producer, async tx => {
      const { rows } = await tx.query<{ sequence: number }>({
        name: 'lab_count',
        text: 'update lab_counter set sequence = sequence + 1 where id = $1 returning sequence',
        values: [aggregateId],
      })
      const event: EventEnvelope = {
        id: randomUUID(),
        type,
        version: 1,
        aggregateId,
        occurredAt: new Date().toISOString(),
        data: { sequence: rows[0]?.sequence ?? 0 },
      }
      await appendEvents(tx, [event])
      return event
    })

  return {
    producer,
    consumer,
    aggregateIds,
    emitOne,
    emit: async ({ count, parallel = 4 }) => {
      let left = count
      const lane = async () => {
        while (left-- > 0) await emitOne(aggregateIds[Math.floor(Math.random() * aggregateIds.length)] ?? '')
      }
      await Promise.all(Array.from({ length: parallel }, lane))
    },
    handle: async (event, tx) => {
      const sequence = event.data['sequence']
      await tx.query({
        name: 'lab_effect',
        text: `with effect as (insert into lab_effect values ($1, $2, $3))
          insert into lab_seen values ($2, $3, case when $3 = 1 then 0 else 1 end)
          on conflict (aggregate_id) do update set sequence = excluded.sequence,
            out_of_order = lab_seen.out_of_order + case when lab_seen.sequence = excluded.sequence - 1 then 0 else 1 end`,
        values: [event.id, event.aggregateId, sequence],
      })
    },
    report: async () => {
      const [atProducer, atConsumer] = await Promise.all([
        producer.query<{ emitted: number; waiting: number }>(
          'select (select sum(sequence)::int from lab_counter) as emitted, (select count(*)::int from outbox) as waiting',
        ),
        consumer.query<{ applied: number; outOfOrder: number; dead: number }>(
          `select (select count(*)::int from lab_effect) as applied, (select count(*)::int from dead_letter) as dead,
            (select coalesce(sum(out_of_order), 0)::int from lab_seen) as "outOfOrder"`,
        ),
      ])
      const [row] = atConsumer.rows
      return {
        emitted: atProducer.rows[0]?.emitted ?? 0,
        waiting: atProducer.rows[0]?.waiting ?? 0,
        applied: row?.applied ?? 0,
        outOfOrder: row?.outOfOrder ?? 0,
        dead: row?.dead ?? 0,
      }
    },
    close: async () => {
      await Promise.all([producer.end(), consumer.end()])
      for (const database of databases) await database.close()
    },
  }
}
