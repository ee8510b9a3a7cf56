import { parseEvent } from '@waystone/events'
import type { EventHandler } from '@waystone/kit/outbox'
import { grantItems } from './services/grant-items.js'
import type { Needs } from './services/needs.js'

/** Consumes what quests grants and what users captures; it emits `pull.drawn` (services/finish-pull.ts). */
export const createEventHandler =
  (needs: Pick<Needs, 'inventory' | 'pulls' | 'logger' | 'clock'>): EventHandler =>
  async (envelope, tx) => {
    if (envelope.type !== 'quest.reward_granted' && envelope.type !== 'reservation.captured') return
    const event = parseEvent(envelope)
    if (event.type === 'quest.reward_granted') await grantItems(needs, tx, event.data)
    if (event.type === 'reservation.captured') await needs.pulls.settle(tx, event.data.pullId)
  }
