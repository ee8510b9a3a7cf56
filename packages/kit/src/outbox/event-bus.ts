import type { Pool } from 'pg'
import type { Queryable } from '../postgres/index.js'

/** A fact that happened: written with the state it tells of, delivered at least once, applied exactly once. */
export interface EventEnvelope {
  /** UUID v4; with the producer it is the key of every inbox. */
  readonly id: string
  readonly type: string
  readonly version: number
  /** Events of one aggregate arrive in the order of their commits. */
  readonly aggregateId: string
  /** ISO 8601, UTC. */
  readonly occurredAt: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Runs once the effect is committed: for invalidating caches and waking subscribers, never for state. */
export type AfterCommit = () => Promise<void>

/**
 * Applies one event inside the transaction that also notes it in the inbox. Throwing rolls both back; it
 * comes again.
 */
export interface EventHandler {
  (event: EventEnvelope, tx: Queryable): Promise<AfterCommit | void>
  /**
   * The same for several events in one transaction, where a statement can serve many of them. Those of one
   * aggregate keep their order. When it throws, they are applied one by one, so that each error is its own
   * event's.
   */
  readonly together?: (events: readonly EventEnvelope[], tx: Queryable) => Promise<void>
  /**
   * Asked before the transaction, once for all events that come together: those of them that their producer,
   * when asked, does not confirm. Not their ids, since a forged event may bear that of a real one. They are
   * refused, and nothing waits behind them. When it throws, all of them wait, as in any outage.
   */
  readonly findDenied?: (events: readonly EventEnvelope[]) => Promise<readonly EventEnvelope[]>
}

/** Carries events from the outboxes of producers to the inboxes of consumers. */
export interface EventBus {
  /** Starts relaying a producer's outbox. One relay is active for a producer, however many processes call this. */
  relay(options: { producer: string; pool: Pool }): Promise<{ stop(): Promise<void> }>
  /** Starts consuming. `group` names the consuming subgraph: each group gets each event. */
  consume(options: {
    group: string
    producers: readonly string[]
    pool: Pool
    handle: EventHandler
  }): Promise<{ stop(): Promise<void> }>
  /**
   * Resolves when everything committed so far has been applied by every group that this process runs; for
   * tests and clean shutdown.
   */
  settled(): Promise<void>
  close(): Promise<void>
}
