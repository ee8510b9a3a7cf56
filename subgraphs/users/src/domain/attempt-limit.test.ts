import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  retryAfterSeconds,
  withinWindow,
  wrongFromNetwork,
  wrongFromOneParty,
  wrongFromStrangers,
  type Backoff,
} from './attempt-limit.js'

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

const backoff = { free: 3, waitMinMs: 10_000, waitMaxMs: 60_000, windowMs: 3_600_000 }

it('makes the wait twice as long with each failure, up to its longest', () => {
  const failures: Date[] = []
  const waits: (number | null)[] = []
  let second = 0
  for (let failure = 0; failure < 8; failure++) {
    failures.push(at(second))
    const wait = retryAfterSeconds(failures, backoff, at(second))
    waits.push(wait)
    expect(retryAfterSeconds(failures, backoff, at(second + (wait ?? 0)))).toBeNull()
    second += wait ?? 0
  }
  expect(waits).toEqual([null, null, 10, 20, 40, 60, 60, 60])
})

it('lets one guess through at a time, and no more than its waits allow, however often it is tried', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 300 }), pauses => {
      let failures: Date[] = []
      let ms = 0
      let passed = 0
      for (const pause of pauses) {
        ms += pause
        const now = new Date(ms)
        if (retryAfterSeconds(failures, backoff, now) !== null) continue
        failures = [...withinWindow(failures, backoff, now), now]
        passed++
      }
      // Three for nothing, three on the way to the longest wait, then one a minute; each hour the first ones
      // are forgotten.
      const hours = Math.floor(ms / backoff.windowMs) + 1
      expect(passed).toBeLessThanOrEqual(6 * hours + Math.ceil(ms / backoff.waitMaxMs))
    }),
  )
})

it('keeps a bounded number of failures', () => {
  let failures: Date[] = []
  for (let second = 0; second < 500; second++) failures = [...withinWindow(failures, backoff, at(second)), at(second)]
  expect(failures.length).toBeLessThanOrEqual(65)
  expect(retryAfterSeconds(failures, backoff, at(500))).toBe(59)
})

/** Guesses of a party that tries again as soon as it may, by hour. */
function guessesByHour(waits: Backoff, hours: number): number[] {
  const guesses = Array.from({ length: hours }, () => 0)
  let failures: Date[] = []
  for (let second = 0; second < hours * 3_600; second++) {
    while (retryAfterSeconds(failures, waits, at(second)) === null) {
      failures = [...withinWindow(failures, waits, at(second)), at(second)]
      const hour = Math.floor(second / 3_600)
      guesses[hour] = (guesses[hour] ?? 0) + 1
    }
  }
  return guesses
}

it('leaves attackers the guesses that decision 53 names', () => {
  const firstHourAndDay = (waits: Backoff) => {
    const hours = guessesByHour(waits, 24)
    return [hours[0], hours.reduce((sum, guesses) => sum + guesses, 0)]
  }
  expect(firstHourAndDay(wrongFromOneParty)).toEqual([13, 105])
  expect(firstHourAndDay(wrongFromStrangers)).toEqual([92, 1_472])
  expect(firstHourAndDay(wrongFromNetwork)).toEqual([35, 590])
})
