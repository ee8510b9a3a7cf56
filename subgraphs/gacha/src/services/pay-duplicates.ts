import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { CurrencyAmount, PulledItem, PullOrder } from '../domain/pull-order.js'
import { findDuplicatePayouts, saveDuplicatePayouts, type DuplicatePayout } from '../repositories/duplicate-payout.js'
import type { Needs } from './needs.js'

/**
 * Grants the currency of an order's duplicates: notes it at the pulled items, and tells users by an event for each
 * currency, which books it once. To be called in the transaction that has drawn the order, so that it happens as often
 * as the draw: once. A deleted account is paid nothing.
 */
export async function payDuplicates(
  { random, clock }: Pick<Needs, 'random' | 'clock'>,
  tx: Queryable,
  { order, items }: { order: PullOrder; items: readonly PulledItem[] },
): Promise<void> {
  const granted = items.flatMap(({ payout }, index) => (payout === null ? [] : [{ ...payout, index }]))
  if (granted.length === 0) return
  const at = clock.now()
  const sums = sumsOf(granted).map(sum => ({ ...sum, id: random.uuid() }))
  const paid = await saveDuplicatePayouts(tx, { order, granted, sums, at })
  await appendEvents(
    tx,
    paid.map(payout => newEvent('banner.paid_out', { id: payout.id, occurredAt: at, data: payoutOf(payout) })),
  )
}

/** One for each currency, in the order of their names. */
function sumsOf(granted: readonly CurrencyAmount[]): readonly CurrencyAmount[] {
  const currencies = [...new Set(granted.map(({ currency }) => currency))].toSorted()
  return currencies.map(currency => ({
    currency,
    amount: granted.reduce((sum, each) => (each.currency === currency ? sum + each.amount : sum), 0),
  }))
}

const payoutOf = ({ id, userId, bannerId, currency, amount }: DuplicatePayout) => ({
  userId,
  bannerId,
  conversionId: id,
  rewards: [{ kind: 'CURRENCY' as const, currency, amount }],
})

/** Payouts of the events with these ids, for users, from the primary, where they were committed. */
export const findPaidDuplicates = async ({ pool }: Pick<Needs, 'pool'>, eventIds: readonly string[]) =>
  (await findDuplicatePayouts(pool, eventIds)).map(payout => ({ eventId: payout.id, ...payoutOf(payout) }))
