import { afterCommit, countAfterCommit, type Count, type Queryable } from '../postgres/index.js'
import type { EventEnvelope } from './event-bus.js'

/** The counts that a written event adds to its producer's counters; most events add none. */
export type CountsOfEvent = (event: EventEnvelope) => readonly Count[]

/** By the pool of the producer's database. */
const rules = new WeakMap<object, CountsOfEvent>()

/** From now on, events that are written on the pool are counted. */
export function countEventsOn(pool: object, countsOf: CountsOfEvent): void {
  rules.set(pool, countsOf)
}

/**
 * Counts events with the commit of the transaction that has written them: each once, however often it is
 * delivered. appendEvents does it by itself; statements that include insertEvents call it when they have run.
 */
export function countEvents(db: Queryable, events: readonly EventEnvelope[]): void {
  const count = (pool: Queryable) => {
    const countsOf = rules.get(pool)
    if (countsOf === undefined) return
    for (const event of events) for (const each of countsOf(event)) countAfterCommit(pool, each)
  }
  if (!afterCommit(db, Symbol('counted events'), count)) count(db)
}
