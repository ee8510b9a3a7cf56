import { currencyPacks } from './currency-pack.js'
import type { Currency } from './ledger.js'
import type { ReservationPurpose } from './reservation-purpose.js'

const buyable: ReadonlySet<Currency> = new Set(currencyPacks.map(({ currency }) => currency))

/**
 * Returns whether a price makes its draw a paid random item: it is above zero, and in a currency that the shop sells. A
 * wallet does not tell bought from earned currency, so any of it counts as bought. A draw without a price is none.
 */
export const isPaidRandomItem = (price: {
  readonly purpose: ReservationPurpose
  readonly currency: Currency
  readonly amount: number
}): boolean => price.purpose === 'PULL' && price.amount > 0 && buyable.has(price.currency)
