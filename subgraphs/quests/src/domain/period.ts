import { DateTime } from 'luxon'
import type { QuestReset } from './quest.js'

/** The zone of users who never said one. */
export const DEFAULT_TIME_ZONE = 'UTC'

/**
 * The calendar day of a moment where the user lives, as YYYY-MM-DD. Days of 23 or 25 hours are days like others.
 * @throws RangeError for a zone or a moment that cannot be read.
 */
export const dayOf = (moment: Date, timeZone: string): string => localTime(moment, timeZone).toFormat('yyyy-MM-dd')

/** The day after a calendar day. @throws RangeError for a text that is no day. */
export const dayAfter = (day: string): string =>
  readable(DateTime.fromISO(day, { zone: 'utc' }), day)
    .plus({ days: 1 })
    .toFormat('yyyy-MM-dd')

/**
 * The period that a moment lies in: NEVER, DAILY:<day>, or WEEKLY:<its Monday>. Later periods of one reset are greater as text.
 * @throws RangeError for a zone or a moment that cannot be read, whatever the reset.
 */
export function periodOf(reset: QuestReset, place: { moment: Date; timeZone: string }): string {
  const local = localTime(place.moment, place.timeZone)
  switch (reset) {
    case 'NEVER':
      return 'NEVER'
    case 'DAILY':
      return `DAILY:${local.toFormat('yyyy-MM-dd')}`
    case 'WEEKLY':
      return `WEEKLY:${local.startOf('week').toFormat('yyyy-MM-dd')}`
  }
}

/** The first moment after the day or week of a zone that a moment lies in. */
export const endOfPeriod =
  (reset: 'DAILY' | 'WEEKLY') =>
  (moment: Date, timeZone: string): Date => {
    const unit = reset === 'DAILY' ? 'day' : 'week'
    // The start of a day is no midnight where the clocks skip it.
    return localTime(moment, timeZone).endOf(unit).plus({ milliseconds: 1 }).toJSDate()
  }

/** How a period lies to another. OTHER: of another reset, so that there is no order between them. */
export function comparePeriods(period: string, to: string): 'EARLIER' | 'SAME' | 'LATER' | 'OTHER' {
  if (period === to) return 'SAME'
  if (resetOf(period) !== resetOf(to)) return 'OTHER'
  return period < to ? 'EARLIER' : 'LATER'
}

const localTime = (moment: Date, timeZone: string): DateTime =>
  readable(DateTime.fromJSDate(moment, { zone: timeZone }), timeZone)

/** luxon writes what it cannot read as the text "Invalid DateTime", which would become the name of a period. */
function readable(time: DateTime, from: string): DateTime {
  if (time.isValid) return time
  throw new RangeError(
    `Expected a day, a moment and a time zone that can be read, not "${from}": ${time.invalidReason}`,
  )
}

const resetOf = (period: string): string => period.split(':', 1)[0] ?? period
