import { currencyPacks } from './currency-pack.js'
import type { Currency, CurrencyKind } from './ledger.js'
import type { ReservationPurpose } from './reservation-purpose.js'

const buyable: ReadonlySet<Currency> = new Set(currencyPacks.map(({ currency }) => currency))

/**
 * Checks that a price makes its draw a paid random item: it is above zero, in a currency that the shop sells, and paid
 * currency may pay it. A draw without a price is none, nor is one that takes free currency alone.
 */
export const isPaidRandomItem = (price: {
  readonly purpose: ReservationPurpose
  readonly currency: Currency
  readonly amount: number
  readonly kind: CurrencyKind | null
}): boolean => price.purpose === 'PULL' && price.amount > 0 && price.kind !== 'FREE' && buyable.has(price.currency)
