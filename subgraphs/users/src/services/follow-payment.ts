import { withTransaction } from '@waystone/kit/postgres'
import type { PaymentNotice } from '../domain/payment-notice.js'
import { isCredited, type Purchase } from '../domain/purchase.js'
import { dueOf, type Reversal } from '../domain/reversal.js'
import { advanceRevision, findPayment, findPurchaseIdOf, isNoticeTaken, noteNotice } from '../repositories/payment.js'
import { findReversal } from '../repositories/purchase-reversal.js'
import { findPurchase, lockPurchase, markTakenBack } from '../repositories/purchase.js'
import { moveReversal } from './collect-owed.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { paymentOf, settlePurchase } from './settle-purchase.js'

const ATTEMPTS_MAX = 5

/**
 * Acts on an event of a payment provider, once per event id. The event is only a hint: the payment is read at
 * the provider, so events may come twice, late and in any order. It is noted last: after a crash the provider
 * sends it again.
 */
export async function takePaymentNotice(needs: Needs, notice: PaymentNotice): Promise<void> {
  const { pool, clock } = needs
  if (await isNoticeTaken(pool, notice)) return
  const purchaseId =
    notice.reference === null ? null : await findPurchaseIdOf(pool, { ...notice, reference: notice.reference })
  if (purchaseId !== null) await followPayment(needs, purchaseId)
  await noteNotice(pool, { ...notice, purchaseId, at: clock.now() })
}

/** The same for providers that are asked for their events. One that cannot be acted on now holds no other back. */
export async function takeListedNotices(needs: Needs): Promise<void> {
  const failures: unknown[] = []
  for (const list of needs.noticeLists)
    for (const notice of await list())
      await takePaymentNotice(needs, notice).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/**
 * The text that the player's client needs to confirm the payment of a purchase; null when there is nothing to
 * confirm.
 */
export const confirmationOf = async ({ payments }: Needs, purchase: Purchase): Promise<string | null> =>
  purchase.status === 'PENDING' && purchase.refundReason === null
    ? await payments.confirmationOf(paymentOf(purchase))
    : null

/**
 * Brings a purchase to where its payment stands: settled as it ended, reversed as far as the buyer has the
 * money back.
 */
export async function followPayment(needs: Needs, purchaseId: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const revision = (await findPayment(needs.pool, purchaseId))?.revision ?? null
    const purchase = await findPurchase(needs.pool, purchaseId)
    if (purchase === null) return
    const { outcome, takenBackCents } = await needs.payments.inspect(paymentOf(purchase))
    const settled = await settlePurchase(needs, purchase, outcome)
    if (!isCredited(settled)) return
    if (await reverse(needs, settled, { revision, takenBackCents })) return
  }
  throw new Error(`The purchase ${purchaseId} changed ${ATTEMPTS_MAX} times while its payment was read`)
}

/**
 * Reverses a credited purchase as far as its buyer was refunded; an excess reversal is credited again.
 * @returns false after a concurrent change, which may be newer than the provider's answer.
 */
const reverse = (
  needs: Needs,
  { id, userId, currency }: Purchase,
  read: { revision: number | null; takenBackCents: number },
): Promise<boolean> =>
  withTransaction(needs.pool, async tx => {
    await lockAccount(needs, tx, userId)
    const purchase = await lockPurchase(tx, id)
    if (purchase === null) throw new Error(`The purchase ${id} has vanished`)
    // The test provider notes no payment and never takes a refund back, so each of its answers is the newest.
    const isNewest =
      read.revision === null
        ? (await findPayment(tx, id)) === null
        : await advanceRevision(tx, { purchaseId: id, revision: read.revision })
    const before: Reversal = (await findReversal(tx, id)) ?? {
      purchaseId: id,
      userId,
      currency,
      takenBackCents: 0,
      due: 0,
      recovered: 0,
      legs: 0,
    }
    const { takenBackCents } = read
    // Also where another was applied meanwhile: it says the same.
    if (before.takenBackCents === takenBackCents) return true
    if (!isNewest) return false
    const due = dueOf(purchase, takenBackCents)
    const after = await moveReversal(needs, tx, { ...before, takenBackCents, due })
    await markTakenBack(tx, { id, isTakenBack: takenBackCents >= purchase.priceCents })
    const { recovered } = after
    needs.logger.warn({ purchase: id, takenBackCents, due, recovered }, 'a payment was taken back or given again')
    return true
  })
