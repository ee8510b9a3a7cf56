import type { Currency } from './ledger.js'

/** An amount of a currency with its price in money. */
export interface CurrencyPack {
  readonly id: string
  readonly currency: Currency
  readonly amount: number
  readonly priceCents: number
  readonly priceCurrency: string
}

const pack = (currency: Currency, amount: number, priceCents: number): CurrencyPack => ({
  id: `${currency === 'GOLD' ? 'gold' : 'diamonds'}-${amount}`,
  currency,
  amount,
  priceCents,
  priceCurrency: 'USD',
})

/** The catalog, cheapest first. A pack's terms never change under its id: purchases of old ones stay readable. */
export const currencyPacks: readonly CurrencyPack[] = [
  pack('DIAMOND', 80, 99),
  pack('GOLD', 10_000, 199),
  pack('DIAMOND', 500, 499),
  pack('DIAMOND', 1_100, 999),
  pack('GOLD', 60_000, 999),
  pack('DIAMOND', 2_400, 1_999),
  pack('GOLD', 350_000, 4_999),
  pack('DIAMOND', 6_500, 4_999),
  pack('DIAMOND', 14_000, 9_999),
]

export const findPack = (id: string): CurrencyPack | undefined => currencyPacks.find(each => each.id === id)
