import { parseEvent } from '@waystone/events'
import { createBatchHandler, type BatchHandler } from '@waystone/kit/outbox'
import { grantReward } from './services/grant-reward.js'
import type { Needs } from './services/needs.js'
import { captureReservations } from './services/settle-reservation.js'

/** Consumes what quests grants (CURRENCY rewards) and what gacha draws (prices set aside are spent). */
export const createEventHandler = (needs: Needs): BatchHandler =>
  createBatchHandler(async (envelopes, tx) => {
    const events = envelopes
      .filter(({ type }) => type === 'quest.reward_granted' || type === 'pull.drawn')
      .map(parseEvent)
    const drawn = events.flatMap(event => (event.type === 'pull.drawn' ? [event.data] : []))
    if (drawn.length > 0) await captureReservations(needs, tx, drawn)
    for (const event of events) if (event.type === 'quest.reward_granted') await grantReward(needs, tx, event.data)
  })
