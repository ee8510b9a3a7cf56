import { expect, test } from 'vitest'
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

test('a bell that rings all the time is heard once in each interval', async () => {
  const bell = atMostEvery(40, aBell())
  const heardAt: number[] = []
  const started = performance.now()
  for (let times = 0; times < 3; times++) {
    await bell.rung()
    bell.hear()
    heardAt.push(performance.now() - started)
  }
  const [first = Infinity, second = 0, third = 0] = heardAt
  // Timers may fire a millisecond early.
  expect(second - first).toBeGreaterThanOrEqual(39)
  expect(third - second).toBeGreaterThanOrEqual(39)
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
