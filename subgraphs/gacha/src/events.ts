import { parseEvent } from '@waystone/events'
import { createBatchHandler, type BatchHandler } from '@waystone/kit/outbox'
import { grantItems } from './services/grant-items.js'
import type { Needs } from './services/needs.js'

/** Consumes what quests grants and what users captures; it emits `pull.drawn` (services/finish-pull.ts). */
export const createEventHandler = (needs: Pick<Needs, 'inventory' | 'pulls' | 'logger' | 'clock'>): BatchHandler =>
  createBatchHandler(async (envelopes, tx) => {
    const events = envelopes
      .filter(({ type }) => type === 'quest.reward_granted' || type === 'reservation.captured')
      .map(parseEvent)
    const captured = events.flatMap(event => (event.type === 'reservation.captured' ? [event.data.pullId] : []))
    if (captured.length > 0) await needs.pulls.settle(tx, captured)
    for (const event of events) if (event.type === 'quest.reward_granted') await grantItems(needs, tx, event.data)
  })
