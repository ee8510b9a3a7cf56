import type { Queryable } from '../postgres/index.js'
import type { EventEnvelope, EventHandler } from './event-bus.js'
import { ProducerSilent, textOf } from './failures.js'
import { insertRefusedEvents } from './refused-events.js'

type FindDenied = NonNullable<EventHandler['findDenied']>

/** Has a handler ask the producer before it applies anything. */
export const withCheck = <Handler extends EventHandler>(handle: Handler, findDenied: FindDenied): Handler =>
  Object.assign(handle, { findDenied })

/**
 * Returns the events that their producer denies; the rest are confirmed, or need no confirmation.
 * @throws ProducerSilent when the producer does not answer, for any reason.
 */
export async function findDeniedEvents(
  handle: EventHandler,
  { producer, events }: { producer: string; events: readonly EventEnvelope[] },
): Promise<readonly EventEnvelope[]> {
  if (handle.findDenied === undefined || events.length === 0) return []
  try {
    return await handle.findDenied(events)
  } catch (error) {
    throw new ProducerSilent(`${producer} does not say whether it knows its events, which wait: ${textOf(error)}`, {
      cause: error,
    })
  }
}

/** Keeps denied events apart: not as dead letters, since an event waits behind those. */
export const insertDeniedEvents = (tx: Queryable, producer: string, events: readonly EventEnvelope[]): Promise<void> =>
  insertRefusedEvents(
    tx,
    producer,
    events.map(event => ({ stream: '', text: JSON.stringify(event), proof: null, reason: 'denied' as const })),
  )
