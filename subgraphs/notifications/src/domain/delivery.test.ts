import { describe, expect, it } from 'vitest'
import { ATTEMPTS_MAX, RETRY_AFTER_MAX_MS, retryAfterMs, retryDelayMs } from './delivery.js'

const now = new Date('2026-11-29T12:00:00Z')

describe('the delay before another try', () => {
  it('doubles up to an hour, and half of it is drawn', () => {
    const delays = (draw: number) =>
      Array.from(
        { length: ATTEMPTS_MAX },
        (_, index) => retryDelayMs({ attempts: index + 1, afterMs: null, draw }) / 1_000,
      )
    expect(delays(1)).toEqual([5, 10, 20, 40, 80, 160, 320, 640])
    expect(delays(0)).toEqual([2.5, 5, 10, 20, 40, 80, 160, 320])
    expect(retryDelayMs({ attempts: 40, afterMs: null, draw: 1 })).toBe(3_600_000)
  })

  it('is never less than what the service asks for, within a limit', () => {
    expect(retryDelayMs({ attempts: 1, afterMs: 120_000, draw: 1 })).toBe(120_000)
    expect(retryDelayMs({ attempts: 1, afterMs: 1, draw: 1 })).toBe(5_000)
    expect(retryDelayMs({ attempts: 1, afterMs: 1e12, draw: 1 })).toBe(RETRY_AFTER_MAX_MS)
  })
})

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    ['Sun, 29 Nov 2026 12:01:00 GMT', 60_000],
    ['Sun, 29 Nov 2026 11:59:00 GMT', 0],
    ['soon', null],
    ['-1', null],
    [null, null],
  ])('%j is %j milliseconds', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected)
  })
})
