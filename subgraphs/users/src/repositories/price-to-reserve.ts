import type { Currency, CurrencyKind } from '../domain/ledger.js'
import type { ReservedFor } from '../domain/reservation-purpose.js'

/** A price, and what it is for. */
export interface PriceToReserve extends ReservedFor {
  readonly currency: Currency
  readonly amount: number
  readonly kind: CurrencyKind | null
  /** If true, the paid part pays first; without effect where there is a kind. */
  readonly isPaidFirst: boolean
  /** Of a pull: whether its order names the odds that the player was shown. */
  readonly isOddsNamed?: boolean | undefined
  /** Of the transfer that moves it. */
  readonly transferId: string
  readonly at: Date
}
