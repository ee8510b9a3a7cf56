import { isAdminActed, parseEvent, type AdminActed, type EventOf, type EventType } from '@waystone/events'
import { createBatchHandler, type BatchHandler } from '@waystone/kit/outbox'
import { grantReward } from './services/grant-reward.js'
import type { Needs } from './services/needs.js'
import { keepAdminAction } from './services/record-admin-action.js'
import { captureReservations } from './services/settle-reservation.js'

/**
 * Consumes what quests grants (CURRENCY rewards), what gacha draws (prices set aside are spent) and what
 * administrators do in any other subgraph.
 */
export const createEventHandler = (needs: Needs): BatchHandler =>
  createBatchHandler(async (envelopes, tx) => {
    const events = envelopes
      .filter(({ type }) => type === 'quest.reward_granted' || type === 'pull.drawn' || isAdminActed(type))
      .map(parseEvent)
    const drawn = events.flatMap(event => (event.type === 'pull.drawn' ? [event.data] : []))
    if (drawn.length > 0) await captureReservations(needs, tx, drawn)
    for (const event of events) {
      if (event.type === 'quest.reward_granted') await grantReward(needs, tx, event.data)
      if (isOfAdmin(event)) await keepAdminAction(tx, { data: event.data, at: new Date(event.occurredAt) })
    }
  })

const isOfAdmin = (event: EventOf<EventType>): event is EventOf<AdminActed> => isAdminActed(event.type)
