import type { Pool } from 'pg'
import type { Logger } from '../logger/index.js'
import { withTransaction, type Queryable } from '../postgres/index.js'
import { insertDeniedEvents, findDeniedEvents } from './denied-events.js'
import { lockDeadLetters } from './dead-letters.js'
import type { AfterCommit, EventEnvelope, EventHandler } from './event-bus.js'
import { runAfterCommits } from './event-applier.js'
import { isOutage, textOf } from './failures.js'
import { claimEvents } from './inbox.js'
import type { ReplayedRefusal } from './replay-refused-events.js'

/** Aggregates looked up at once; each is then replayed to its end. */
const AGGREGATES_MAX = 100

export interface ReplayResult {
  /** Dead letters whose effect is committed now, or was known before. */
  readonly replayed: number
  /** Aggregates whose first dead letter failed again: it and those behind it stay. */
  readonly failed: number
}

/** The outcome of one dead letter. */
export interface ReplayedEvent {
  readonly producer: string
  readonly event: EventEnvelope
  /**
   * `known`: a process that was slow to say so had applied it; nothing was done again. `denied`: it is a
   * refused event now.
   */
  readonly outcome: 'applied' | 'known' | 'denied' | 'failed'
  /** Why it failed. */
  readonly error: string | null
}

/** Which dead letters to replay, and whom to tell; all without a filter. */
export interface ReplayRequest {
  readonly producer?: string | undefined
  readonly aggregateId?: string | undefined
  /** Only this one, and only when it is the first of its aggregate: the order stays. */
  readonly eventId?: string | undefined
  readonly onEvent?: ((replayed: ReplayedEvent) => void) | undefined
  /** Called in the transaction that applies the event, or notes that it failed again: an audit entry belongs there. */
  readonly record?: ((tx: Queryable, replayed: ReplayedEvent) => Promise<void>) | undefined
  /** Told of events that were refused for their signatures, which are looked at first. */
  readonly onRefused?: ((replayed: ReplayedRefusal) => void) | undefined
}

/**
 * Applies dead letters again, aggregate by aggregate, each in its order, while consumers go on: an event that
 * comes meanwhile waits for the replay of its aggregate. The first that fails ends the replay of its aggregate.
 * @throws when the database, or a producer that has to confirm its events, cannot be reached; events that
 * were replayed until then stay replayed.
 */
export async function replayDeadLetters(options: Replay): Promise<ReplayResult> {
  const { pool } = options
  let result: ReplayResult = { replayed: 0, failed: 0 }
  let after = '0'
  for (;;) {
    const aggregates = await findAggregates(pool, { ...options, after })
    for (const aggregate of aggregates) {
      const { replayed, isDone } = await replayAggregate(aggregate, options)
      result = { replayed: result.replayed + replayed, failed: result.failed + (isDone ? 0 : 1) }
      after = aggregate.position
    }
    if (aggregates.length < AGGREGATES_MAX) return result
  }
}

interface Replay extends ReplayRequest {
  pool: Pool
  handle: EventHandler
  logger: Logger
}

interface Aggregate {
  readonly producer: string
  readonly aggregateId: string
  /** Of its first dead letter. */
  readonly position: string
}

async function findAggregates(database: Queryable, filter: ReplayRequest & { after: string }): Promise<Aggregate[]> {
  const { rows } = await database.query<{ producer: string; aggregate_id: string; position: string }>({
    text: `select producer, aggregate_id, min(position) as position from dead_letter
      where ($1::text is null or producer = $1) and ($2::uuid is null or aggregate_id = $2)
        and ($4::uuid is null or (producer, aggregate_id) in
          (select producer, aggregate_id from dead_letter where event_id = $4))
      group by producer, aggregate_id having min(position) > $3 order by min(position) limit ${AGGREGATES_MAX}`,
    values: [filter.producer ?? null, filter.aggregateId ?? null, filter.after, filter.eventId ?? null],
  })
  return rows.map(row => ({ producer: row.producer, aggregateId: row.aggregate_id, position: row.position }))
}

