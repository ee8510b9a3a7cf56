import { newEvent, reservePrice } from '@waystone/events'
import { RequestFault, unreachable } from '@waystone/kit/errors'
import { announceRows } from '@waystone/kit/outbox'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { hasModel, type Banner } from '../domain/banner.js'
import type { ModelDefinition } from '../domain/banner-model/definition.js'
import { countsCopies, grantsOf } from '../domain/banner-model/duplicates.js'
import { isFree, type DrawnPull, type PulledItem, type PullOrder } from '../domain/pull-order.js'
import {
  drawBarred,
  insufficientFunds,
  priceMoved,
  pullGivenUp,
  soldOut,
  undrawableNow,
  type PullRefusal,
} from '../errors.js'
import type { DrawBasis } from '../repositories/draw-basis-row.js'
import { lockDraw, saveDraw } from '../repositories/drawing.js'
import { findDrawnPulls } from '../repositories/drawn-pull.js'
import { choosePrice, findPull, finishRelease, refusePull, startRelease, type GivenUp } from '../repositories/pull.js'
import { giveShards } from '../repositories/shards.js'
import { payDuplicates } from './pay-duplicates.js'
import { drawItems, findDrawSource, type DrawSource } from './draw-items.js'
import type { Needs } from './needs.js'
import { newSeed } from './new-seed.js'
import { releasePrice } from './release-price.js'

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
export async function finishPull(needs: Needs, given: PullOrder, basis: DrawBasis | null = null): Promise<PullAnswer> {
  const { reservation, order } = await reserve(needs, given)
  const { id: pullId } = order
  switch (reservation.status) {
    case 'REFUSED':
      await refusePull(needs.pool, order, reservation)
      break
    case 'RELEASED':
      await finishRelease(needs.pool, order)
      break
    case 'RESERVED': {
      const drawn = await draw(needs, { order, basis, source: await findDrawSource(needs, order) })
      announceRows(needs.pool)
      if (isGivenUp(drawn)) await releasePrice(needs, order)
      else if (drawn !== null) return drawn
    }
  }
  const ended = await findPull(needs.pool, pullId)
  if (ended === null) throw new Error(`Order ${pullId} is gone`)
  return await answerOf(needs, ended)
}

/** The order has the price that was taken or refused, where it has several. */
async function reserve(needs: Needs, order: PullOrder) {
  if (isFree(order)) return { reservation: { status: 'RESERVED' } as const, order }
  const { id: pullId, userId, currency, cost: amount, priceKind, otherPrices: others, oddsNamed: isOddsNamed } = order
  const kind = priceKind ?? undefined
  const price = {
    pullId,
    userId,
    currency,
    amount,
    kind,
    isOddsNamed,
    ...(others.length > 0 && { others: [...others] }),
  }
  const reservation = await needs.serviceClient.call(reservePrice, price)
  const taken = reservation.status === 'RELEASED' ? undefined : reservation.price
  const isFirst = taken?.currency === currency && taken.amount === amount && taken.kind === kind
  if (taken === undefined || isFirst) return { reservation, order }
  await choosePrice(needs.pool, pullId, taken)
  const chosen = { currency: taken.currency, cost: taken.amount, priceKind: taken.kind ?? null }
  return { reservation, order: { ...order, ...chosen } }
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
      return givenUpOf(order, await needs.catalog.version(order.bannerId, order.bannerVersion))
    case 'RESERVING':
      throw new Error(`Order ${order.id} has not ended`)
    default:
      return unreachable(order.status)
  }
}

/** @throws RequestFault FORBIDDEN where the wallet holds enough: the price of a banned user is never set aside. */
function refusalOf({ currency, cost: required, priceKind: kind, available, bar }: PullOrder): PullRefusal {
  if (bar !== null) return drawBarred(bar)
  const holding = available ?? 0
  if (holding >= required) throw new RequestFault('FORBIDDEN', 'This account has been banned')
  return insufficientFunds({ currency, kind, required, available: holding })
}

function givenUpOf(order: PullOrder, banner: Banner): PullRefusal {
  if (order.movedCost !== null) return priceMoved(banner, { ...order, cost: order.movedCost })
  if (order.undrawable !== null) return undrawableNow(banner, order.undrawable)
  return order.soldOut ? soldOut(banner) : pullGivenUp(banner)
}

type Drawn = PullSuccess | GivenUp | null

const isGivenUp = (drawn: Drawn): drawn is GivenUp => drawn !== null && !('__typename' in drawn)

/** Null when another has ended the order. */
async function draw(
  needs: Needs,
  { order, basis, source }: { order: PullOrder; basis: DrawBasis | null; source: DrawSource },
): Promise<Drawn> {
  // Grants follow from the copies that the draw has counted, so they are statements of the same transaction.
  const canBeAlone = basis !== null && duplicateRulesOf(source) === null
  const drawn = canBeAlone ? await drawFrom(needs, needs.pool, { order, source, basis }) : null
  // That too little is left, or that the price has moved on, counts under locks alone: the basis may be no more.
  return drawn === null || isGivenUp(drawn) ? await drawLocked(needs, order, source) : drawn
}

/**
 * Draws under locks: for the first draw, when another draw of the user came in between, and where the order is given
 * up. Null when another has ended the order.
 */
async function drawLocked(needs: Needs, order: PullOrder, source: DrawSource): Promise<Drawn> {
  return await withTransaction(needs.pool, async tx => {
    const locked = await lockDraw(tx, order.id, {
      newSeed: newSeed(needs, order.userId),
      scopes: source.scopes,
      unowned: source.unowned,
    })
    if (locked === null) return null
    const drawn = await drawFrom(needs, tx, { order: locked.order, source, basis: locked })
    if (drawn === null) return null
    if (!isGivenUp(drawn)) return await withGrants(needs, tx, { drawn, source })
    await startRelease(tx, order.id, drawn)
    return drawn
  })
}

/** The definition that says what duplicates give; null where they give nothing. */
const duplicateRulesOf = ({ banner }: DrawSource): ModelDefinition | null =>
  hasModel(banner) && countsCopies(banner.definition) ? banner.definition : null

async function withGrants(
  needs: Needs,
  tx: Queryable,
  { drawn, source }: { drawn: PullSuccess; source: DrawSource },
): Promise<PullSuccess> {
  const definition = duplicateRulesOf(source)
  if (definition === null || drawn.items === undefined) return drawn
  const items = drawn.items.map(item => ({ ...item, ...grantsOf(definition, item) }))
  await giveShards(tx, { order: drawn, items, at: needs.clock.now() })
  await payDuplicates(needs, tx, { order: drawn, items })
  return { ...drawn, items }
}

/**
 * The one statement in which everything happens, the event included. Null, and nothing has happened, when its
 * basis is no more.
 */
async function drawFrom(
  needs: Needs,
  db: Queryable,
  { order, source, basis }: { order: PullOrder; source: DrawSource; basis: DrawBasis },
): Promise<Drawn> {
  const drawn = drawItems(needs, { order, source, basis })
  if (!('items' in drawn)) return drawn
  const { items, pity, memory, tallies } = drawn
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
  const given = await saveDraw(db, { ...basis, order }, { items, pity, memory, tallies, now, events: [event] })
  if (given === null) return null
  const { number: seedNumber, serverSeedHash, nextServerSeedHash, clientSeed, nonce } = basis.seed
  const seed = { seedNumber, serverSeedHash, nextServerSeedHash, sealedSeed: null, clientSeed, nonce }
  return {
    ...order,
    __typename: 'Pull',
    status: 'DRAWN',
    draw: { ...seed, pityBefore: basis.pity, memory },
    items: given,
  }
}
