import { RequestFault } from '@waystone/kit/errors'
import { isOpen } from '../domain/banner-definition.js'
import type { PullOrder } from '../domain/pull-order.js'
import { claimUnfinishedPulls, findPull, startRelease } from '../repositories/pull.js'
import { finishPull } from './finish-pull.js'
import type { Needs } from './needs.js'
import { RECOVER_AFTER_MS } from './pull-banner.js'
import { releasePrice } from './release-price.js'

/** Orders that one run takes; the next run follows in seconds. */
const BATCH_MAX = 20

/**
 * One run of the recovery worker: finishes each order that its request has not finished in time. Any number
 * of workers may run; the orders of a crashed worker are left to a later run.
 * @returns how many orders it took
 */
export async function recoverPulls(needs: Needs): Promise<number> {
  const orders = await claimUnfinishedPulls(needs.pool, {
    now: needs.clock.now(),
    limit: BATCH_MAX,
    backoffMs: RECOVER_AFTER_MS,
  })
  const results = await Promise.allSettled(orders.map(order => recoverPull(needs, order)))
  for (const [index, result] of results.entries()) {
    if (result.status === 'rejected')
      needs.logger.warn(
        { err: result.reason, pullId: orders[index]?.id },
        'a pull could not be finished, it is tried again',
      )
  }
  return orders.length
}

/**
 * Finishes an overdue order: it is completed while its banner is open; once the banner has closed, an order
 * that has not been drawn is abandoned (docs/decisions/011-pull-recovery.md).
 */
async function recoverPull(needs: Needs, order: PullOrder): Promise<void> {
  const banner = await needs.catalog.version(order.bannerId, order.bannerVersion)
  if (order.status === 'RESERVING' && isOpen(banner.definition, needs.clock.now())) {
    await finishPull(needs, order).catch((error: unknown) => {
      // The order of a banned user has ended, refused.
      if (!(error instanceof RequestFault && error.code === 'FORBIDDEN')) throw error
    })
    return
  }
  await releasePull(needs, order)
}

/**
 * First barred from being drawn, then given back: a crash between the two leaves it RELEASING, and the worker
 * comes again.
 */
async function releasePull(needs: Needs, order: PullOrder): Promise<void> {
  await startRelease(needs.pool, order.id)
  const now = await findPull(needs.pool, order.id)
  if (now?.status !== 'RELEASING') return
  await releasePrice(needs, order)
}
