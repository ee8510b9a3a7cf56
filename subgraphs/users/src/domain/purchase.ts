import type { Currency } from './ledger.js'

export type PurchaseStatus = 'PENDING' | 'COMPLETED' | 'DECLINED' | 'REFUNDED'

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
  readonly createdAt: Date
}

const IDEMPOTENCY_KEY = /^[\w.:-]{1,128}$/

export const isIdempotencyKey = (key: string): boolean => IDEMPOTENCY_KEY.test(key)

/** A key stands for one intent: the same pack, paid the same way. */
export const isSameIntent = (
  purchase: Pick<Purchase, 'packId' | 'paymentMethod'>,
  intent: { packId: string; paymentMethod: string },
): boolean => purchase.packId === intent.packId && purchase.paymentMethod === intent.paymentMethod
