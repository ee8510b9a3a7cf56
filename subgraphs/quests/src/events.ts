import { parseEvent, UnknownEvent } from '@waystone/events'
import type { EventEnvelope, EventHandler } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { Needs } from './services/needs.js'
import { recordable, recordEvents, type NewEvent } from './services/record-event.js'

/** Consumes every event of the other subgraphs: each is recorded, whether a quest counts it or not. */
export function createEventHandler(needs: Pick<Needs, 'catalogs'>): EventHandler {
  const together = async (envelopes: readonly EventEnvelope[], tx: Queryable) =>
    await recordEvents(needs, tx, envelopes.map(received))
  return Object.assign(async (envelope: EventEnvelope, tx: Queryable) => await together([envelope], tx), { together })
}

function received(envelope: EventEnvelope): NewEvent {
  const event = parseEvent(envelope)
  if (event.aggregateId !== event.data.userId)
    throw new UnknownEvent(`Expected an event of the user ${event.data.userId}, not of ${event.aggregateId}`)
  return recordable(event)
}
