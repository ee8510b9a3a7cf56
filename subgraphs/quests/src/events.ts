import { isAdminActed, parseEvent, UnknownEvent } from '@waystone/events'
import { createBatchHandler, type BatchHandler, type EventEnvelope } from '@waystone/kit/outbox'
import type { Needs } from './services/needs.js'
import { recordable, recordEvents, type NewEvent } from './services/record-event.js'

/**
 * Consumes every event of the other subgraphs: each that a player caused is recorded, whether a quest counts
 * it or not.
 */
export const createEventHandler = (needs: Pick<Needs, 'catalogs'>): BatchHandler =>
  createBatchHandler(async (envelopes, tx) => {
    const caused = envelopes.filter(({ type }) => !isAdminActed(type))
    await recordEvents(needs, tx, caused.map(received))
  })

function received(envelope: EventEnvelope): NewEvent {
  const event = parseEvent(envelope)
  if (event.aggregateId !== event.data.userId)
    throw new UnknownEvent(`Expected an event of the user ${event.data.userId}, not of ${event.aggregateId}`)
  return recordable(event)
}
