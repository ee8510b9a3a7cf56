import { describe, expect, it } from 'vitest'
import { nextUtcDay, utcDayOf } from './utc-day.js'

describe('a UTC day', () => {
  it('begins at midnight UTC, wherever the machine stands', () => {
    expect(utcDayOf(new Date('2026-11-21T23:59:59.999Z'))).toBe('2026-11-21')
    expect(utcDayOf(new Date('2026-11-22T00:00:00.000Z'))).toBe('2026-11-22')
  })

  it('ends where the next one begins', () => {
    expect(nextUtcDay(new Date('2026-12-31T12:00:00Z')).toISOString()).toBe('2027-01-01T00:00:00.000Z')
    expect(nextUtcDay(new Date('2027-01-01T00:00:00Z')).toISOString()).toBe('2027-01-02T00:00:00.000Z')
  })
})
