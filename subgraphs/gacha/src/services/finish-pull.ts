import { newEvent, reservePrice } from '@waystone/events'
import { RequestFault, unreachable } from '@waystone/kit/errors'
import { announceRows } from '@waystone/kit/outbox'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { pull } from '../domain/draw.js'
import { wordsOf } from '../domain/fairness.js'
import type { DrawnPull, PulledItem, PullOrder } from '../domain/pull-order.js'
import { insufficientFunds, pullGivenUp, type PullRefusal } from '../errors.js'
import type { DrawBasis } from '../repositories/draw-basis-row.js'
import { lockDraw, saveDraw } from '../repositories/drawing.js'
import { findDrawnPulls } from '../repositories/drawn-pull.js'
import { findPull, finishRelease, refusePull } from '../repositories/pull.js'
import type { Needs } from './needs.js'
import { newSeed } from './new-seed.js'

/** A drawn pull; `items` are known when this very call has drawn it. */
export interface PullSuccess extends DrawnPull {
  readonly __typename: 'Pull'
  readonly items?: readonly PulledItem[]
}

export type PullAnswer = PullSuccess | PullRefusal

/**
 * Drives a RESERVING order to its end. Safe to run any number of times, at once and after any crash: setting the price
 * aside is idempotent by the order's id, and each step changes only an order that is still where the step begins.
 * @param basis what a draw can start from, if the caller has just seen it; drawing needs no transaction of
 * several statements then
 * @throws what the service client throws when users does not answer; the order stays as it is for the next one to drive
 */
export async function finishPull(needs: Needs, order: PullOrder, basis: DrawBasis | null = null): Promise<PullAnswer> {
  const { id: pullId, userId, currency, cost: amount } = order
  const reservation = await needs.serviceClient.call(reservePrice, { pullId, userId, currency, amount })
  switch (reservation.status) {
    case 'REFUSED':
      await refusePull(needs.pool, pullId, reservation.available)
      break
    case 'RELEASED':
      await finishRelease(needs.pool, pullId)
      break
    case 'RESERVED': {
      const drawn = (await drawFrom(needs, needs.pool, { order, basis })) ?? (await drawLocked(needs, order))
      announceRows(needs.pool)
      if (drawn !== null) return drawn
    }
  }
  const ended = await findPull(needs.pool, pullId)
  if (ended === null) throw new Error(`Order ${pullId} is gone`)
  return await answerOf(needs, ended)
}

/** Returns the answer of an order that has ended, the same at every repeat. */
export async function answerOf(needs: Needs, order: PullOrder): Promise<PullAnswer> {
  switch (order.status) {
    case 'DRAWN':
    case 'SETTLED': {
      const drawn = (await findDrawnPulls(needs.pool, [order.id])).get(order.id)
      if (drawn === undefined) throw new Error(`Order ${order.id} is drawn and has no draw`)
      return { ...drawn, __typename: 'Pull' }
    }
    case 'REFUSED':
      return refusalOf(order)
    case 'RELEASING':
    case 'RELEASED':
      return pullGivenUp(await needs.catalog.version(order.bannerId, order.bannerVersion))
    case 'RESERVING':
      throw new Error(`Order ${order.id} has not ended`)
    default:
      return unreachable(order.status)
  }
}

/** @throws RequestFault FORBIDDEN where the wallet holds enough: the price of a banned user is never set aside. */
function refusalOf({ currency, cost: required, available }: PullOrder): PullRefusal {
  const holding = available ?? 0
  if (holding >= required) throw new RequestFault('FORBIDDEN', 'This account has been banned')
  return insufficientFunds({ currency, required, available: holding })
}

/**
 * Draws under locks: for the first draw, and when another draw of the user came in between. Null when another
 * has ended the order.
 */
async function drawLocked(needs: Needs, order: PullOrder): Promise<PullSuccess | null> {
  return await withTransaction(needs.pool, async tx => {
    const locked = await lockDraw(tx, order.id, newSeed(needs, order.userId))
    return locked === null ? null : await drawFrom(needs, tx, { order: locked.order, basis: locked })
  })
}

/**
 * The one statement in which everything happens, the event included. Null, and nothing has happened, when its
 * basis is no more.
 */
async function drawFrom(
  needs: Needs,
  db: Queryable,
  { order, basis }: { order: PullOrder; basis: DrawBasis | null },
): Promise<PullSuccess | null> {
  if (basis === null) return null
  const banner = await needs.catalog.version(order.bannerId, order.bannerVersion)
  const { seed, pity: pityBefore } = basis
  const serverSeed = needs.sealer.open(seed.sealedSeed, { userId: order.userId, serverSeedHash: seed.serverSeedHash })
  const { items, pity } = pull(needs.catalog.drawTable(banner), pityBefore, {
    count: order.count,
    wordsAt: index => wordsOf({ ...seed, serverSeed, index }),
  })
  const now = needs.clock.now()
  const event = newEvent('pull.drawn', {
    id: needs.random.uuid(),
    occurredAt: now,
    data: {
      userId: order.userId,
      pullId: order.id,
      bannerId: order.bannerId,
      currency: order.currency,
      cost: order.cost,
      items: items.map(({ itemId, rarity, featured }) => ({ itemId, rarity, featured })),
    },
  })
  const given = await saveDraw(db, { order, seed, pity: pityBefore }, { items, pity, now, events: [event] })
  if (given === null) return null
  const { number: seedNumber, serverSeedHash, nextServerSeedHash, clientSeed, nonce } = seed
  const draw = { seedNumber, serverSeedHash, nextServerSeedHash, sealedSeed: null, clientSeed, nonce, pityBefore }
  return { ...order, __typename: 'Pull', status: 'DRAWN', draw, items: given }
}
