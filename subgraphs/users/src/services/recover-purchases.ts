import { isRefundDue, recheckOf, type Purchase } from '../domain/purchase.js'
import { findUnfinishedPurchases, postponeRecheck } from '../repositories/purchase.js'
import type { Needs } from './needs.js'
import { paymentOf, refundPurchase, settlePurchase } from './settle-purchase.js'

/** Longer than any charge takes. */
const ABANDONED_AFTER_MS = 60_000
const RECOVERY_BATCH = 100
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/**
 * Ends purchases whose process died: the provider says whether it charged, and bars it where it did not;
 * refunds that it has not confirmed are asked for again. One that cannot be ended now is left for the next
 * run and holds no other back; one that the provider has not decided is looked at again the later, the older
 * it is.
 * @returns how many were ended.
 */
export async function recoverPurchases(needs: Needs): Promise<number> {
  const now = needs.clock.now()
  const before = new Date(now.getTime() - ABANDONED_AFTER_MS)
  let [ended, afterId] = [0, FIRST_ID]
  for (;;) {
    const unfinished = await findUnfinishedPurchases(needs.pool, { before, now, afterId, limit: RECOVERY_BATCH })
    for (const purchase of unfinished) {
      afterId = purchase.id
      if (await conclude(needs, purchase)) ended++
    }
    if (unfinished.length < RECOVERY_BATCH) return ended
  }
}

async function conclude(needs: Needs, purchase: Purchase): Promise<boolean> {
  try {
    if (isRefundDue(purchase)) {
      await refundPurchase(needs, purchase)
      return true
    }
    const outcome = await needs.payments.conclude(paymentOf(purchase))
    if (outcome === 'PENDING') {
      await postponeRecheck(needs.pool, { id: purchase.id, until: recheckOf(purchase, needs.clock.now()) })
      return false
    }
    await settlePurchase(needs, purchase, outcome)
    return true
  } catch (error) {
    needs.logger.error({ err: error, purchase: purchase.id }, 'a purchase could not be ended, it is tried again')
    return false
  }
}
