import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { houseAccount } from '../domain/ledger.js'
import type { Payment, PaymentOutcome } from '../domain/payment-provider.js'
import { isRefundDue, refundReasonOf, type Purchase, type RefundReason } from '../domain/purchase.js'
import { isBanned } from '../domain/user.js'
import { transfer } from '../repositories/ledger.js'
import {
  decideRefund,
  lockPurchase,
  settlePurchase as settleInDatabase,
  sumSpentCents,
} from '../repositories/purchase.js'
import type { UserStanding } from '../repositories/user.js'
import { collectOwedOf } from './collect-owed.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { isBeyondCap } from './purchase-law.js'

/** The purchase as the payment provider sees it. */
export const paymentOf = (purchase: Purchase): Payment => ({
  id: purchase.id,
  userId: purchase.userId,
  packId: purchase.packId,
  method: purchase.paymentMethod,
  amountCents: purchase.priceCents,
  currency: purchase.priceCurrency,
  begunAt: purchase.createdAt,
})

/**
 * Ends a purchase as its payment ended, once: credited; declined; or, where it cannot be credited any more,
 * given back. One that is settled already stays as it is, and so does one whose payment is not decided.
 * @throws the provider's error when a refund fails: the refund stays due, and the next retry requests it.
 */
export async function settlePurchase(needs: Needs, purchase: Purchase, outcome: PaymentOutcome): Promise<Purchase> {
  if (outcome === 'PENDING') return purchase
  const settled = await creditOrDecide(needs, purchase, outcome)
  return isRefundDue(settled) ? await refundPurchase(needs, settled) : settled
}

/** The provider gives the money back once per id; then it is noted. A crash between the two repeats both. */
export async function refundPurchase(needs: Needs, purchase: Purchase): Promise<Purchase> {
  const { id, refundReason: reason } = purchase
  await needs.payments.refund(paymentOf(purchase))
  await settleInDatabase(needs.pool, { id, status: 'REFUNDED', at: needs.clock.now() })
  needs.logger.warn({ purchase: id, reason }, 'a purchase that could not be credited was refunded')
  return { ...purchase, status: 'REFUNDED' }
}

const creditOrDecide = (needs: Needs, { id, userId }: Purchase, outcome: 'CHARGED' | 'DECLINED'): Promise<Purchase> =>
  withTransaction(needs.pool, async tx => {
    // Every writer of a user's events holds the user's lock, so events leave in the order of their commits.
    const standing = await lockAccount(needs, tx, userId)
    const purchase = await lockPurchase(tx, id)
    if (purchase === null || standing === null) throw new Error(`The purchase ${id} has vanished`)
    const mayBeCharged = purchase.status === 'PENDING' || purchase.status === 'DECLINED'
    if (!mayBeCharged || purchase.refundReason !== null) return purchase
    const at = needs.clock.now()
    if (outcome === 'DECLINED') {
      await settleInDatabase(tx, { id, status: 'DECLINED', at })
      return { ...purchase, status: 'DECLINED' }
    }
    const reason = await reasonToRefund(needs, tx, { purchase, standing })
    if (reason === null) return await credit(needs, tx, purchase)
    await decideRefund(tx, { id, reason })
    return { ...purchase, refundReason: reason }
  })

async function reasonToRefund(
  needs: Needs,
  tx: Queryable,
  { purchase, standing }: { purchase: Purchase; standing: UserStanding },
): Promise<RefundReason | null> {
  const { clock, payments, settings } = needs
  // Those that are pending are not counted: of two that do not both fit, the first to be paid is credited.
  const spentCents = await sumSpentCents(tx, purchase.userId, { month: purchase.month, statuses: ['COMPLETED'] })
  const reason = refundReasonOf(purchase, {
    isPrepaid: payments.isPrepaid(purchase.paymentMethod),
    isBanned: isBanned(standing, clock.now()),
    spentCents,
    limitCents: settings.spendLimitCentsMonthly,
  })
  if (reason !== null || payments.isPrepaid(purchase.paymentMethod)) return reason
  return (await isBeyondCap(needs, tx, { purchase, zone: standing.zone })) ? 'SPEND_LIMIT' : null
}

async function credit(needs: Needs, tx: Queryable, purchase: Purchase): Promise<Purchase> {
  const { id, userId, currency, amount, packId } = purchase
  const at = needs.clock.now()
  await settleInDatabase(tx, { id, status: 'COMPLETED', at })
  await transfer(tx, {
    id: randomUUID(),
    reason: 'PURCHASE',
    reference: id,
    leg: 0,
    currency,
    amount,
    paid: amount,
    at,
    from: houseAccount('PURCHASES', userId),
    to: { kind: 'WALLET', userId },
  })
  await collectOwedOf(needs, tx, { userId, currency })
  await appendEvents(tx, [
    newEvent('purchase.completed', {
      id: randomUUID(),
      occurredAt: at,
      data: { userId, purchaseId: id, packId, currency, amount },
    }),
  ])
  return { ...purchase, status: 'COMPLETED' }
}
