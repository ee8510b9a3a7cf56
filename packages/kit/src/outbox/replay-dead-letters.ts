import type { Pool } from 'pg'
import type { Logger } from '../logger/index.js'
import { withTransaction, type Queryable } from '../postgres/index.js'
import { lockDeadLetters } from './dead-letters.js'
import type { AfterCommit, EventEnvelope, EventHandler } from './event-bus.js'
import { runAfterCommits } from './event-applier.js'
import { isOutage, textOf } from './failures.js'
import { claimEvents } from './inbox.js'

/** Aggregates looked up at once; each is then replayed to its end. */
const AGGREGATES_MAX = 100

export interface ReplayResult {
  /** Dead letters whose effect is committed now, or was known before. */
  readonly replayed: number
  /** Aggregates whose first dead letter failed again: it and those behind it stay. */
  readonly failed: number
}

/**
 * Applies dead letters again, aggregate by aggregate, each in its order, while consumers go on: an event that
 * comes meanwhile waits for the replay of its aggregate. The first that fails ends the replay of its aggregate.
 * @throws when the database cannot be reached; what was replayed until then stays so.
 */
export async function replayDeadLetters(options: {
  pool: Pool
  handle: EventHandler
  logger: Logger
  producer?: string
  aggregateId?: string
  onProgress?: (result: ReplayResult) => void
}): Promise<ReplayResult> {
  const { pool, producer, aggregateId, onProgress } = options
  let result: ReplayResult = { replayed: 0, failed: 0 }
  let after = '0'
  for (;;) {
    const aggregates = await findAggregates(pool, { producer, aggregateId, after })
    for (const aggregate of aggregates) {
      const { replayed, isDone } = await replayAggregate(aggregate, options)
      result = { replayed: result.replayed + replayed, failed: result.failed + (isDone ? 0 : 1) }
      after = aggregate.position
      onProgress?.(result)
    }
    if (aggregates.length < AGGREGATES_MAX) return result
  }
}

interface Aggregate {
  readonly producer: string
  readonly aggregateId: string
  /** Of its first dead letter. */
  readonly position: string
}

async function findAggregates(
  database: Queryable,
  filter: { producer: string | undefined; aggregateId: string | undefined; after: string },
): Promise<Aggregate[]> {
  const { rows } = await database.query<{ producer: string; aggregate_id: string; position: string }>({
    text: `select producer, aggregate_id, min(position) as position from dead_letter
      where ($1::text is null or producer = $1) and ($2::uuid is null or aggregate_id = $2)
      group by producer, aggregate_id having min(position) > $3 order by min(position) limit ${AGGREGATES_MAX}`,
    values: [filter.producer ?? null, filter.aggregateId ?? null, filter.after],
  })
  return rows.map(row => ({ producer: row.producer, aggregateId: row.aggregate_id, position: row.position }))
}

async function replayAggregate(
  aggregate: Aggregate,
  options: { pool: Pool; handle: EventHandler; logger: Logger },
): Promise<{ replayed: number; isDone: boolean }> {
  const { pool, handle, logger } = options
  for (let replayed = 0; ; replayed++) {
    let current: EventEnvelope | undefined
    try {
      const callback = await withTransaction(pool, async tx => {
        await lockDeadLetters(tx, aggregate.producer, [aggregate.aggregateId])
        current = await takeFirst(tx, aggregate)
        if (current === undefined) return 'done'
        // Known in the inbox: applied by a process that was slow to say so.
        return (await claimEvents(tx, [current.id])).has(current.id) ? await handle(current, tx) : undefined
      })
      if (callback === 'done') return { replayed, isDone: true }
      await runAfterCommits(callback === undefined ? [] : [callback satisfies AfterCommit], logger)
    } catch (error) {
      if (isOutage(error) || current === undefined) throw error
      logger.warn({ err: error, event: current.id, type: current.type }, 'a dead letter failed again')
      await noteFailure(pool, current.id, textOf(error))
      return { replayed, isDone: false }
    }
  }
}

async function takeFirst(tx: Queryable, { producer, aggregateId }: Aggregate): Promise<EventEnvelope | undefined> {
  const { rows } = await tx.query<{ envelope: EventEnvelope }>({
    text: `delete from dead_letter where position =
        (select min(position) from dead_letter where producer = $1 and aggregate_id = $2) returning envelope`,
    values: [producer, aggregateId],
  })
  return rows[0]?.envelope
}

async function noteFailure(database: Queryable, eventId: string, error: string): Promise<void> {
  await database.query({
    text: `update dead_letter set error = left($2, 2000), attempts = attempts + 1, last_failed_at = now() where event_id = $1`,
    values: [eventId, error],
  })
}
