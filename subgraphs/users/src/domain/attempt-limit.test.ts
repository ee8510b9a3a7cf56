import fc from 'fast-check'
import { expect, it } from 'vitest'
import { retryAfterSeconds, withinWindow } from './attempt-limit.js'

const limit = { max: 3, windowMs: 60_000 }
const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000)

it('lets happen what has not happened too often within the window', () => {
  expect(retryAfterSeconds([], limit, at(0))).toBeNull()
  expect(retryAfterSeconds([at(0), at(1)], limit, at(2))).toBeNull()
})

it('says how long to wait until the oldest that counts has left the window', () => {
  expect(retryAfterSeconds([at(0), at(10), at(20)], limit, at(30))).toBe(30)
  expect(retryAfterSeconds([at(0), at(10), at(20)], limit, at(59.5))).toBe(1)
  expect(retryAfterSeconds([at(0), at(10), at(20)], limit, at(60))).toBeNull()
})

it('never lets more than the maximum into any window', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 60 }), pauses => {
      const accepted: Date[] = []
      let ms = 0
      for (const pause of pauses) {
        ms += pause
        const now = new Date(ms)
        if (retryAfterSeconds(withinWindow(accepted, limit, now), limit, now) === null) accepted.push(now)
      }
      for (const time of accepted) {
        const inWindow = accepted.filter(other => other >= time && other.getTime() < time.getTime() + limit.windowMs)
        expect(inWindow.length).toBeLessThanOrEqual(limit.max)
      }
    }),
  )
})
