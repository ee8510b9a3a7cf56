import { parseEvent } from '@waystone/events'
import type { EventHandler } from '@waystone/kit/outbox'
import { grantReward } from './services/grant-reward.js'
import type { Needs } from './services/needs.js'
import { captureReservation } from './services/settle-reservation.js'

/** Consumes what quests grants (CURRENCY rewards) and what gacha draws (prices set aside are spent). */
export const createEventHandler =
  (needs: Needs): EventHandler =>
  async (envelope, tx) => {
    if (envelope.type !== 'quest.reward_granted' && envelope.type !== 'pull.drawn') return
    const event = parseEvent(envelope)
    if (event.type === 'quest.reward_granted') await grantReward(needs, tx, event.data)
    if (event.type === 'pull.drawn') await captureReservation(needs, tx, event.data)
  }
