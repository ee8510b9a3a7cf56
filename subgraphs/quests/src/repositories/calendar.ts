import type { Calendar } from '../domain/calendar.js'

/** Of a player's row; `time_zone` is the zone that the user has chosen. */
export const calendarColumns = ['time_zone', 'former_of_days', 'former_of_weeks', 'zone_chosen_at'] as const

export interface CalendarRow {
  readonly time_zone: string
  readonly former_of_days: string
  readonly former_of_weeks: string
  readonly zone_chosen_at: Date | null
}

export const calendarOfRow = (row: CalendarRow): Calendar => ({
  timeZone: row.time_zone,
  formerOfDays: row.former_of_days,
  formerOfWeeks: row.former_of_weeks,
  chosenAt: row.zone_chosen_at,
})
