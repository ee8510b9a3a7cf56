import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chooseMonthZone, monthInForce, monthOf } from './calendar-month.js'

const monthIn = (now: string, zone: string) => {
  const { start, end } = monthOf(new Date(now), zone)
  return [start.toISOString(), end.toISOString()]
}

it('is the calendar month of UTC there', () => {
  expect(monthIn('2026-03-15T00:00:00Z', 'UTC')).toEqual(['2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'])
  expect(monthIn('2026-12-31T23:59:59.999Z', 'UTC')).toEqual(['2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'])
})

it('begins and ends with the local midnight, whatever the clocks do in between', () => {
  expect(monthIn('2026-03-15T00:00:00Z', 'Europe/Paris')).toEqual([
    '2026-02-28T23:00:00.000Z',
    '2026-03-31T22:00:00.000Z',
  ])
  expect(monthIn('2026-03-31T23:00:00Z', 'Europe/Paris')).toEqual([
    '2026-03-31T22:00:00.000Z',
    '2026-04-30T22:00:00.000Z',
  ])
  expect(monthIn('2026-11-01T03:30:00Z', 'America/New_York')).toEqual([
    '2026-10-01T04:00:00.000Z',
    '2026-11-01T04:00:00.000Z',
  ])
})

it('holds the moment it was asked for, and its end begins the next one', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
  const moments = fc.date({ min: new Date('2000-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(moments, zones, (now, zone) => {
      const { start, end } = monthOf(now, zone)
      expect(start.getTime()).toBeLessThanOrEqual(now.getTime())
      expect(end.getTime()).toBeGreaterThan(now.getTime())
      expect(monthOf(end, zone).start).toEqual(end)
      expect(monthOf(start, zone)).toMatchObject({ start, end })
      expect(monthOf(new Date(start.getTime() - 1), zone).name).not.toBe(monthOf(start, zone).name)
    }),
    { numRuns: 500 },
  )
})

it('begins at the first of two midnights, and where the clocks skip midnight at the moment after', () => {
  // Havana: from 1:00 back to 0:00 on the first of November. Asunción and Amman: from 0:00 to 1:00 on the
  // first of the month.
  expect(monthOf(new Date('2026-11-15T00:00:00Z'), 'America/Havana').start.toISOString()).toBe(
    '2026-11-01T04:00:00.000Z',
  )
  expect(monthOf(new Date('2023-10-15T00:00:00Z'), 'America/Asuncion').start.toISOString()).toBe(
    '2023-10-01T04:00:00.000Z',
  )
  expect(monthOf(new Date('2016-04-15T00:00:00Z'), 'Asia/Amman').start.toISOString()).toBe('2016-03-31T22:00:00.000Z')
})

it('goes on until its end in the zone that it began in, however often the user chooses another one', () => {
  const zones = fc.constantFrom('UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Paris', 'America/New_York')
  const steps = fc.array(fc.record({ gapHours: fc.nat(200), moveTo: zones }), { maxLength: 40 })
  fc.assert(
    fc.property(steps, story => {
      let zone: Parameters<typeof monthInForce>[0] = { chosen: 'UTC', former: 'UTC', chosenAt: null }
      let now = new Date('2026-10-30T12:00:00Z')
      let month = monthInForce(zone, now)
      for (const { gapHours, moveTo } of story) {
        now = new Date(now.getTime() + gapHours * 3_600_000)
        const present = monthInForce(zone, now)
        expect(present).toEqual(now < month.end ? month : present)
        month = present
        zone = chooseMonthZone(zone, { timeZone: moveTo, at: now })
        expect(monthInForce(zone, now)).toEqual(month)
      }
    }),
  )
})
