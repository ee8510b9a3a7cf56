import type { Currency } from './ledger.js'

export type PurchaseStatus = 'PENDING' | 'COMPLETED' | 'DECLINED' | 'REFUNDED'

/**
 * Why money that was taken is given back instead of being credited. TAKEN_BACK: the buyer has it back after
 * the credit.
 */
export type RefundReason = 'ACCOUNT_BANNED' | 'SPEND_LIMIT' | 'CHARGED_LATE' | 'TAKEN_BACK'

export interface Purchase {
  readonly id: string
  readonly userId: string
  readonly idempotencyKey: string
  readonly packId: string
  readonly paymentMethod: string
  readonly currency: Currency
  readonly amount: number
  readonly priceCents: number
  readonly priceCurrency: string
  readonly status: PurchaseStatus
  /** Once there is one, the purchase ends as REFUNDED and in no other way. */
  readonly refundReason: RefundReason | null
  readonly createdAt: Date
  /** The calendar month that the spend limit counts it for, as 2026-11. */
  readonly month: string
}

/** The purchases that are asked for; null asks for all. */
export interface PurchaseFilter {
  readonly userId: string | null
  readonly status: PurchaseStatus | null
}

const RECHECK_MIN_MS = 10_000
const RECHECK_MAX_MS = 3_600_000

/** When to look again at a payment that is not decided: the older it is, the later, between 10 s and an hour. */
export const recheckOf = ({ createdAt }: Pick<Purchase, 'createdAt'>, now: Date): Date => {
  const waitMs = Math.max(RECHECK_MIN_MS, (now.getTime() - createdAt.getTime()) / 4)
  return new Date(now.getTime() + Math.min(waitMs, RECHECK_MAX_MS))
}

export const IDEMPOTENCY_KEY_LENGTH = { min: 1, max: 128 } as const
const { min, max } = IDEMPOTENCY_KEY_LENGTH
const IDEMPOTENCY_KEY = new RegExp(String.raw`^[\w.:-]{${min},${max}}$`)

export const isIdempotencyKey = (key: string): boolean => IDEMPOTENCY_KEY.test(key)

/** A key stands for one intent: the same pack, paid the same way. */
export const isSameIntent = (
  purchase: Pick<Purchase, 'packId' | 'paymentMethod'>,
  intent: { packId: string; paymentMethod: string },
): boolean => purchase.packId === intent.packId && purchase.paymentMethod === intent.paymentMethod

/**
 * Why a purchase cannot be credited though its payment was taken; null when it can.
 * @param circumstances.isPrepaid a shop sold it, and only the shop can give the money back.
 */
export function refundReasonOf(
  purchase: Pick<Purchase, 'status' | 'priceCents'>,
  circumstances: { isPrepaid: boolean; isBanned: boolean; spentCents: number; limitCents: number },
): RefundReason | null {
  const { isPrepaid, isBanned, spentCents, limitCents } = circumstances
  if (isPrepaid) return null
  if (purchase.status === 'DECLINED') return 'CHARGED_LATE'
  if (isBanned) return 'ACCOUNT_BANNED'
  return spentCents + purchase.priceCents > limitCents ? 'SPEND_LIMIT' : null
}

/** Returns whether the purchase was ever credited, also when the credit was taken back later. */
export const isCredited = ({ status, refundReason }: Pick<Purchase, 'status' | 'refundReason'>): boolean =>
  status === 'COMPLETED' || refundReason === 'TAKEN_BACK'

/** Returns whether the provider still has to refund the purchase. */
export const isRefundDue = ({ status, refundReason }: Pick<Purchase, 'status' | 'refundReason'>): boolean =>
  refundReason !== null && status !== 'REFUNDED'

/** Returns whether clients see the purchase as declined, also after the refund of a late payment. */
export const isShownAsDeclined = ({ status, refundReason }: Pick<Purchase, 'status' | 'refundReason'>): boolean =>
  status === 'DECLINED' || refundReason === 'CHARGED_LATE'
