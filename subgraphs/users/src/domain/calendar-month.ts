import { chooseZone, dayOf, firstMomentOf, zoneInForce, type EndOfPeriod, type ZoneChoice } from '@waystone/events'

/** A calendar month of a time zone as moments: `start` belongs to it, `end` is where the next one begins. */
export interface CalendarMonth {
  /** The month that purchases count in, as 2026-11; a later change of the user's zone does not change it. */
  readonly name: string
  readonly start: Date
  readonly end: Date
}

/** The month that `now` lies in for someone who lives in `timeZone` (an IANA name). */
export function monthOf(now: Date, timeZone: string): CalendarMonth {
  const name = dayOf(now, timeZone).slice(0, '2026-11'.length)
  return {
    name,
    start: firstMomentOf(`${name}-01`, timeZone),
    end: firstMomentOf(`${monthAfter(name)}-01`, timeZone),
  }
}

function monthAfter(name: string): string {
  const [year = 0, month = 0] = name.split('-').map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, name.length)
}

/**
 * The month that a purchase of this moment counts for: a zone that the user chooses counts from the end of
 * the month of the choice.
 */
export const monthInForce = (zone: ZoneChoice, now: Date): CalendarMonth => monthOf(now, zoneOfMonths(zone, now))

/** The zone that months and days of purchases are counted by at this moment. */
export const zoneOfMonths = (zone: ZoneChoice, now: Date): string => zoneInForce(zone, now, endOfMonth)

/** The zone that months are counted by after the user has chosen another one. */
export const chooseMonthZone = (before: ZoneChoice, choice: { timeZone: string; at: Date }): ZoneChoice =>
  choice.timeZone === before.chosen ? before : chooseZone(before, choice, endOfMonth)

const endOfMonth: EndOfPeriod = (moment, timeZone) => monthOf(moment, timeZone).end
