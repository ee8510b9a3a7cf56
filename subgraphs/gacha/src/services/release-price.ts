import { releaseReservation } from '@waystone/events'
import type { PullOrder } from '../domain/pull-order.js'
import { finishRelease } from '../repositories/pull.js'
import type { Needs } from './needs.js'

/**
 * Gives the price of a RELEASING order back, and ends the order. Safe to repeat: a crash before the end
 * leaves it RELEASING, and the recovery worker comes again. Users is asked for a free order as well, since
 * a process of an earlier build has reserved its price of 0, and for one in tickets, which go back where
 * the order ends.
 */
export async function releasePrice(
  needs: Needs,
  order: Pick<PullOrder, 'id' | 'userId' | 'orderName' | 'tickets'>,
): Promise<void> {
  const { id: pullId, userId } = order
  const { status } = await needs.serviceClient.call(releaseReservation, { pullId, userId })
  if (status === 'CAPTURED') throw new Error(`The price of order ${pullId} was captured, and the order was never drawn`)
  await finishRelease(needs.pool, order)
}
