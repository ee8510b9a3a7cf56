import type { Currency } from '../../../generated/graphql.js'

/** An order by name, with the price and the odds that the player has seen: the server draws at no other. */
export interface Order {
  readonly name: string
  readonly count: number
  readonly expectedCost: number
  readonly oddsHash: string
}

/** A button of an order at one of its prices. */
export interface OrderChoice extends Order {
  readonly currency: Currency
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

interface Ordered {
  readonly orders: readonly {
    readonly name: string
    readonly draws: number
    readonly prices: readonly { readonly currency?: Currency | null; readonly next: number }[]
    readonly limit?: { readonly left?: number | null; readonly nextAt?: string | null } | null
  }[]
  readonly odds: { readonly hash: string }
}

/**
 * Each price of each order, as the player's next order pays it: where an order has several, the player chooses, and
 * `expectedCost` says which. A price in tickets has no currency, and no banner on sale has one.
 */
export const choicesOf = ({ orders, odds }: Ordered): readonly OrderChoice[] =>
  orders.flatMap(({ name, draws: count, prices, limit: given }) => {
    const left = given?.left ?? null
    const limit = left === null ? null : { left, nextAt: given?.nextAt ?? null }
    const isAmbiguous = orders.some(other => other.name !== name && other.draws === count)
    return prices.flatMap(({ currency, next: expectedCost }) =>
      currency ? [{ name, count, currency, expectedCost, oddsHash: odds.hash, isAmbiguous, limit }] : [],
    )
  })

/** The order at the price and the odds that its refusal has told, which the player has agreed to. */
export const agreedTo = (order: Order, refusal: { readonly cost: number; readonly oddsHash: string }): Order => ({
  ...order,
  expectedCost: refusal.cost,
  oddsHash: refusal.oddsHash,
})

/** The order once more, at its present price in the currency that was paid; unchanged where the banner lacks it. */
export const onceMore = (banner: Ordered, order: Order, currency: Currency): Order =>
  choicesOf(banner).find(choice => choice.name === order.name && choice.currency === currency) ?? order
