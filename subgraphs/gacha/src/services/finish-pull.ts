import { newEvent, reservePrice } from '@waystone/events'
import { unreachable } from '@waystone/kit/errors'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction } from '@waystone/kit/postgres'
import { pull } from '../domain/draw.js'
import { wordsOf } from '../domain/fairness.js'
import type { DrawnPull, PulledItem, PullOrder } from '../domain/pull-order.js'
import { insufficientFunds, pullGivenUp, type PullRefusal } from '../errors.js'
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
 * @throws what the service client throws when users does not answer; the order stays as it is for the next one to drive
 */
export async function finishPull(needs: Needs, order: PullOrder): Promise<PullAnswer> {
  const { id: pullId, userId, currency, cost: amount } = order
  const reservation = await needs.neighbours.call(reservePrice, { pullId, userId, currency, amount })
  switch (reservation.status) {
    case 'REFUSED':
      await needs.pulls.refuse(pullId, reservation.available)
      break
    case 'RELEASED':
      await needs.pulls.finishRelease(pullId)
      break
    case 'RESERVED': {
      const drawn = await drawPull(needs, order)
      if (drawn !== null) return drawn
    }
  }
  const ended = await needs.pulls.findById(pullId)
  if (ended === null) throw new Error(`Order ${pullId} is gone`)
  return await answerOf(needs, ended)
}

/** What an order that has ended answers, now and at every repeat. */
export async function answerOf(needs: Needs, order: PullOrder): Promise<PullAnswer> {
  switch (order.status) {
    case 'DRAWN':
    case 'SETTLED': {
      const drawn = (await needs.drawnPulls.findByIds([order.id])).get(order.id)
      if (drawn === undefined) throw new Error(`Order ${order.id} is drawn and has no draw`)
      return { ...drawn, __typename: 'Pull' }
    }
    case 'REFUSED':
      return insufficientFunds({ currency: order.currency, required: order.cost, available: order.available ?? 0 })
    case 'RELEASING':
    case 'RELEASED':
      return pullGivenUp(await needs.catalog.version(order.bannerId, order.bannerVersion))
    case 'RESERVING':
      throw new Error(`Order ${order.id} has not ended`)
    default:
      return unreachable(order.status)
  }
}

/** The one transaction in which everything happens: two statements of state, one of the outbox. Null when another has ended the order. */
async function drawPull(needs: Needs, order: PullOrder): Promise<PullSuccess | null> {
  const banner = await needs.catalog.version(order.bannerId, order.bannerVersion)
  const table = needs.catalog.drawTable(banner)
  return await withTransaction(needs.pool, async tx => {
    const locked = await needs.drawing.lock(tx, order.id, newSeed(needs))
    if (locked === null) return null
    const { seed, pity: pityBefore } = locked
    const now = needs.clock.now()
    const { items, pity } = pull(table, pityBefore, {
      count: order.count,
      wordsAt: index => wordsOf({ ...seed, index }),
    })
    const given = await needs.drawing.save(tx, locked, { items, pity, now })
    const { userId, bannerId, currency, cost } = order
    const drawn = items.map(({ itemId, rarity, featured }) => ({ itemId, rarity, featured }))
    await appendEvents(tx, [
      newEvent('pull.drawn', {
        id: needs.random.uuid(),
        occurredAt: now,
        data: { userId, pullId: order.id, bannerId, currency, cost, items: drawn },
      }),
    ])
    const { serverSeedHash, clientSeed, nonce } = seed
    const draw = { serverSeedHash, serverSeed: null, clientSeed, nonce, pityBefore }
    return { ...locked.order, __typename: 'Pull', status: 'DRAWN', draw, items: given }
  })
}
