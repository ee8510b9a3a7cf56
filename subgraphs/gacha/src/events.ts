import { parseEvent, type EventType } from '@waystone/events'
import { createBatchHandler, type BatchHandler } from '@waystone/kit/outbox'
import { settlePulls } from './repositories/pull.js'
import { eraseUser } from './services/erase-user.js'
import { giveItem } from './services/give-item.js'
import { grantItems, grantMailItems } from './services/grant-items.js'
import type { Needs } from './services/needs.js'

const consumed: ReadonlySet<string> = new Set<EventType>([
  'quest.reward_granted',
  'mail.claimed',
  'reservation.captured',
  'user.deleted',
  'item.picked_up',
])

/**
 * Consumes what quests and mails grant, what users captures, what characters pick up and that accounts are deleted; it
 * emits `pull.drawn` (services/finish-pull.ts).
 */
export const createEventHandler = (needs: Pick<Needs, 'logger' | 'clock'>): BatchHandler =>
  createBatchHandler(async (envelopes, tx) => {
    const events = envelopes.filter(({ type }) => consumed.has(type)).map(parseEvent)
    const captured = events.flatMap(event => (event.type === 'reservation.captured' ? [event.data.pullId] : []))
    if (captured.length > 0) await settlePulls(tx, captured)
    for (const event of events) {
      if (event.type === 'quest.reward_granted') await grantItems(needs, tx, event.data)
      if (event.type === 'mail.claimed') await grantMailItems(needs, tx, event.data)
      if (event.type === 'item.picked_up') await giveItem(needs, tx, event)
      if (event.type === 'user.deleted') await eraseUser(needs, tx, event.data.userId)
    }
  })
