import type { Currency } from '@waystone/events'
import { isModel, type Definition } from './banner.js'
import type { ModelDefinition, Order, Price } from './banner-model/definition.js'
import { isByCounter, priceFrom } from './banner-model/prices.js'
import { utcDayOf } from './utc-day.js'

/** A pull that a banner offers: so many draws at a price. */
export interface Offer {
  /** Of the order, unique on its banner. */
  readonly name: string
  readonly count: number
  readonly currency: Currency
  /** Of a price by a counter, that of its start. */
  readonly cost: number
  /** True if the price depends on what the banner remembers of the player. */
  readonly isByCounter: boolean
  /** The order of a model that it is; null on a banner with rarities. */
  readonly order: Order | null
}

/** In the order of the definition. */
export function offersOf(definition: Definition): readonly Offer[] {
  if (isModel(definition)) return definition.orders.map(order => offerOf(definition, order))
  const { currency, pullCost, tenPullCost } = definition
  return [
    { name: 'single', count: 1, currency, cost: pullCost, isByCounter: false, order: null },
    { name: 'ten', count: 10, currency, cost: tenPullCost, isByCounter: false, order: null },
  ]
}

/**
 * The offer of this name; without a name, the first one of this many draws. Null where there is none, and where the one
 * of this name has another number of draws.
 */
export const findOffer = (
  definition: Definition,
  { count, name }: { count: number; name: string | null },
): Offer | null =>
  offersOf(definition).find(offer => (name === null || offer.name === name) && offer.count === count) ?? null

/** The day of a limit that never begins anew; Postgres sorts it after all others. */
const NEVER_AGAIN = 'infinity'

/** How many orders there may be, and the day that they are counted in; null for an order without a limit. */
export function countedLimit({ limit }: Order, now: Date): { readonly count: number; readonly day: string } | null {
  if (limit === undefined) return null
  return { count: limit.count, day: limit.per === 'day' ? utcDayOf(now) : NEVER_AGAIN }
}

/** The price of an order. @throws Error where it has none that pulls know: check-deliverable.ts refuses it */
export function priceOf({ name, prices: [price] }: Order): Price & { readonly unit: Currency } {
  if (price === undefined || typeof price.unit !== 'string')
    throw new Error(`The order ${name} has no price that pulls know`)
  return { ...price, unit: price.unit }
}

function offerOf(definition: ModelDefinition, order: Order): Offer {
  const price = priceOf(order)
  const cost = priceFrom(definition, { order, price }, {})
  return { name: order.name, count: order.draws, currency: price.unit, cost, isByCounter: isByCounter(price), order }
}
