import type { InputProblem } from '@waystone/kit/errors'
import { withTransaction } from '@waystone/kit/postgres'
import { keptText, problemOfText, REASON_LENGTH } from '../domain/operator-input.js'
import { recheckOf, type Purchase } from '../domain/purchase.js'
import { invalidInput, purchaseNotFound } from '../errors.js'
import { completeRefund, findOpenRefunds, insertRefund, postponeRefund } from '../repositories/purchase-refund.js'
import { findPurchase, lockPurchase } from '../repositories/purchase.js'
import { lockAccount } from './ensure-account.js'
import { followPayment } from './follow-payment.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'
import { paymentOf } from './settle-purchase.js'

const REFUNDS_PER_RUN_MAX = 100
/** The request that asks for the refund carries it out itself: recovery leaves it that long. */
const CARRIED_OUT_WITHIN_MS = 60_000

interface Asked {
  readonly purchaseId: string | null
  readonly reason: string
  /** The administrator. */
  readonly actor: string
}

/**
 * Has the provider give the money of a credited purchase back; then the purchase follows the payment, as it does
 * after a refund that was made at the provider (docs/decisions/051). The wish is committed first, together with
 * the action: recovery carries out what a crash or a provider that is away has left.
 * @throws the provider's error; the refund stays due then
 */
export async function refundPurchase(needs: Needs, asked: Asked) {
  const problem = problemOfText('reason', asked.reason, REASON_LENGTH)
  if (problem !== null) return invalidInput(problem)
  const purchase = asked.purchaseId === null ? null : await findPurchase(needs.pool, asked.purchaseId)
  if (purchase === null) return purchaseNotFound()
  const decided = await decide(needs, purchase, asked)
  if ('__typename' in decided) return decided
  return decided.status === 'COMPLETED' ? await carryOut(needs, decided) : decided
}

/** Carries out refunds that are not done yet. One that fails is tried later, and holds no other back. */
export async function recoverRefunds(needs: Needs): Promise<void> {
  const now = needs.clock.now()
  for (const { purchaseId, requestedAt } of await findOpenRefunds(needs.pool, { now, limit: REFUNDS_PER_RUN_MAX })) {
    try {
      const purchase = await findPurchase(needs.pool, purchaseId)
      if (purchase !== null) await carryOut(needs, purchase)
    } catch (error) {
      needs.logger.error({ err: error, purchase: purchaseId }, 'a purchase could not be refunded, it is tried again')
      await postponeRefund(needs.pool, { purchaseId, until: recheckOf({ createdAt: requestedAt }, now) })
    }
  }
}

/** @returns the purchase as it stands: one that is refunded already, or going to be, stays as it is. */
const decide = (needs: Needs, { id, userId }: Purchase, { reason, actor }: Asked) =>
  withTransaction(needs.pool, async tx => {
    await lockAccount(needs, tx, userId)
    const purchase = await lockPurchase(tx, id)
    if (purchase === null) throw new Error(`The purchase ${id} has vanished`)
    if (purchase.refundReason !== null) return purchase
    const problem = problemOfRefund(needs, purchase)
    if (problem !== null) return invalidInput(problem)
    const at = needs.clock.now()
    const recheckAt = new Date(at.getTime() + CARRIED_OUT_WITHIN_MS)
    if (await insertRefund(tx, { purchaseId: id, at, recheckAt })) {
      const data = { purchaseId: id, priceCents: purchase.priceCents, priceCurrency: purchase.priceCurrency }
      await recordAdminAction(tx, { at, actor, action: 'PURCHASE_REFUNDED', userId, reason: keptText(reason), data })
    }
    return purchase
  })

function problemOfRefund({ payments }: Needs, { status, paymentMethod }: Purchase): InputProblem | null {
  const field = 'purchaseId'
  if (status !== 'COMPLETED') return { field, message: 'Only a completed purchase can be refunded' }
  if (payments.isPrepaid(paymentMethod))
    return { field, message: 'Only the shop that has sold it can give its money back', rule: 'ELSEWHERE' }
  return payments.refusalOf(paymentMethod) === null
    ? null
    : { field, message: 'The payment provider of this purchase is not set up any more' }
}

/** Each step may be repeated: the provider refunds once per id, and what was followed before changes nothing. */
async function carryOut(needs: Needs, purchase: Purchase): Promise<Purchase> {
  const { id: purchaseId } = purchase
  await needs.payments.refund(paymentOf(purchase))
  await followPayment(needs, purchaseId)
  await completeRefund(needs.pool, { purchaseId, at: needs.clock.now() })
  return (await findPurchase(needs.pool, purchaseId)) ?? purchase
}
