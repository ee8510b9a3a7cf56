import type { Currency } from '@waystone/events'
import { isModel, type Definition } from './banner.js'
import type { ModelDefinition, Order, Price } from './banner-model/definition.js'
import type { Memory } from './banner-model/memory.js'
import { isByCounter, priceFrom } from './banner-model/prices.js'
import type { CurrencyKind, ItemAmount, Payable } from './pull-order.js'
import { utcDayOf } from './utc-day.js'

/** A pull that a banner offers: so many draws at a price. */
export interface Offer {
  /** Of the order, unique on its banner. */
  readonly name: string
  readonly count: number
  readonly currency: Currency
  /** Of a price by a counter, that of its start. */
  readonly cost: number
  /** The part of the balance that alone pays the cost; null where both do. */
  readonly priceKind: CurrencyKind | null
  /**
   * The price in tickets, which is taken before all in currencies where the player has as many; null where
   * there is none.
   */
  readonly tickets: ItemAmount | null
  /** True if the order is paid in tickets or not at all: `currency` and `cost` are of no meaning then. */
  readonly onlyTickets: boolean
  /** Further prices: the first of all that the wallet can pay is taken. */
  readonly otherPrices: readonly Payable[]
  /** True if a price depends on what the banner remembers of the player. */
  readonly isByCounter: boolean
  /** The order of a model that it is; null on a banner with rarities. */
  readonly order: Order | null
}

/** Those that are bought, in the order of the definition. */
export const offersOf = (definition: Definition): readonly Offer[] =>
  everyOfferOf(definition).filter(({ order }) => order?.from === undefined)

/** Those that milestones give as well. */
export function everyOfferOf(definition: Definition): readonly Offer[] {
  if (isModel(definition)) return definition.orders.map(order => offerOf(definition, order))
  const { currency, pullCost, tenPullCost } = definition
  const anyOrder = { ...ofRarities, currency }
  return [
    { ...anyOrder, name: 'single', count: 1, cost: pullCost },
    { ...anyOrder, name: 'ten', count: 10, cost: tenPullCost },
  ]
}

const ofRarities = {
  priceKind: null,
  tickets: null,
  onlyTickets: false,
  otherPrices: [],
  isByCounter: false,
  order: null,
} as const

/**
 * The offer of this name; without a name, the first one of this many draws that is bought. Null where there is none,
 * and where the one of this name has another number of draws.
 */
export const findOffer = (
  definition: Definition,
  { count, name }: { count: number; name: string | null },
): Offer | null =>
  (name === null ? offersOf(definition) : everyOfferOf(definition)).find(
    offer => (name === null || offer.name === name) && offer.count === count,
  ) ?? null

/** The day of a limit that never begins anew; Postgres sorts it after all others. */
const NEVER_AGAIN = 'infinity'

/** How many orders there may be, and the day that they are counted in; null for an order without a limit. */
export function countedLimit({ limit }: Order, now: Date): { readonly count: number; readonly day: string } | null {
  if (limit === undefined) return null
  return { count: limit.count, day: limit.per === 'day' ? utcDayOf(now) : NEVER_AGAIN }
}

type KnownPrice = Price & { readonly unit: Currency }

/**
 * The price of an order in a currency; those in several kinds of it are the same amount.
 * @throws Error where it has none
 */
export function priceIn(order: Order, currency: Currency): KnownPrice {
  const price = pricesOf(order).find(({ unit }) => unit === currency)
  if (price === undefined) throw new Error(`The order ${order.name} has no price in ${currency}`)
  return price
}

/**
 * The offer at its prices from where the player stands.
 * @param counters those of the player; without any, the player has not begun
 */
export function pricedFrom(definition: ModelDefinition, offer: Offer, counters: Memory['counters']): Offer {
  const { order } = offer
  if (order === null) return offer
  const payables = pricesOf(order).map(price => ({
    currency: price.unit,
    amount: priceFrom(definition, { order, price }, counters),
    kind: kindOf(price),
  }))
  return withPrices(offer, payables) ?? offer
}

/** The offer at only those of its prices in a currency that have this amount; null where none has. */
export const pricedAt = (offer: Offer, amount: number): Offer | null => {
  const { currency, cost, priceKind, otherPrices, onlyTickets } = offer
  if (onlyTickets) return null
  const first = { currency, amount: cost, kind: priceKind ?? undefined }
  return withPrices(
    { ...offer, tickets: null },
    [first, ...otherPrices].filter(price => price.amount === amount),
  )
}

/** The part of the balance that alone pays a price; undefined where both do. */
export function kindOf({ kind }: Price): CurrencyKind | undefined {
  if (kind === undefined) return undefined
  return kind === 'free' ? 'FREE' : 'PAID'
}

/** The offer at its price in tickets alone; null where it has none of this amount. */
export const pricedInTickets = (offer: Offer, amount: number): Offer | null =>
  offer.tickets?.amount === amount ? { ...offer, cost: 0, otherPrices: [], onlyTickets: true } : null

function withPrices(offer: Offer, [first, ...otherPrices]: readonly Payable[]): Offer | null {
  if (first === undefined) return null
  const { currency, amount: cost, kind: priceKind = null } = first
  return { ...offer, currency, cost, priceKind, otherPrices }
}

/** Those in currencies. */
function pricesOf({ prices }: Order): readonly KnownPrice[] {
  return prices.flatMap(({ unit, ...price }) => (typeof unit === 'string' ? [{ ...price, unit }] : []))
}

/** The price in tickets, which check-tickets.ts has found to be one and fixed. */
function ticketsOf({ prices }: Order): ItemAmount | null {
  const [tickets = null] = prices.flatMap(({ unit, amount }) =>
    typeof unit === 'string' || typeof amount !== 'number' ? [] : [{ itemId: unit.ticket, amount }],
  )
  return tickets
}

/** Of an order that has no price in a currency: the fields of the API need one. */
const NO_CURRENCY: Currency = 'DIAMOND'

function offerOf(definition: ModelDefinition, order: Order): Offer {
  const [first] = order.from === undefined ? pricesOf(order) : definition.orders.flatMap(pricesOf)
  const tickets = ticketsOf(order)
  if (order.from === undefined && first === undefined && tickets === null)
    throw new Error(`The order ${order.name} has no price: check-deliverable.ts refuses it`)
  const offer = {
    name: order.name,
    count: order.draws,
    currency: first?.unit ?? NO_CURRENCY,
    cost: 0,
    priceKind: null,
    tickets,
    onlyTickets: first === undefined && tickets !== null,
    otherPrices: [],
    isByCounter: order.prices.some(isByCounter),
    order,
  }
  return pricedFrom(definition, offer, {})
}
