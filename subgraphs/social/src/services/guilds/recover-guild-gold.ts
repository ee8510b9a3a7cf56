import { RequestFault } from '@waystone/kit/errors'
import { RECOVER_AFTER_MS, type Founding, type TreasuryMovement } from '../../domain/guild.js'
import { claimUnfinishedFoundings } from '../../repositories/founding.js'
import { claimUnfinishedDeposits } from '../../repositories/treasury-movement.js'
import type { Needs } from '../needs.js'
import { finishDeposit } from './deposit.js'
import { finishFounding } from './found-guild.js'
import { releaseDeposit, releaseFounding } from './release-gold.js'

/** Orders of each kind that one run takes; the next run follows in seconds. */
const BATCH_MAX = 20

/**
 * One run of the recovery job: finishes each founding and deposit that its request has not finished in time. Any
 * number of processes may run it; the orders of a crashed one are left to a later run.
 * @returns how many orders it took
 */
export async function recoverGuildGold(needs: Needs): Promise<number> {
  const claim = { now: needs.clock.now(), limit: BATCH_MAX, backoffMs: RECOVER_AFTER_MS }
  const foundings = await claimUnfinishedFoundings(needs.pool, claim)
  const deposits = await claimUnfinishedDeposits(needs.pool, claim)
  const work = [
    ...foundings.map(order => ({ id: order.guild.id, run: () => recoverFounding(needs, order) })),
    ...deposits.map(order => ({ id: order.id, run: () => recoverDeposit(needs, order) })),
  ]
  const results = await Promise.allSettled(work.map(({ run }) => run()))
  for (const [index, result] of results.entries()) {
    if (result.status === 'rejected')
      needs.logger.warn(
        { err: result.reason, orderId: work[index]?.id },
        'gold for a guild could not be settled, it is tried again',
      )
  }
  return work.length
}

const recoverFounding = (needs: Needs, order: Founding) =>
  order.status === 'RELEASING'
    ? releaseFounding(needs, order)
    : finished(finishFounding(needs, { id: order.guild.id, founderId: order.founderId, name: order.guild.name }))

const recoverDeposit = (needs: Needs, order: TreasuryMovement) =>
  order.status === 'RELEASING' ? releaseDeposit(needs, order) : finished(finishDeposit(needs, order))

/** The order of a banned user has ended, refused. */
async function finished(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof RequestFault && error.code === 'FORBIDDEN')) throw error
  })
}
