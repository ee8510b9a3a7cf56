import type { Jurisdictions } from '@waystone/jurisdictions'
import { dayOf, firstMomentOf } from '@waystone/events'
import type { CalendarMonth } from './calendar-month.js'
import { countriesOfMonth, type Declaration } from './declaration.js'

/** A most that the law of a country lets be spent on currency. */
export interface PurchaseCap {
  readonly country: string | null
  /** ISO 4217. */
  readonly currency: string
  readonly per: 'DAY' | 'MONTH'
  /** In the smallest unit of the currency. */
  readonly amount: number
}

/** Caps of all countries that the month has had: a change of the country within it adds caps, and takes none away. */
export const capsOf = (
  jurisdictions: Jurisdictions,
  declaration: Declaration,
  month: Pick<CalendarMonth, 'start' | 'end'>,
): PurchaseCap[] =>
  countriesOfMonth(declaration, month).flatMap(country =>
    jurisdictions
      .lawIn(country)
      .caps.flatMap(({ currency, perDay, perMonth }): PurchaseCap[] => [
        ...(perDay === undefined ? [] : [{ country, currency, per: 'DAY' as const, amount: perDay }]),
        ...(perMonth === undefined ? [] : [{ country, currency, per: 'MONTH' as const, amount: perMonth }]),
      ]),
  )

/** The sums that a player has spent in one currency of money. */
export interface Spent {
  readonly ofDay: number
  readonly ofMonth: number
}

/** The first cap that a purchase would exceed; null where it fits into all. */
export const exceededCap = (
  caps: readonly PurchaseCap[],
  purchase: { readonly priceCents: number; readonly priceCurrency: string },
  spent: Spent,
): PurchaseCap | null =>
  caps.find(
    ({ currency, per, amount }) =>
      currency === purchase.priceCurrency &&
      (per === 'DAY' ? spent.ofDay : spent.ofMonth) + purchase.priceCents > amount,
  ) ?? null

const DAY_MS = 24 * 60 * 60 * 1000
/** Longer than any day, and shorter than two: no change of clocks moves a day by so much. */
const NEXT_NOON_MS = 1.5 * DAY_MS

/** The calendar day that a moment lies in: its begin, and where the next one begins. */
export function dayAround(now: Date, timeZone: string): { readonly start: Date; readonly end: Date } {
  const start = firstMomentOf(dayOf(now, timeZone), timeZone)
  const end = firstMomentOf(dayOf(new Date(start.getTime() + NEXT_NOON_MS), timeZone), timeZone)
  return { start, end }
}
