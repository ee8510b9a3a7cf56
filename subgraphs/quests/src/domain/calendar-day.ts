const DAY_MS = 24 * 60 * 60 * 1_000
const DAYS_OF_WEEK = 7

/** The day so many days after a calendar day (YYYY-MM-DD). @throws RangeError for a text that is no day. */
const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** The day after a calendar day. @throws RangeError for a text that is no day. */
export const dayAfter = (day: string): string => daysAfter(day, 1)

/** The Monday of the week that a calendar day lies in. @throws RangeError for a text that is no day. */
export const mondayOf = (day: string): string =>
  daysAfter(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + DAYS_OF_WEEK - 1) % DAYS_OF_WEEK))

/** The Monday after the week of a Monday. @throws RangeError for a text that is no day. */
export const mondayAfter = (monday: string): string => daysAfter(monday, DAYS_OF_WEEK)
