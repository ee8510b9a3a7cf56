import { parseEvent } from '@waystone/events'
import type { EventEnvelope, EventHandler } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { grantReward } from './services/grant-reward.js'
import type { Needs } from './services/needs.js'
import { captureReservations } from './services/settle-reservation.js'

/** Consumes what quests grants (CURRENCY rewards) and what gacha draws (prices set aside are spent). */
export function createEventHandler(needs: Needs): EventHandler {
  const together = async (envelopes: readonly EventEnvelope[], tx: Queryable) => {
    const events = envelopes
      .filter(({ type }) => type === 'quest.reward_granted' || type === 'pull.drawn')
      .map(parseEvent)
    const drawn = events.flatMap(event => (event.type === 'pull.drawn' ? [event.data] : []))
    if (drawn.length > 0) await captureReservations(needs, tx, drawn)
    for (const event of events) if (event.type === 'quest.reward_granted') await grantReward(needs, tx, event.data)
  }
  return Object.assign(async (envelope: EventEnvelope, tx: Queryable) => await together([envelope], tx), { together })
}
