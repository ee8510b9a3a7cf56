import * as z from 'zod'
import { releaseReservation, reservePrice } from './reservation-calls.js'
import { positiveAmount } from './shared.js'

const guildGold = z.object({
  /** Of the guild that is founded, or of the deposit. */
  id: z.uuid(),
  purpose: z.enum(['GUILD_FOUNDING', 'GUILD_DEPOSIT']),
  guildId: z.uuid(),
  userId: z.uuid(),
})

/** social → users: sets gold for a guild aside. Repeating it with the same id returns the first answer. */
export const reserveGuildGold = {
  service: 'users',
  operation: 'reserve-guild-gold',
  callers: ['social'],
  input: guildGold.extend({ amount: positiveAmount }),
  /** As of reservePrice. */
  output: reservePrice.output,
}

/** social → users: gives gold that was set aside back, or bars its reservation from taking hold later. */
export const releaseGuildGold = {
  service: 'users',
  operation: 'release-guild-gold',
  callers: ['social'],
  input: guildGold,
  output: releaseReservation.output,
}
