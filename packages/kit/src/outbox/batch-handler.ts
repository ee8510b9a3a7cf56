import type { EventEnvelope, EventHandler } from './event-bus.js'
import type { Queryable } from '../postgres/index.js'

type Together = NonNullable<EventHandler['together']>

/** A handler for which one event is a batch of one. */
export interface BatchHandler extends EventHandler {
  readonly together: Together
}

export const createBatchHandler = (together: Together): BatchHandler =>
  Object.assign(async (event: EventEnvelope, tx: Queryable) => await together([event], tx), { together })
