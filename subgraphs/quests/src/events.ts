import { parseEvent, UnknownEvent } from '@waystone/events'
import type { EventHandler } from '@waystone/kit/outbox'
import type { Needs } from './services/needs.js'
import { recordable, recordEvent } from './services/record-event.js'

/** Consumes every event of the other subgraphs: each is recorded, whether a quest counts it or not. */
export const createEventHandler =
  (needs: Pick<Needs, 'catalogs'>): EventHandler =>
  async (envelope, tx) => {
    const event = parseEvent(envelope)
    if (event.aggregateId !== event.data.userId)
      throw new UnknownEvent(`Expected an event of the user ${event.data.userId}, not of ${event.aggregateId}`)
    await recordEvent(needs, tx, recordable(event))
  }
