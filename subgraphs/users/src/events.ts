import { isAdminActed, parseEvent, type EventOf, type EventType } from '@waystone/events'
import { createBatchHandler, type BatchHandler } from '@waystone/kit/outbox'
import { grantMail } from './services/grant-mail.js'
import { grantReward } from './services/grant-reward.js'
import type { Needs } from './services/needs.js'
import { keepAdminAction } from './services/record-admin-action.js'
import { captureReservations } from './services/settle-reservation.js'

const consumed: ReadonlySet<string> = new Set<EventType>(['quest.reward_granted', 'mail.claimed', 'pull.drawn'])

/**
 * Consumes what quests and mails grant (CURRENCY rewards), what gacha draws (prices set aside are spent) and what
 * administrators do in other subgraphs.
 */
export const createEventHandler = (needs: Needs): BatchHandler =>
  createBatchHandler(async (envelopes, tx) => {
    const events = envelopes.filter(({ type }) => consumed.has(type) || isAdminActed(type)).map(parseEvent)
    const drawn = events.flatMap(event => (event.type === 'pull.drawn' ? [event.data] : []))
    if (drawn.length > 0) await captureReservations(needs, tx, drawn)
    for (const event of events) {
      if (event.type === 'quest.reward_granted') await grantReward(needs, tx, event.data)
      if (event.type === 'mail.claimed') await grantMail(needs, tx, event.data)
      if (isOfAdministrator(event)) await keepAdminAction(tx, { data: event.data, at: new Date(event.occurredAt) })
    }
  })

type ByAdministrator = Extract<EventOf<EventType>, { type: `${string}.admin_acted` }>

const isOfAdministrator = (event: EventOf<EventType>): event is ByAdministrator => isAdminActed(event.type)
