import { chooseZone, zoneInForce, type ZoneChoice } from '@waystone/events'
import { DEFAULT_TIME_ZONE, endOfPeriod } from './period.js'
import type { QuestReset } from './quest.js'

/**
 * The time zones that a user's days and weeks are counted by. A zone that the user chooses counts from the
 * end of the day, or of the week, in which it was chosen: a change never opens a period while another one
 * lasts.
 */
export interface Calendar {
  readonly timeZone: string
  /** The zone that days go by until the day of the choice has ended. */
  readonly formerOfDays: string
  /** The zone that weeks go by until the week of the choice has ended. */
  readonly formerOfWeeks: string
  readonly chosenAt: Date | null
}

/** Of a zone that counts at once: a sign-up's. */
export const calendarOf = (timeZone: string): Calendar => ({
  timeZone,
  formerOfDays: timeZone,
  formerOfWeeks: timeZone,
  chosenAt: null,
})

/** Of users who never said a zone. */
export const defaultCalendar = calendarOf(DEFAULT_TIME_ZONE)

/** The zone that a reset goes by at a moment; streaks go by the days of DAILY. */
export const zoneFor = (reset: QuestReset, calendar: Calendar, moment: Date): string =>
  reset === 'WEEKLY'
    ? zoneInForce(choiceOf(calendar, calendar.formerOfWeeks), moment, endOfPeriod('WEEKLY'))
    : zoneInForce(choiceOf(calendar, calendar.formerOfDays), moment, endOfPeriod('DAILY'))

/** The calendar after the user has chosen a zone. The same zone again changes nothing. */
export function withChosenZone(calendar: Calendar, choice: { timeZone: string; at: Date }): Calendar {
  if (choice.timeZone === calendar.timeZone) return calendar
  const days = chooseZone(choiceOf(calendar, calendar.formerOfDays), choice, endOfPeriod('DAILY'))
  const weeks = chooseZone(choiceOf(calendar, calendar.formerOfWeeks), choice, endOfPeriod('WEEKLY'))
  return {
    timeZone: choice.timeZone,
    formerOfDays: days.former,
    formerOfWeeks: weeks.former,
    chosenAt: choice.at,
  }
}

const choiceOf = ({ timeZone, chosenAt }: Calendar, former: string): ZoneChoice => ({
  chosen: timeZone,
  former,
  chosenAt,
})
