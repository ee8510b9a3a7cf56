import { currencyPacks } from './currency-pack.js'
import type { Currency, CurrencyKind } from './ledger.js'
import type { ReservationPurpose } from './reservation-purpose.js'

const buyable: ReadonlySet<Currency> = new Set(currencyPacks.map(({ currency }) => currency))

/**
 * Currencies whose free part no player has bought. A treasury of a guild holds gold and pays all of it as free, so free
 * gold may have been bought; diamonds enter no treasury.
 */
const neverBoughtWhereFree: ReadonlySet<Currency> = new Set(['DIAMOND'])

/**
 * Checks that a price makes its draw a paid random item: it is above zero, in a currency that the shop sells, and may
 * take bought currency. A draw without a price is none, nor is one that takes free diamonds alone.
 */
export const isPaidRandomItem = (price: {
  readonly purpose: ReservationPurpose
  readonly currency: Currency
  readonly amount: number
  readonly kind: CurrencyKind | null
}): boolean =>
  price.purpose === 'PULL' &&
  price.amount > 0 &&
  buyable.has(price.currency) &&
  !(price.kind === 'FREE' && neverBoughtWhereFree.has(price.currency))
