import { isRecorded, parseEvent, UnknownEvent, type EventType } from '@waystone/events'
import { createBatchHandler, type BatchHandler, type EventEnvelope } from '@waystone/kit/outbox'
import { erasePlayers } from './services/erase-player.js'
import type { Needs } from './services/needs.js'
import { recordable, recordEvents, type NewEvent } from './services/record-event.js'

/**
 * Consumes every event of the other subgraphs: each that a player caused is recorded, whether a quest counts
 * it or not. That an account is deleted is not recorded, but erases what is personal of it.
 */
export const createEventHandler = (needs: Pick<Needs, 'catalogs' | 'boards' | 'clock'>): BatchHandler =>
  createBatchHandler(async (envelopes, tx) => {
    const caused = envelopes.filter(({ type }) => isRecorded(type))
    await recordEvents(needs, tx, caused.map(received))
    // A user's last event from users: the events before it are recorded by now.
    const deleted = envelopes.filter(({ type }) => type === DELETED).map(received)
    if (deleted.length > 0)
      await erasePlayers(
        needs,
        tx,
        deleted.map(({ userId }) => userId),
      )
  })

const DELETED: EventType = 'user.deleted'

function received(envelope: EventEnvelope): NewEvent {
  const event = parseEvent(envelope)
  if (event.aggregateId !== event.data.userId)
    throw new UnknownEvent(`Expected an event of the user ${event.data.userId}, not of ${event.aggregateId}`)
  return recordable(event)
}
