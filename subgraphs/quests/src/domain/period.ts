import { DateTime, IANAZone } from 'luxon'
import type { QuestReset } from './quest.js'

/** The zone of users who never said one. */
export const DEFAULT_TIME_ZONE = 'UTC'

/** Whether it is a name of the IANA time zone database, such as Europe/Berlin. */
export const isTimeZone = (name: string): boolean => IANAZone.isValidZone(name)

/** The calendar day of a moment where the user lives, as YYYY-MM-DD. Days of 23 or 25 hours are days like others. */
export const dayOf = (moment: Date, timeZone: string): string => localTime(moment, timeZone).toFormat('yyyy-MM-dd')

/** The day after a calendar day. */
export const dayAfter = (day: string): string =>
  DateTime.fromISO(day, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd')

/** The period that a moment lies in: NEVER, DAILY:<day>, or WEEKLY:<its Monday>. Later periods of one reset are greater as text. */
export function periodOf(reset: QuestReset, place: { moment: Date; timeZone: string }): string {
  switch (reset) {
    case 'NEVER':
      return 'NEVER'
    case 'DAILY':
      return `DAILY:${dayOf(place.moment, place.timeZone)}`
    case 'WEEKLY':
      return `WEEKLY:${localTime(place.moment, place.timeZone).startOf('week').toFormat('yyyy-MM-dd')}`
  }
}

/** How a period lies to another. OTHER: of another reset, so that there is no order between them. */
export function comparePeriods(period: string, to: string): 'EARLIER' | 'SAME' | 'LATER' | 'OTHER' {
  if (period === to) return 'SAME'
  if (resetOf(period) !== resetOf(to)) return 'OTHER'
  return period < to ? 'EARLIER' : 'LATER'
}

const localTime = (moment: Date, timeZone: string): DateTime => DateTime.fromJSDate(moment, { zone: timeZone })

const resetOf = (period: string): string => period.split(':', 1)[0] ?? period
