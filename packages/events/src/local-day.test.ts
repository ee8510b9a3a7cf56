import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, firstMomentOf } from './local-day.js'

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
const moments = fc.date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
const firstOf = (day: string, timeZone: string) => firstMomentOf(day, timeZone).toISOString()

describe('a day', () => {
  it('begins with its first moment: the one before lies in an earlier day', () => {
    fc.assert(
      fc.property(zones, moments, (timeZone, moment) => {
        const day = dayOf(moment, timeZone)
        const first = firstMomentOf(day, timeZone)
        expect(first <= moment).toBe(true)
        expect(dayOf(first, timeZone)).toBe(day)
        expect(dayOf(new Date(first.getTime() - 1), timeZone) < day).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it('begins at the first of two midnights', () => {
    expect(firstOf('2026-11-01', 'America/Havana')).toBe('2026-11-01T04:00:00.000Z')
    expect(firstOf('2026-10-25', 'Atlantic/Azores')).toBe('2026-10-25T00:00:00.000Z')
  })

  it('begins at 1:00 where the clocks skip midnight', () => {
    expect(firstOf('2026-04-24', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z')
    expect(firstOf('2023-10-01', 'America/Asuncion')).toBe('2023-10-01T04:00:00.000Z')
  })

  it('that a zone skips begins with the day after it', () => {
    expect(firstOf('2011-12-30', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z')
    expect(firstOf('2011-12-31', 'Pacific/Apia')).toBe('2011-12-30T10:00:00.000Z')
  })

  it('is refused where the zone, the moment or the day cannot be read', () => {
    const moment = new Date('2026-11-21T12:00:00Z')
    expect(() => dayOf(moment, 'Atlantis/Capital')).toThrow(RangeError)
    expect(() => dayOf(moment, '')).toThrow(RangeError)
    expect(() => dayOf(new Date(Number.NaN), 'UTC')).toThrow(RangeError)
    expect(() => firstMomentOf('today', 'UTC')).toThrow(RangeError)
  })
})
