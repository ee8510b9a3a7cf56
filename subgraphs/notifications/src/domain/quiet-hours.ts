import { DateTime } from 'luxon'

/** Local hours between which nothing is pushed; from 22 to 7 is the night. */
export interface QuietHours {
  /** The first quiet hour, 0 to 23. */
  readonly from: number
  /** The hour that they end with; another one than `from`. */
  readonly to: number
}

/** Offsets of all zones are whole quarters of an hour, and clocks are set at whole quarters. */
const STEP_MS = 15 * 60 * 1_000
/** A day of 25 hours, and one hour more. */
const STEPS_MAX = 26 * 4

/**
 * The moment until which nothing is pushed: the first one after `moment` at which the clocks of the zone show no
 * quiet hour; null where they show none now. So an hour that the clocks leave out ends with the jump, and an hour
 * that they show twice is quiet twice.
 */
export function quietUntil(hours: QuietHours, { moment, timeZone }: { moment: Date; timeZone: string }): Date | null {
  const isQuiet = (ms: number) => isQuietHour(hours, DateTime.fromMillis(ms, { zone: timeZone }).hour)
  const start = moment.getTime()
  if (!isQuiet(start)) return null
  let end = Math.floor(start / STEP_MS) * STEP_MS
  for (let step = 0; step < STEPS_MAX; step++) {
    end += STEP_MS
    if (!isQuiet(end)) return new Date(end)
  }
  throw new Error(`Expected an hour of ${timeZone} that is not quiet within a day of ${moment.toISOString()}`)
}

const isQuietHour = ({ from, to }: QuietHours, hour: number): boolean =>
  from < to ? hour >= from && hour < to : hour >= from || hour < to
