import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Bell } from './bell.js'
import { atMostEvery } from './at-most-every.js'

/** A bell that has always rung, and counts how often it is heard. */
function aBell(): Bell & { readonly heard: () => number } {
  let heard = 0
  let isClosed = false
  return {
    rung: () => Promise.resolve(),
    hear: () => {
      heard++
      return []
    },
    get isClosed() {
      return isClosed
    },
    close: () => {
      isClosed = true
    },
    heard: () => heard,
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a bell that rings all the time is heard once in each interval', async () => {
  const inner = aBell()
  const bell = atMostEvery(40, inner)
  const heardThreeTimes = (async () => {
    for (let times = 0; times < 3; times++) {
      await bell.rung()
      bell.hear()
    }
  })()
  await vi.advanceTimersByTimeAsync(39)
  expect(inner.heard()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(inner.heard()).toBe(2)
  await vi.advanceTimersByTimeAsync(39)
  expect(inner.heard()).toBe(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(inner.heard()).toBe(3)
  await heardThreeTimes
})

test('the first ring is heard at once, and closing it ends the waiting for the interval', async () => {
  const inner = aBell()
  const bell = atMostEvery(3_600_000, inner)
  await bell.rung()
  bell.hear()
  const waiting = bell.rung()
  bell.close()
  await waiting
  expect(bell.isClosed).toBe(true)
})
