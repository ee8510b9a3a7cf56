import { DateTime } from 'luxon'
import { describe, expect, it, test } from 'vitest'
import { quietUntil, type QuietHours } from './quiet-hours.js'

const night: QuietHours = { from: 22, to: 7 }
const until = (hours: QuietHours, timeZone: string, moment: string) =>
  quietUntil(hours, { moment: new Date(moment), timeZone })?.toISOString() ?? null

describe('quiet hours', () => {
  it.each([
    ['before them', night, 'Europe/Paris', '2026-11-29T20:59:59.999Z', null],
    ['with their first hour', night, 'Europe/Paris', '2026-11-29T21:00:00Z', '2026-11-30T06:00:00.000Z'],
    ['past midnight', night, 'Europe/Paris', '2026-11-30T05:59:59.999Z', '2026-11-30T06:00:00.000Z'],
    ['with their last hour', night, 'Europe/Paris', '2026-11-30T06:00:00Z', null],
    ['within one day', { from: 12, to: 14 }, 'Asia/Tokyo', '2026-11-30T03:30:00Z', '2026-11-30T05:00:00.000Z'],
    ['up to midnight', { from: 22, to: 0 }, 'UTC', '2026-11-30T22:30:00Z', '2026-12-01T00:00:00.000Z'],
    ['of all but an hour', { from: 8, to: 7 }, 'UTC', '2026-11-30T08:00:00Z', '2026-12-01T07:00:00.000Z'],
    ['in a zone of quarters', night, 'Asia/Kathmandu', '2026-11-30T16:15:00Z', '2026-12-01T01:15:00.000Z'],
    // Paris goes from 2:00 to 3:00 on 29 March: hour 2 is left out.
    ['that end in a gap', { from: 0, to: 2 }, 'Europe/Paris', '2026-03-29T00:30:00Z', '2026-03-29T01:00:00.000Z'],
    // Paris goes from 3:00 back to 2:00 on 25 October: hour 2 comes twice.
    [
      'that end with a repeated hour',
      { from: 1, to: 3 },
      'Europe/Paris',
      '2026-10-25T00:30:00Z',
      '2026-10-25T02:00:00.000Z',
    ],
    [
      'that end before a repeated hour',
      { from: 0, to: 2 },
      'Europe/Paris',
      '2026-10-24T23:30:00Z',
      '2026-10-25T00:00:00.000Z',
    ],
    // Lord Howe Island goes by half an hour: from 2:00 back to 1:30 on 5 April.
    [
      'within half an hour that is repeated',
      { from: 0, to: 2 },
      'Australia/Lord_Howe',
      '2026-04-04T14:59:00Z',
      '2026-04-04T15:30:00.000Z',
    ],
  ])('%s end as the clock says', (_, hours, zone, moment, expected) => {
    expect(until(hours, zone, moment)).toBe(expected)
  })
})

const YEAR = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1) }
/** No zone sets its clocks twice within it. */
const PROBE_MS = 10 * 86_400_000
const MINUTE_MS = 60_000

/** The moments at which the clocks of a zone are set, to the millisecond. */
function transitionsOf(zone: string): number[] {
  const offset = (ms: number) => DateTime.fromMillis(ms, { zone }).offset
  const found: number[] = []
  for (let probe = YEAR.from; probe < YEAR.to; probe += PROBE_MS) {
    if (offset(probe) === offset(probe + PROBE_MS)) continue
    let [low, high] = [probe, probe + PROBE_MS]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (offset(middle) === offset(low)) low = middle
      else high = middle
    }
    found.push(high)
  }
  return found
}

test('in every zone, around every setting of the clocks, they end at the first minute that is not quiet', () => {
  const zones = Intl.supportedValuesOf('timeZone')
  expect(zones.length).toBeGreaterThan(400)
  let checked = 0
  const seen = new Set<string>()
  for (const zone of zones) {
    const hourAt = (ms: number) => DateTime.fromMillis(ms, { zone }).hour
    for (const transition of transitionsOf(zone)) {
      // Zones that set the same clocks at the same moment are one case.
      const offsets = [transition - 1, transition].map(ms => DateTime.fromMillis(ms, { zone }).offset)
      const setting = `${transition} ${offsets.join(' ')}`
      if (seen.has(setting)) continue
      seen.add(setting)
      const [before, after] = [hourAt(transition - 1), hourAt(transition)]
      // Hours that end with, begin with, hold or follow the jump.
      for (const to of new Set([before, after, (after + 1) % 24, (before + 1) % 24])) {
        const hours = { from: (to + 21) % 24, to }
        const isQuiet = (ms: number) => (hourAt(ms) - hours.from + 24) % 24 < 3
        for (const moment of [transition - 40 * MINUTE_MS, transition - 1, transition, transition + 20 * MINUTE_MS]) {
          let expected = moment
          while (isQuiet(expected)) expected = Math.floor(expected / MINUTE_MS) * MINUTE_MS + MINUTE_MS
          const ends = quietUntil(hours, { moment: new Date(moment), timeZone: zone })
          const told = `${zone} ${new Date(moment).toISOString()} quiet until ${to}`
          expect(ends?.getTime() ?? moment, told).toBe(expected)
          checked++
        }
      }
    }
  }
  expect(seen.size).toBeGreaterThan(20)
  expect(checked).toBeGreaterThan(300)
})
