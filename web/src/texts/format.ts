const LANGUAGE = 'en'

const numbers = new Intl.NumberFormat(LANGUAGE)
const percents = new Intl.NumberFormat(LANGUAGE, { style: 'percent', maximumFractionDigits: 3 })
const moments = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short' })
const timesOfDay = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'short' })
const calendarDays = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium' })
const clocks = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'medium' })
const spans = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' })

export const formatNumber = (value: number): string => numbers.format(value)

/** A text that is a whole number, however large, as one; any other text as it is. */
export const formatExact = (text: string): string => (/^-?\d+$/.test(text) ? numbers.format(BigInt(text)) : text)

/** @param share from 0 to 1 */
export const formatPercent = (share: number): string => percents.format(share)

/** @param iso a DateTime of the API */
export const formatMoment = (iso: string): string => moments.format(new Date(iso))

/** The day alone. @param iso a DateTime of the API */
export const formatDay = (iso: string): string => calendarDays.format(new Date(iso))

/** Of today the time alone, and of any other day the day as well. @param iso a DateTime of the API */
export function formatRecent(iso: string, now = new Date()): string {
  const moment = new Date(iso)
  return moment.toDateString() === now.toDateString() ? timesOfDay.format(moment) : moments.format(moment)
}

/** The time of day with its seconds. @param ms since 1970 */
export const formatClock = (ms: number): string => clocks.format(ms)

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** `in 3 hours`, `2 minutes ago`; seconds are rounded to "now". */
export function formatFromNow(iso: string, now = Date.now()): string {
  const ms = Date.parse(iso) - now
  const [unit, length] = UNITS.find(([, span]) => Math.abs(ms) >= span) ?? ['second', Infinity]
  return spans.format(Math.trunc(ms / length) || 0, unit)
}

/** Such as `2 d 3 h`, `3 h 12 min` or `4 min 05 s`: the two largest units of a countdown. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(Math.ceil(ms / 1000), 0)
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60].map(Math.floor)
  if (days) return `${days} d ${hours} h`
  if (hours) return `${hours} h ${minutes} min`
  return minutes ? `${minutes} min ${String(seconds % 60).padStart(2, '0')} s` : `${seconds} s`
}

/** @param cents in the smallest unit of the currency, an ISO 4217 code */
export function formatMoney(cents: number, currency: string): string {
  const format = new Intl.NumberFormat(LANGUAGE, { style: 'currency', currency })
  return format.format(cents / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}
