import type { Currency } from './ledger.js'

/** How far a credited purchase has been reversed, since its buyer has money back. */
export interface Reversal {
  readonly purchaseId: string
  readonly userId: string
  readonly currency: Currency
  readonly takenBackCents: number
  /** How much currency the wallet has to give for it. */
  readonly due: number
  /** How much of it the wallet has given. */
  readonly recovered: number
  /** How many transfers have been booked. */
  readonly legs: number
}

/**
 * The paid part of an amount that a reversal returns. Reversals take paid currency first, and give back in the opposite
 * order, so that all that was taken comes back as it was.
 * @param takenFree how much free currency the reversal has taken and not returned
 */
export const returnedPaid = (amount: number, takenFree: number): number => Math.max(0, amount - takenFree)

/** The part of the purchased currency that the money stands for which the buyer has back, rounded down. */
export const dueOf = (purchase: { amount: number; priceCents: number }, takenBackCents: number): number =>
  Math.floor((purchase.amount * Math.min(takenBackCents, purchase.priceCents)) / purchase.priceCents)

/**
 * The amount that moves between wallet and house so that as much as possible of what is due is recovered.
 * @returns a positive amount leaves the wallet, a negative one returns to it; no wallet goes below zero.
 */
export const movementOf = ({ due, recovered }: Pick<Reversal, 'due' | 'recovered'>, balance: number): number =>
  due > recovered ? Math.min(due - recovered, balance) : due - recovered
