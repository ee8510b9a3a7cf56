import * as z from 'zod'
import { bar } from './law-calls.js'
import { currency } from './shared.js'

const PRICES_MAX = 8
const price = {
  currency,
  amount: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  /** The part of the balance that pays alone; both do where it is left out. */
  kind: z.enum(['FREE', 'PAID']).optional(),
}

/** gacha → users: sets the price of a pull aside. Repeating it with the same pull id returns the first answer. */
export const reservePrice = {
  service: 'users',
  operation: 'reserve-price',
  callers: ['gacha'],
  input: z.object({
    pullId: z.uuid(),
    userId: z.uuid(),
    ...price,
    /** Taken where the wallet cannot pay the price: the first one that it can. */
    others: z
      .array(z.object(price))
      .max(PRICES_MAX - 1)
      .optional(),
    /** True if the order names the odds that its player was shown. */
    isOddsNamed: z.boolean().optional(),
  }),
  /**
   * RELEASED: the pull was given up before; nothing is set aside and nothing ever will be. REFUSED: the law
   * forbids it, where there is a `bar`; else the wallet has too little, or, where it has enough, its user is banned;
   * `available` is what the wallet holds of the price's kind. `price` is the one of several that was taken,
   * or the last, which was refused; left out where there is one.
   */
  output: z.discriminatedUnion('status', [
    z.object({ status: z.literal('RESERVED'), price: z.object(price).optional() }),
    z.object({
      status: z.literal('REFUSED'),
      available: z.number().int(),
      price: z.object(price).optional(),
      bar: bar.optional(),
    }),
    z.object({ status: z.literal('RELEASED') }),
  ]),
}

/**
 * gacha → users: gives a pull's price back. It also bars a reservation that is still under way from taking
 * hold later.
 */
export const releaseReservation = {
  service: 'users',
  operation: 'release-reservation',
  callers: ['gacha'],
  input: z.object({ pullId: z.uuid(), userId: z.uuid() }),
  output: z.object({ status: z.enum(['RELEASED', 'CAPTURED']) }),
}
