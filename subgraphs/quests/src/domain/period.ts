import { dayOf, firstMomentOf } from '@waystone/events'
import { dayAfter, mondayAfter, mondayOf } from './calendar-day.js'
import type { QuestReset } from './quest.js'

/** The zone of users who never said one. */
export const DEFAULT_TIME_ZONE = 'UTC'

/**
 * The period that a moment lies in: NEVER, DAILY:<day>, or WEEKLY:<its Monday>. Later periods of one reset
 * are greater as text.
 * @throws RangeError for an invalid zone or moment, also if the reset needs neither.
 */
export function periodOf(reset: QuestReset, place: { moment: Date; timeZone: string }): string {
  const day = dayOf(place.moment, place.timeZone)
  switch (reset) {
    case 'NEVER':
      return 'NEVER'
    case 'DAILY':
      return `DAILY:${day}`
    case 'WEEKLY':
      return `WEEKLY:${mondayOf(day)}`
  }
}

/** The first moment after a period, by its name; null for the one that never ends. */
export function endOf(period: string, timeZone: string): Date | null {
  const [reset = '', day = ''] = period.split(':')
  if (reset === 'NEVER') return null
  return firstMomentOf(reset === 'DAILY' ? dayAfter(day) : mondayAfter(day), timeZone)
}

/** The first moment after the day or week of a zone that a moment lies in. */
export const endOfPeriod =
  (reset: 'DAILY' | 'WEEKLY') =>
  (moment: Date, timeZone: string): Date => {
    const period = periodOf(reset, { moment, timeZone })
    const end = endOf(period, timeZone)
    if (end === null) throw new Error(`Expected a day or a week, which end, not ${period}`)
    return end
  }

/** How a period lies to another. OTHER: of another reset, so that there is no order between them. */
export function comparePeriods(period: string, to: string): 'EARLIER' | 'SAME' | 'LATER' | 'OTHER' {
  if (period === to) return 'SAME'
  if (resetOf(period) !== resetOf(to)) return 'OTHER'
  return period < to ? 'EARLIER' : 'LATER'
}

const resetOf = (period: string): string => period.split(':', 1)[0] ?? period
