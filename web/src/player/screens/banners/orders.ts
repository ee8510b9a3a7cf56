import type { Currency, CurrencyKind } from '../../../generated/graphql.js'

/**
 * An order by name, with the price and the odds that the player has seen: the server draws at no other. The
 * price is in a currency or in tickets.
 */
export interface Order {
  readonly name: string
  readonly count: number
  readonly expectedCost: number | null
  readonly expectedTickets: number | null
  readonly oddsHash: string
}

/** A button of an order at one of its prices. */
export interface OrderChoice extends Order {
  readonly price: Price
  /** True where another order has as many draws, so that the number alone does not tell them apart. */
  readonly isAmbiguous: boolean
  /** Null for an order without a limit. */
  readonly limit: OrderLimit | null
}

/** The rest of a limit: orders that the player can still make, until it begins anew or of the banner. */
export interface OrderLimit {
  readonly left: number
  /** Null for a limit of the whole banner. */
  readonly nextAt: string | null
}

type Price =
  | {
      readonly kind: 'currency'
      readonly currency: Currency
      readonly amount: number
      /** The parts of the balance that pay, in the order in which they are tried; null for both together. */
      readonly parts: readonly [CurrencyKind | null, ...(CurrencyKind | null)[]]
    }
  | {
      readonly kind: 'tickets'
      readonly item: { readonly id: string; readonly name: string }
      readonly amount: number
      /** How many the player has. */
      readonly held: number
    }

interface Ordered {
  readonly orders: readonly {
    readonly name: string
    readonly draws: number
    readonly prices: readonly {
      readonly currency?: Currency | null
      readonly kind?: CurrencyKind | null
      readonly ticket?: { readonly id: string; readonly name: string } | null
      readonly held?: number | null
      readonly next: number
    }[]
    readonly limit?: { readonly left?: number | null; readonly nextAt?: string | null } | null
  }[]
  readonly odds: { readonly hash: string }
}

/**
 * Each price of each order, as the player's next order pays it: where an order has several, the player chooses, and
 * `expectedCost` or `expectedTickets` says which. Prices of one amount in parts of one currency are one choice: the
 * server takes the first of them that can pay.
 */
export const choicesOf = ({ orders, odds }: Ordered): readonly OrderChoice[] =>
  orders.flatMap(({ name, draws: count, prices, limit: given }) => {
    const left = given?.left ?? null
    const limit = left === null ? null : { left, nextAt: given?.nextAt ?? null }
    const isAmbiguous = orders.some(other => other.name !== name && other.draws === count)
    const choice = { name, count, oddsHash: odds.hash, isAmbiguous, limit }
    return collapsed(prices).map(price =>
      price.kind === 'currency'
        ? { ...choice, price, expectedCost: price.amount, expectedTickets: null }
        : { ...choice, price, expectedCost: null, expectedTickets: price.amount },
    )
  })

function collapsed(prices: Ordered['orders'][number]['prices']): readonly Price[] {
  const found: Price[] = []
  for (const { currency, kind: part = null, ticket: item, held, next: amount } of prices) {
    const same = found.findIndex(
      price => price.kind === 'currency' && price.currency === currency && price.amount === amount,
    )
    const known = found[same]
    if (known?.kind === 'currency') found[same] = { ...known, parts: [...known.parts, part] }
    else if (currency) found.push({ kind: 'currency', currency, amount, parts: [part] })
    else if (item) found.push({ kind: 'tickets', item, amount, held: held ?? 0 })
  }
  return found
}

/** The key of a choice, unique within its banner. */
export const keyOf = ({ name, price }: Pick<OrderChoice, 'name' | 'price'>): string =>
  price.kind === 'currency' ? `${name}:${price.currency}:${price.amount}` : `${name}:${price.item.id}`

/** The present price of an order that a refusal has told. */
export interface ToldPrice {
  readonly cost: number
  readonly tickets?: { readonly amount: number } | null
  readonly oddsHash: string
}

/** The order at the price and the odds that its refusal has told, which the player has agreed to. */
export function agreedTo(order: Order, refusal: ToldPrice): Order {
  const { cost, oddsHash } = refusal
  const tickets = ticketsTold(order, refusal)
  return tickets === null
    ? { ...order, expectedCost: cost, expectedTickets: null, oddsHash }
    : { ...order, expectedCost: null, expectedTickets: tickets, oddsHash }
}

/**
 * The price in tickets that a refusal tells to an order in tickets; null for one in a currency, and where
 * it tells none.
 */
export const ticketsTold = ({ expectedCost }: Pick<Order, 'expectedCost'>, { tickets }: ToldPrice): number | null =>
  expectedCost === null ? (tickets?.amount ?? null) : null

/**
 * The order once more, at its present price in tickets if they were paid, or else in the currency that was; unchanged
 * where the banner lacks it.
 */
export const onceMore = (banner: Ordered, order: Order, currency: Currency): Order =>
  choicesOf(banner).find(
    ({ name, price }) =>
      name === order.name &&
      (order.expectedCost === null
        ? price.kind === 'tickets'
        : price.kind === 'currency' && price.currency === currency),
  ) ?? order
