import { chooseZone, zoneInForce, type EndOfPeriod, type ZoneChoice } from '@waystone/events'

/** A calendar month of a time zone as moments: `start` belongs to it, `end` is where the next one begins. */
export interface CalendarMonth {
  /** As 2026-11: what purchases are counted by, whatever zone the user chooses later. */
  readonly name: string
  readonly start: Date
  readonly end: Date
}

/** The month that `now` lies in for someone who lives in `timeZone` (an IANA name). */
export function monthOf(now: Date, timeZone: string): CalendarMonth {
  const { year, month } = wallTimeOf(now, timeZone)
  const name = `${year}-${String(month).padStart(2, '0')}`
  return { name, start: firstMomentOf(year, month, timeZone), end: firstMomentOf(year, month + 1, timeZone) }
}

/**
 * The month that a purchase of this moment counts for: a zone that the user chooses counts from the end of
 * the month of the choice.
 */
export const monthInForce = (zone: ZoneChoice, now: Date): CalendarMonth =>
  monthOf(now, zoneInForce(zone, now, endOfMonth))

/** The zone that months are counted by after the user has chosen another one. */
export const chooseMonthZone = (before: ZoneChoice, choice: { timeZone: string; at: Date }): ZoneChoice =>
  choice.timeZone === before.chosen ? before : chooseZone(before, choice, endOfMonth)

const endOfMonth: EndOfPeriod = (moment, timeZone) => monthOf(moment, timeZone).end

interface WallTime {
  readonly year: number
  /** 1–12. */
  readonly month: number
  /** What a clock there shows, read as if it were UTC. */
  readonly asUtcMs: number
}

/**
 * The moment when the clocks of the zone show the first of the month, 0:00. Two rounds suffice: the second corrects the
 * offset where it changed between the guess and the moment itself.
 */
function firstMomentOf(year: number, month: number, timeZone: string): Date {
  const shownMs = Date.UTC(year, month - 1, 1)
  let moment = shownMs
  for (let round = 0; round < 2; round++) moment = shownMs - offsetMsAt(new Date(moment), timeZone)
  return new Date(moment)
}

const offsetMsAt = (moment: Date, timeZone: string): number =>
  wallTimeOf(moment, timeZone).asUtcMs - Math.floor(moment.getTime() / 1000) * 1000

function wallTimeOf(moment: Date, timeZone: string): WallTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
  const [year, month] = [part('year'), part('month')]
  return {
    year,
    month,
    asUtcMs: Date.UTC(year, month - 1, part('day'), part('hour'), part('minute'), part('second')),
  }
}

const formatOf = (timeZone: string) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
