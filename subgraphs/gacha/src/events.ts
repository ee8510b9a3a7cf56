import { parseEvent } from '@waystone/events'
import type { EventEnvelope, EventHandler } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import { grantItems } from './services/grant-items.js'
import type { Needs } from './services/needs.js'

/** Consumes what quests grants and what users captures; it emits `pull.drawn` (services/finish-pull.ts). */
export function createEventHandler(needs: Pick<Needs, 'inventory' | 'pulls' | 'logger' | 'clock'>): EventHandler {
  const together = async (envelopes: readonly EventEnvelope[], tx: Queryable) => {
    const events = envelopes
      .filter(({ type }) => type === 'quest.reward_granted' || type === 'reservation.captured')
      .map(parseEvent)
    const captured = events.flatMap(event => (event.type === 'reservation.captured' ? [event.data.pullId] : []))
    if (captured.length > 0) await needs.pulls.settle(tx, captured)
    for (const event of events) if (event.type === 'quest.reward_granted') await grantItems(needs, tx, event.data)
  }
  return Object.assign(async (envelope: EventEnvelope, tx: Queryable) => await together([envelope], tx), { together })
}
