import type { Currency } from './ledger.js'

export type PurchaseStatus = 'PENDING' | 'COMPLETED' | 'DECLINED' | 'REFUNDED'

/** Why money that was taken is given back instead of being credited. */
export type RefundReason = 'ACCOUNT_BANNED' | 'SPEND_LIMIT' | 'CHARGED_LATE'

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

const IDEMPOTENCY_KEY = /^[\w.:-]{1,128}$/

export const isIdempotencyKey = (key: string): boolean => IDEMPOTENCY_KEY.test(key)

/** A key stands for one intent: the same pack, paid the same way. */
export const isSameIntent = (
  purchase: Pick<Purchase, 'packId' | 'paymentMethod'>,
  intent: { packId: string; paymentMethod: string },
): boolean => purchase.packId === intent.packId && purchase.paymentMethod === intent.paymentMethod

/** Why a purchase cannot be credited though its payment was taken; null when it can. */
export function refundReasonOf(
  purchase: Pick<Purchase, 'status' | 'priceCents'>,
  circumstances: { isBanned: boolean; spentCents: number; limitCents: number },
): RefundReason | null {
  const { isBanned, spentCents, limitCents } = circumstances
  if (purchase.status === 'DECLINED') return 'CHARGED_LATE'
  if (isBanned) return 'ACCOUNT_BANNED'
  return spentCents + purchase.priceCents > limitCents ? 'SPEND_LIMIT' : null
}

/** Whether the provider still has to give money back. */
export const isRefundDue = ({ status, refundReason }: Pick<Purchase, 'status' | 'refundReason'>): boolean =>
  refundReason !== null && status !== 'REFUNDED'

/** A purchase that was declined stays so for whoever asks, also when money that came late had to be given back. */
export const isShownAsDeclined = ({ status, refundReason }: Pick<Purchase, 'status' | 'refundReason'>): boolean =>
  status === 'DECLINED' || refundReason === 'CHARGED_LATE'
