import type { InputProblem } from '@waystone/kit/errors'
import type { Currency } from './ledger.js'

/** A correction of a wallet by an administrator. */
export interface WalletAdjustment {
  /** Also the id of its transfer. */
  readonly id: string
  readonly adminId: string
  readonly idempotencyKey: string
  readonly userId: string
  readonly currency: Currency
  /** Signed: positive adds to the wallet. */
  readonly amount: number
  readonly createdAt: Date
}

/** A slip of a digit is found before it is booked. */
export const ADJUSTMENT_MAX = 1_000_000_000

/** @param amount signed */
export function problemOfAmount(amount: number): InputProblem | null {
  const [min, max] = [-ADJUSTMENT_MAX, ADJUSTMENT_MAX]
  if (amount === 0) return { field: 'amount', message: 'An amount other than nothing, above or below zero' }
  return amount < min || amount > max
    ? { field: 'amount', message: `An amount from ${min} to ${max}`, rule: 'RANGE', min, max }
    : null
}

/** @returns null where the wallet holds enough. */
export function problemOfBalance(balance: number, amount: number): InputProblem | null {
  const min = -balance
  if (amount >= min) return null
  return { field: 'amount', message: `No less than ${min}: a wallet never goes below zero`, rule: 'RANGE', min }
}

/** A key stands for one intent: the same amount to the same wallet. */
export const isSameAdjustment = (
  known: WalletAdjustment,
  asked: Pick<WalletAdjustment, 'userId' | 'currency' | 'amount'>,
): boolean => known.userId === asked.userId && known.currency === asked.currency && known.amount === asked.amount
