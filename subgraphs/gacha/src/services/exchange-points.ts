import { parseUuid } from '@waystone/kit/graphql'
import { hasModel, type Banner } from '../domain/banner.js'
import type { Exchange } from '../domain/banner-model/definition.js'
import { isExchangeable, noTally, pointsOf } from '../domain/banner-model/tallies.js'
import { requestIdOf } from '../domain/request-id.js'
import {
  bannerClosed,
  exchangeLimitReached,
  insufficientPoints,
  invalidInput,
  type ExchangeRefusal,
} from '../errors.js'
import { findExchange, recordExchange, type PointExchange } from '../repositories/point-exchange.js'
import { findTallies } from '../repositories/tally.js'
import { refuseKey, usedKey } from './idempotency-key.js'
import type { Needs } from './needs.js'

/** Versions of a banner that one request may meet: operators publish by hand. */
const VERSIONS_MAX = 5

type ExchangeAnswer = (PointExchange & { readonly __typename: 'PointExchange' }) | ExchangeRefusal

interface ExchangeRequest {
  readonly userId: string
  readonly input: {
    readonly bannerId: string
    readonly exchange: string
    readonly itemId: string
    readonly idempotencyKey: string
  }
}

/**
 * Gives one of an exchange's items for its points. The user's idempotency key makes it one exchange: a repeat gets the
 * first answer, whatever has happened to the banner since.
 */
export async function exchangePoints(needs: Needs, { userId, input }: ExchangeRequest): Promise<ExchangeAnswer> {
  const { exchange: name, idempotencyKey: key } = input
  const refused = refuseKey(key)
  if (refused !== null) return refused
  const [bannerId, itemId] = [parseUuid(input.bannerId), parseUuid(input.itemId)]
  const wanted = { bannerId, itemId, name }
  const id = requestIdOf({ userId, key, use: 'exchange' })
  for (let versions = 0; versions < VERSIONS_MAX; versions++) {
    const done = await findExchange(needs.pool, id)
    if (done !== null) return answerOf(done, wanted)
    const banner = bannerId === null ? null : await needs.catalog.findNow(bannerId)
    if (banner === null) return invalidInput({ field: 'bannerId', message: 'No banner has this id', rule: 'UNKNOWN' })
    const found = findChoice(banner, wanted)
    if ('refusal' in found) return found.refusal
    const { exchange } = found
    const now = needs.clock.now()
    if (!isExchangeable(exchange, banner.definition, now)) return bannerClosed(banner, now)
    const given = { id, userId, bannerId: banner.id, bannerVersion: banner.version, exchange: name, exchangedAt: now }
    const made = { ...given, itemId: found.itemId, cost: exchange.cost }
    if (await recordExchange(needs.pool, made, exchange.limit ?? null)) return { ...made, __typename: 'PointExchange' }
    const why = await refusalOf(needs, { userId, banner, exchange })
    if (why !== null) return (await answerRepeat(needs, id, wanted)) ?? why
  }
  throw new Error(`Banner ${input.bannerId} has changed ${VERSIONS_MAX} times during one exchange`)
}

interface Wanted {
  readonly bannerId: string | null
  readonly itemId: string | null
  readonly name: string
}

function findChoice(
  banner: Banner,
  { name, itemId }: Wanted,
): { readonly exchange: Exchange; readonly itemId: string } | { readonly refusal: ExchangeRefusal } {
  const exchanges = hasModel(banner) ? banner.definition.exchanges : []
  const exchange = exchanges.find(each => each.name === name)
  if (exchange === undefined) {
    const allowed = exchanges.map(each => each.name)
    const message = allowed.length === 0 ? 'The banner has no exchange' : `The banner has ${allowed.join(', ')}`
    return { refusal: invalidInput({ field: 'exchange', message, rule: 'ONE_OF', allowed }) }
  }
  if (itemId !== null && exchange.choices.includes(itemId)) return { exchange, itemId }
  const allowed = [...exchange.choices]
  const message = `The exchange gives one of ${allowed.join(', ')}`
  return { refusal: invalidInput({ field: 'itemId', message, rule: 'ONE_OF', allowed }) }
}

/** Null where nothing stands against the exchange by now: another version was published, or points have come. */
async function refusalOf(
  { pool }: Needs,
  { userId, banner, exchange }: { userId: string; banner: Banner; exchange: Exchange },
): Promise<ExchangeRefusal | null> {
  const [tallies = []] = await findTallies(pool, [{ userId, bannerId: banner.id }])
  const tally = tallies.find(({ kind, name }) => kind === 'EXCHANGE' && name === exchange.name) ?? noTally
  if (exchange.limit !== undefined && tally.uses >= exchange.limit)
    return exchangeLimitReached({ exchange: exchange.name, limit: exchange.limit })
  const available = pointsOf(tally)
  if (available >= exchange.cost) return null
  return insufficientPoints({ exchange: exchange.name, required: exchange.cost, available })
}

/** The first request with the key may have spent the very points that this one lacks. */
async function answerRepeat({ pool }: Needs, id: string, wanted: Wanted): Promise<ExchangeAnswer | null> {
  const done = await findExchange(pool, id)
  return done === null ? null : answerOf(done, wanted)
}

const answerOf = (done: PointExchange, { bannerId, itemId, name }: Wanted): ExchangeAnswer =>
  done.bannerId === bannerId && done.itemId === itemId && done.exchange === name
    ? { ...done, __typename: 'PointExchange' }
    : usedKey()
