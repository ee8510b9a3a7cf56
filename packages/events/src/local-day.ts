/**
 * The calendar day of a moment in the user's time zone, as YYYY-MM-DD. Days of 23 or 25 hours get no special
 * treatment.
 * @throws RangeError for a zone or a moment that cannot be read.
 */
export function dayOf(moment: Date, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(moment)
  const part = (wanted: Intl.DateTimeFormatPartTypes) => parts.find(({ type }) => type === wanted)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

const HOUR_MS = 60 * 60 * 1_000
/** No zone has ever been further from UTC: Manila was 15:56 behind it until 1844. */
const OFFSET_HOURS_MAX = 16

/**
 * The first moment of a calendar day, or of the next day that there is where the zone skips the day.
 *
 * A day does not always begin at 0:00. Where the clocks go forward at midnight (Cairo, Beirut, Santiago), the
 * day begins at 1:00; where they go back from 1:00 to 0:00 (Havana, the Azores), 0:00 comes twice, and the
 * first one counts. So the moment is searched for at which `dayOf` changes, instead of being computed from an
 * offset: the two cannot disagree.
 * @throws RangeError for a zone or a day that cannot be read.
 */
export function firstMomentOf(day: string, timeZone: string): Date {
  const isReached = (ms: number) => dayOf(new Date(ms), timeZone) >= day
  const utcMidnight = Date.parse(`${day}T00:00:00Z`)
  let [before, after] = [utcMidnight - OFFSET_HOURS_MAX * HOUR_MS, utcMidnight + OFFSET_HOURS_MAX * HOUR_MS]
  while (!isReached(after)) after += OFFSET_HOURS_MAX * HOUR_MS
  // Clocks change at whole seconds, which `before` and `after` always are.
  while (after - before > 1_000) {
    const between = before + Math.floor((after - before) / 2_000) * 1_000
    if (isReached(between)) after = between
    else before = between
  }
  return new Date(after)
}

/** Zones have several names; all of the database are some 600. */
const FORMATS_MAX = 1_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** A format costs 50 µs to make and is needed for each event. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const options = { timeZone, calendar: 'gregory', year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const made = new Intl.DateTimeFormat('en-US-u-nu-latn', options)
  if (formats.size >= FORMATS_MAX) formats.clear()
  formats.set(timeZone, made)
  return made
}
