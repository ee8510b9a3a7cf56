import { expect, test } from 'vitest'
import { periodAt, periodEnd } from './period.js'

const daily = { period: 'DAILY', season: null } as const
const weekly = { period: 'WEEKLY', season: null } as const
const seasons = { period: 'SEASON', season: { startsAt: '2026-11-02T06:00:00.000Z', days: 3 } } as const
const boundsOf = (periods: typeof daily | typeof weekly | typeof seasons, at: string) => {
  const period = periodAt(periods, new Date(at))
  if (period === null) return null
  return [periodEnd(periods, period - 1), periodEnd(periods, period)].map(moment => moment?.toISOString())
}

test.each([
  ['a day', daily, '2026-11-21T00:00:00.000Z', '2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
  [
    'the last moment of a day',
    daily,
    '2026-11-21T23:59:59.999Z',
    '2026-11-21T00:00:00.000Z',
    '2026-11-22T00:00:00.000Z',
  ],
  ['a day before 1970', daily, '1969-12-31T12:00:00.000Z', '1969-12-31T00:00:00.000Z', '1970-01-01T00:00:00.000Z'],
  ['a Monday', weekly, '2026-11-16T00:00:00.000Z', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['a Sunday', weekly, '2026-11-22T23:59:59.999Z', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  [
    'a week over the change of a clock',
    weekly,
    '2026-10-25T01:30:00.000Z',
    '2026-10-19T00:00:00.000Z',
    '2026-10-26T00:00:00.000Z',
  ],
  ['the first season', seasons, '2026-11-02T06:00:00.000Z', '2026-11-02T06:00:00.000Z', '2026-11-05T06:00:00.000Z'],
  ['the next season', seasons, '2026-11-05T06:00:00.000Z', '2026-11-05T06:00:00.000Z', '2026-11-08T06:00:00.000Z'],
])('%s is in the period from its start up to its end', (_, periods, at, start, end) => {
  expect(boundsOf(periods, at)).toEqual([start, end])
})

test('before its first season a board has no period, and all time has no end', () => {
  expect(periodAt(seasons, new Date('2026-11-02T05:59:59.999Z'))).toBeNull()
  const allTime = { period: 'ALL_TIME', season: null } as const
  expect(periodAt(allTime, new Date('2026-11-21T00:00:00Z'))).toBe(0)
  expect(periodEnd(allTime, 0)).toBeNull()
})