async function replayAggregate(aggregate: Aggregate, options: Replay): Promise<{ replayed: number; isDone: boolean }> {
  const { pool, logger, onEvent, record } = options
  const { producer } = aggregate
  for (let replayed = 0; ; ) {
    const event = await findFirst(pool, aggregate, options.eventId)
    if (event === undefined) return { replayed, isDone: true }
    const isDenied = (await findDeniedEvents(options.handle, { producer, events: [event] })).length > 0
    let isTaken = false
    try {
      const applied = await withTransaction(pool, async tx => {
        await lockDeadLetters(tx, producer, [aggregate.aggregateId])
        isTaken = await takeFirst(tx, aggregate, event.id)
        if (!isTaken) return null
        const done = isDenied
          ? await deny(tx, producer, event)
          : await applyOnce(tx, { producer, event }, options.handle)
        await record?.(tx, { producer, event, outcome: done.outcome, error: null })
        return done
      })
      // Another replay has taken it since.
      if (applied === null) continue
      await runAfterCommits(applied.callbacks, logger)
      if (applied.outcome !== 'denied') replayed += 1
      onEvent?.({ producer, event, outcome: applied.outcome, error: null })
    } catch (error) {
      if (isOutage(error) || !isTaken) throw error
      logger.warn({ err: error, event: event.id, type: event.type }, 'a dead letter failed again')
      const failed = { producer, event, outcome: 'failed', error: textOf(error) } as const
      await withTransaction(pool, async tx => {
        await noteFailure(tx, { producer, eventId: event.id }, failed.error)
        await record?.(tx, failed)
      })
      onEvent?.(failed)
      return { replayed, isDone: false }
    }
  }
}

async function deny(tx: Queryable, producer: string, event: EventEnvelope) {
  await insertDeniedEvents(tx, producer, [event])
  return { outcome: 'denied' as const, callbacks: [] }
}

/** Known in the inbox: applied by a process that was slow to say so. */
async function applyOnce(
  tx: Queryable,
  { producer, event }: { producer: string; event: EventEnvelope },
  handle: EventHandler,
): Promise<{ outcome: 'applied' | 'known'; callbacks: AfterCommit[] }> {
  if (!(await claimEvents(tx, producer, [event.id])).has(event.id)) return { outcome: 'known', callbacks: [] }
  const callback = await handle(event, tx)
  return { outcome: 'applied', callbacks: callback === undefined ? [] : [callback] }
}

const FIRST = 'position = (select min(position) from dead_letter where producer = $1 and aggregate_id = $2)'

/** The first dead letter; none when there is none, or when it is another than the wanted one. */
async function findFirst(
  database: Queryable,
  { producer, aggregateId }: Aggregate,
  wantedId: string | undefined,
): Promise<EventEnvelope | undefined> {
  const { rows } = await database.query<{ envelope: EventEnvelope }>({
    text: `select envelope from dead_letter where ${FIRST} and ($3::uuid is null or event_id = $3)`,
    values: [producer, aggregateId, wantedId ?? null],
  })
  return rows[0]?.envelope
}

/** Takes the event out. @returns false when it is not the first dead letter any more. */
async function takeFirst(tx: Queryable, { producer, aggregateId }: Aggregate, eventId: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    text: `delete from dead_letter where ${FIRST} and event_id = $3`,
    values: [producer, aggregateId, eventId],
  })
  return rowCount === 1
}

async function noteFailure(
  database: Queryable,
  { producer, eventId }: { producer: string; eventId: string },
  error: string,
): Promise<void> {
  await database.query({
    text: `update dead_letter set error = left($3, 2000), attempts = attempts + 1, last_failed_at = now()
      where event_id = $1 and producer = $2`,
    values: [eventId, producer, error],
  })
}
