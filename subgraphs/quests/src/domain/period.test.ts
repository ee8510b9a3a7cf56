import { dayOf } from '@waystone/events'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { dayAfter } from './calendar-day.js'
import { comparePeriods, periodOf } from './period.js'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
]
const anyZone = fc.constantFrom(...zones)
const anyMoment = fc.date({ min: new Date('2011-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })

describe('periods', () => {
  it('change at local midnight, also where the clock is moved at midnight', () => {
    // In Cairo the clock jumps from 00:00 to 01:00 on 2026-04-24: the day begins at 01:00.
    const first = new Date('2026-04-23T22:00:00Z')
    expect(dayOf(new Date(first.getTime() - 1), 'Africa/Cairo')).toBe('2026-04-23')
    expect(dayOf(first, 'Africa/Cairo')).toBe('2026-04-24')
  })

  it('last 23 hours when the clock goes forward and 25 when it goes back', () => {
    const hoursOf = (day: string) => {
      const start = DateTime.fromISO(day, { zone: 'Europe/Berlin' })
      const hours = Array.from({ length: 30 }, (_, hour) => start.plus({ hours: hour }).toJSDate())
      return hours.filter(moment => dayOf(moment, 'Europe/Berlin') === day).length
    }
    expect([hoursOf('2026-03-28'), hoursOf('2026-03-29'), hoursOf('2026-10-25')]).toEqual([24, 23, 25])
  })

  it('begin a week on Monday', () => {
    const weekOf = (day: string) => periodOf('WEEKLY', { moment: new Date(`${day}T12:00:00Z`), timeZone: 'UTC' })
    expect([weekOf('2026-11-15'), weekOf('2026-11-16'), weekOf('2026-11-22'), weekOf('2026-11-23')]).toEqual([
      'WEEKLY:2026-11-09',
      'WEEKLY:2026-11-16',
      'WEEKLY:2026-11-16',
      'WEEKLY:2026-11-23',
    ])
  })

  it('begin at the first moment of a local day, and the moment before lies in an earlier one', () => {
    fc.assert(
      fc.property(
        anyMoment,
        anyZone,
        fc.constantFrom('DAILY' as const, 'WEEKLY' as const),
        (moment, timeZone, reset) => {
          const unit = reset === 'DAILY' ? 'day' : 'week'
          const start = DateTime.fromJSDate(moment, { zone: timeZone }).startOf(unit).toJSDate()
          const period = periodOf(reset, { moment, timeZone })
          expect(periodOf(reset, { moment: start, timeZone })).toBe(period)
          const before = periodOf(reset, { moment: new Date(start.getTime() - 1), timeZone })
          expect(comparePeriods(before, period)).toBe('EARLIER')
        },
      ),
    )
  })

  it('never go back while time goes on', () => {
    fc.assert(
      fc.property(anyMoment, fc.nat(10 * 24 * 3600 * 1000), anyZone, (moment, laterByMs, timeZone) => {
        const later = new Date(moment.getTime() + laterByMs)
        for (const reset of ['DAILY', 'WEEKLY'] as const) {
          const order = comparePeriods(
            periodOf(reset, { moment: later, timeZone }),
            periodOf(reset, { moment, timeZone }),
          )
          expect(['SAME', 'LATER']).toContain(order)
        }
      }),
    )
  })

  it('are refused for a zone, a moment or a day that cannot be read', () => {
    const moment = new Date('2026-11-21T12:00:00Z')
    for (const reset of ['NEVER', 'DAILY', 'WEEKLY'] as const) {
      expect(() => periodOf(reset, { moment, timeZone: 'Atlantis/Capital' })).toThrow(RangeError)
      expect(() => periodOf(reset, { moment: new Date(Number.NaN), timeZone: 'UTC' })).toThrow(RangeError)
    }
    expect(() => dayOf(moment, '')).toThrow(RangeError)
    expect(() => dayAfter('Invalid DateTime')).toThrow(RangeError)
  })

  it('have no order when they are of different resets', () => {
    expect(comparePeriods('DAILY:2026-11-21', 'WEEKLY:2026-11-16')).toBe('OTHER')
    expect(comparePeriods('NEVER', 'NEVER')).toBe('SAME')
  })

  it('know the day after the last of a month, a year, and a February', () => {
    expect(['2026-11-30', '2026-12-31', '2028-02-28', '2027-02-28'].map(dayAfter)).toEqual([
      '2026-12-01',
      '2027-01-01',
      '2028-02-29',
      '2027-03-01',
    ])
  })
})
