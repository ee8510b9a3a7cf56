import { dayOf, firstMomentOf } from '@waystone/events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarOf, withChosenZone, zoneFor, type Calendar } from './calendar.js'
import { nextResetAt } from './next-reset.js'
import { comparePeriods, periodOf } from './period.js'

const zones = Intl.supportedValuesOf('timeZone')
const resets = ['DAILY', 'WEEKLY'] as const
type Reset = (typeof resets)[number]
const anyReset = fc.constantFrom(...resets)
const anyZone = fc.constantFrom(...zones)
const anyMoment = fc.date({ min: new Date('2012-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })

const periodAt = (reset: Reset, calendar: Calendar, moment: Date) =>
  periodOf(reset, { moment, timeZone: zoneFor(reset, calendar, moment) })

function nextOf(reset: Reset, at: { now: Date; calendar: Calendar; begun?: string }): Date {
  const next = nextResetAt(reset, { begun: null, ...at })
  if (next === null) throw new Error('Days and weeks end')
  return next
}

/** Returns whether `next` is in another period, and every sampled moment before it in the current one. */
function isFirstOfAnother(reset: Reset, at: { now: Date; calendar: Calendar }): boolean {
  const next = nextOf(reset, at)
  const current = periodAt(reset, at.calendar, at.now)
  const span = next.getTime() - at.now.getTime()
  const before = [1, 1_000, 60_000, 3_600_000, 3_600_001, 7_200_000, span / 2, span / 3]
  return (
    periodAt(reset, at.calendar, next) !== current &&
    before
      .map(ms => new Date(next.getTime() - Math.ceil(ms)))
      .filter(moment => moment >= at.now)
      .every(moment => periodAt(reset, at.calendar, moment) === current)
  )
}

describe('the next reset', () => {
  it('is the first moment of another period, in every zone, at any moment', () => {
    fc.assert(
      fc.property(anyZone, anyMoment, anyReset, (timeZone, now, reset) => {
        expect(isFirstOfAnother(reset, { now, calendar: calendarOf(timeZone) })).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is it also on the days around every change of a clock from 2025 to 2028', () => {
    let changes = 0
    const wrong: string[] = []
    for (const timeZone of zones) {
      for (const change of changesOf(timeZone, 2025, 2029)) {
        changes++
        for (const hours of [-30, -1, 0, 1, 20])
          for (const reset of resets) {
            const now = new Date(change + hours * HOUR_MS)
            if (!isFirstOfAnother(reset, { now, calendar: calendarOf(timeZone) }))
              wrong.push(`${reset} of ${timeZone} at ${now.toISOString()}`)
          }
      }
    }
    expect(wrong).toEqual([])
    expect(changes).toBeGreaterThan(500)
  }, 120_000)

  it('is at the first of two midnights, from whichever side it is asked for', () => {
    // The clocks of Havana go back from 1:00 to 0:00 on 2026-11-01, those of the Azores on 2026-10-25.
    for (const [timeZone, before, midnight] of [
      ['America/Havana', '2026-10-31T22:00:00Z', '2026-11-01T04:00:00.000Z'],
      ['Atlantic/Azores', '2026-10-24T23:59:59.999Z', '2026-10-25T00:00:00.000Z'],
    ] as const) {
      const calendar = calendarOf(timeZone)
      expect(nextOf('DAILY', { now: new Date(before), calendar }).toISOString()).toBe(midnight)
      const [first, second] = [new Date(midnight), new Date(Date.parse(midnight) + HOUR_MS)]
      expect(nextOf('DAILY', { now: first, calendar })).toEqual(nextOf('DAILY', { now: second, calendar }))
      expect(nextOf('DAILY', { now: first, calendar }).getTime() - first.getTime()).toBe(25 * HOUR_MS)
    }
  })

  it('is where the day begins that has no midnight', () => {
    const of = (timeZone: string, now: string) =>
      nextOf('DAILY', { now: new Date(now), calendar: calendarOf(timeZone) })
    expect(of('Africa/Cairo', '2026-04-23T12:00:00Z').toISOString()).toBe('2026-04-23T22:00:00.000Z')
    expect(of('America/Santiago', '2026-09-05T12:00:00Z').toISOString()).toBe('2026-09-06T04:00:00.000Z')
  })

  it('is the day after the one that Samoa skipped', () => {
    expect(firstMomentOf('2011-12-30', 'Pacific/Apia')).toEqual(firstMomentOf('2011-12-31', 'Pacific/Apia'))
    expect(firstMomentOf('2011-12-31', 'Pacific/Apia').toISOString()).toBe('2011-12-30T10:00:00.000Z')
  })

  it('is null for a quest that never resets', () => {
    expect(nextResetAt('NEVER', { now: new Date(), calendar: calendarOf('UTC'), begun: 'NEVER' })).toBeNull()
  })

  it('follows a zone that was chosen in this period, and stays the first moment of a later one', () => {
    fc.assert(
      fc.property(anyZone, anyZone, anyMoment, fc.nat(26 * 60), anyReset, (from, to, at, minutes, reset) => {
        const calendar = withChosenZone(calendarOf(from), { timeZone: to, at })
        const now = new Date(at.getTime() + minutes * 60_000)
        const next = nextOf(reset, { now, calendar })
        const current = periodAt(reset, calendar, now)
        expect(comparePeriods(periodAt(reset, calendar, next), current)).toBe('LATER')
        for (let ms = now.getTime(); ms < next.getTime(); ms += 20 * 60_000)
          expect(comparePeriods(periodAt(reset, calendar, new Date(ms)), current)).not.toBe('LATER')
        expect(comparePeriods(periodAt(reset, calendar, new Date(next.getTime() - 1)), current)).not.toBe('LATER')
      }),
      { numRuns: 200 },
    )
  })

  it('is after the period that the progress has begun, where that lies ahead', () => {
    const now = new Date('2026-11-21T12:00:00Z')
    const calendar = calendarOf('UTC')
    expect(nextOf('DAILY', { now, calendar, begun: 'DAILY:2026-11-22' })).toEqual(new Date('2026-11-23T00:00:00Z'))
    expect(nextOf('DAILY', { now, calendar, begun: 'DAILY:2026-11-20' })).toEqual(new Date('2026-11-22T00:00:00Z'))
    expect(nextOf('WEEKLY', { now, calendar, begun: 'DAILY:2026-11-22' })).toEqual(new Date('2026-11-23T00:00:00Z'))
  })
})

describe('days', () => {
  it('never go back while time goes on, in every zone since 2012', () => {
    for (const timeZone of zones)
      for (const change of changesOf(timeZone, 2012, 2020))
        expect(dayOf(new Date(change), timeZone) >= dayOf(new Date(change - 1), timeZone), timeZone).toBe(true)
  }, 60_000)
})

const HOUR_MS = 3_600_000

/** The moments at which the zone's offset changes: found apart from what is tested, by Intl alone. */
function changesOf(timeZone: string, fromYear: number, toYear: number): readonly number[] {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const offsetAt = (ms: number) => format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value
  const step = 10 * 24 * HOUR_MS
  const changes: number[] = []
  for (let ms = Date.UTC(fromYear); ms < Date.UTC(toYear); ms += step) {
    if (offsetAt(ms) === offsetAt(ms + step)) continue
    let [before, after] = [ms, ms + step]
    while (after - before > 60_000) {
      const between = before + Math.floor((after - before) / 120_000) * 60_000
      if (offsetAt(between) === offsetAt(ms)) before = between
      else after = between
    }
    changes.push(after)
  }
  return changes
}
