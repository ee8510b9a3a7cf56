import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction } from '@waystone/kit/postgres'
import { hasModel, type ModelBanner } from '../domain/banner.js'
import { endingsOf, type Ending } from '../domain/banner-model/tallies.js'
import {
  endTallies,
  findBannersToEnd,
  findConversions,
  type BannerConversion,
} from '../repositories/banner-conversion.js'
import type { Needs } from './needs.js'

/** Users of one transaction: a batch is a few milliseconds of row locks. */
const BATCH_MAX = 500

type Ends = Pick<Needs, 'pool' | 'clock' | 'catalog'>

/**
 * Ends points and counters of closed banners: they become currency, which users books by an event, or lapse. Each batch
 * is one transaction that takes only what is left, so it may be killed at any step, run by any number of workers, and
 * run again when a draw that was under way has added points.
 * @returns how many tallies have ended
 */
export async function endBanners(needs: Ends): Promise<number> {
  let ended = 0
  for (const id of await findBannersToEnd(needs.pool, needs.clock.now())) {
    const banner = await needs.catalog.findNow(id)
    if (banner === null || !hasModel(banner)) continue
    for (const ending of endingsOf(banner.definition)) {
      let users: number
      do {
        users = await endBatch(needs, banner, ending)
        ended += users
      } while (users === BATCH_MAX)
    }
  }
  return ended
}

async function endBatch({ pool, clock }: Ends, banner: ModelBanner, ending: Ending): Promise<number> {
  const { id: bannerId, version, definition } = banner
  const at = clock.now()
  // The version that was found to be closed may have given way to one that closes later.
  if (definition.closesAt === null || at < new Date(definition.closesAt)) return 0
  return await withTransaction(pool, async tx => {
    const { users, conversions } = await endTallies(tx, { ...ending, bannerId, version, at, limit: BATCH_MAX })
    const events = conversions.map(conversion =>
      newEvent('banner.paid_out', { id: conversion.id, occurredAt: at, data: payoutOf(conversion) }),
    )
    // Without the lock of the users' seeds: the order of a payout and a pull of another banner means nothing.
    await appendEvents(tx, events)
    return users
  })
}

const payoutOf = ({ id, userId, bannerId, currency, amount }: BannerConversion) => ({
  userId,
  bannerId,
  conversionId: id,
  rewards: [{ kind: 'CURRENCY' as const, currency, amount }],
})

/** Payouts of the events with these ids, for users, from the primary, where they were committed. */
export const findBannerPayouts = async ({ pool }: Pick<Needs, 'pool'>, eventIds: readonly string[]) =>
  (await findConversions(pool, eventIds)).map(conversion => ({ eventId: conversion.id, ...payoutOf(conversion) }))
