import { isAdminActed, parseEvent, type AdminActed, type EventOf, type EventType } from '@waystone/events'
import { createBatchHandler, type BatchHandler } from '@waystone/kit/outbox'
import { grantMail, payOutBanner } from './services/credit-rewards.js'
import { grantReward } from './services/grant-reward.js'
import type { Needs } from './services/needs.js'
import { payFromTreasury } from './services/pay-from-treasury.js'
import { keepAdminAction } from './services/record-admin-action.js'
import { captureReservations, type DoneReservation } from './services/settle-reservation.js'

const consumed: ReadonlySet<string> = new Set<EventType>([
  'quest.reward_granted',
  'mail.claimed',
  'banner.paid_out',
  'pull.drawn',
  'guild.founded',
  'guild.deposited',
  'guild.paid_out',
])

/**
 * Consumes what quests, mails and ends of banners grant (CURRENCY rewards), the ends of reservations (pulls, guilds,
 * deposits), what treasuries pay out, and what administrators do in any other subgraph.
 */
export const createEventHandler = (needs: Needs): BatchHandler =>
  createBatchHandler(async (envelopes, tx) => {
    const events = envelopes.filter(({ type }) => consumed.has(type) || isAdminActed(type)).map(parseEvent)
    const done = events.flatMap(reservedFor)
    if (done.length > 0) await captureReservations(needs, tx, done)
    for (const event of events) {
      if (event.type === 'quest.reward_granted') await grantReward(needs, tx, event.data)
      if (event.type === 'mail.claimed') await grantMail(needs, tx, event.data)
      if (event.type === 'banner.paid_out') await payOutBanner(needs, tx, event.data)
      if (event.type === 'guild.paid_out') await payFromTreasury(needs, tx, event.data)
      if (isOfAdmin(event)) await keepAdminAction(tx, { data: event.data, at: new Date(event.occurredAt) })
    }
  })

const isOfAdmin = (event: EventOf<EventType>): event is EventOf<AdminActed> => isAdminActed(event.type)

/** The reservation that an event captures, if it does. */
function reservedFor({ type, data }: EventOf<EventType>): readonly DoneReservation[] {
  if (type === 'pull.drawn') {
    const { pullId: id, userId, currency, cost } = data
    return [{ id, purpose: 'PULL', guildId: null, userId, currency, isFree: cost === 0 }]
  }
  if (type === 'guild.founded') {
    const { guildId, userId } = data
    return [{ id: guildId, purpose: 'GUILD_FOUNDING', guildId, userId, currency: 'GOLD' }]
  }
  if (type === 'guild.deposited') {
    const { movementId: id, guildId, userId } = data
    return [{ id, purpose: 'GUILD_DEPOSIT', guildId, userId, currency: 'GOLD' }]
  }
  return []
}
