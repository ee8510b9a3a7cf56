import type { Pool } from 'pg'
import { afterCommit, type Queryable } from '../postgres/index.js'
import type { LiveUpdate, LiveUpdates } from './live-updates.js'

/** The receivers of updates that are committed on a pool. */
const told = new WeakMap<object, Set<LiveUpdates>>()

/** Publishes what is told of on this pool. */
export function tellFrom(pool: Pool, live: LiveUpdates): { stop(): void } {
  const all = told.get(pool) ?? new Set()
  told.set(pool, all.add(live))
  return { stop: () => void all.delete(live) }
}

/**
 * The one way by which a change gets live: called by the statement that makes the change, it publishes once
 * the change is committed, and never when it is rolled back. On the pool itself, where the statement is its
 * own transaction, at once.
 */
export function tellAfterCommit(db: Queryable, update: LiveUpdate): void {
  const publish = (pool: object) => told.get(pool)?.forEach(live => live.publish(update))
  const { topic, key, id = '' } = update
  if (!afterCommit(db, `live ${topic} ${key} ${id}`, publish)) publish(db)
}
