import { expect, test } from 'vitest'
import { TICK_MS } from '../tick.js'
import { CATCH_UP_MAX, keepPace } from './pace.js'

/** A clock that a test turns on, and timers that are late by as much as it says. */
function aMachine(lateMs: () => number) {
  let now = 1_000
  let next: { at: number; run: () => void } | undefined
  return {
    parts: {
      now: () => now,
      after: (ms: number, run: () => void) => {
        next = { at: now + ms + (ms > 0 ? lateMs() : 0), run }
      },
    },
    suspend: (ms: number) => {
      now += ms
    },
    runUntil: (until: number) => {
      while (next !== undefined && next.at <= until) {
        const { at, run } = next
        next = undefined
        now = Math.max(now, at)
        run()
      }
      now = Math.max(now, until)
    },
  }
}

test('late timers do not add up: after a minute, there have been as many ticks as fit into it', () => {
  const { parts, runUntil } = aMachine(() => 1.4)
  let ticks = 0
  const pace = keepPace(() => ticks++, parts)
  runUntil(61_000)
  expect(ticks).toBeGreaterThanOrEqual(60_000 / TICK_MS - 1)
  expect(ticks).toBeLessThanOrEqual(60_000 / TICK_MS)
  expect(pace.skipped).toBe(0)
})

test('a loop that is late catches up; of a long delay it skips what is beyond that', () => {
  const { parts, runUntil, suspend } = aMachine(() => 0)
  const at: number[] = []
  const pace = keepPace(() => at.push(parts.now()), parts)
  runUntil(1_200)
  const before = at.length
  suspend(3 * TICK_MS)
  runUntil(1_201 + 3 * TICK_MS)
  expect([at.length - before, pace.skipped]).toEqual([3, 0])

  suspend(10_000)
  const late = parts.now()
  runUntil(late + 1)
  expect(at.filter(time => time >= late && time <= late + 1)).toHaveLength(CATCH_UP_MAX + 1)
  expect(pace.skipped).toBe(10_000 / TICK_MS - CATCH_UP_MAX - 1)
})

test('a tick is told how late it begins, and how many were skipped before it', () => {
  const { parts, runUntil, suspend } = aMachine(() => 0)
  const told: unknown[] = []
  keepPace(lateness => told.push(lateness), parts)
  runUntil(1_040)
  suspend(10 * TICK_MS + 7)
  runUntil(1_447)
  const late = (ticks: number) => ticks * TICK_MS + 7
  expect(told).toEqual([
    { lateMs: 0, skipped: 0 },
    ...[5, 4, 3, 2, 1, 0].map((ticks, index) => ({ lateMs: late(ticks), skipped: index === 0 ? 4 : 0 })),
  ])
})

test('a pace that is stopped ticks no more', () => {
  const { parts, runUntil } = aMachine(() => 0)
  let ticks = 0
  const pace = keepPace(() => ticks++, parts)
  runUntil(1_100)
  pace.stop()
  runUntil(2_000)
  expect(ticks).toBe(2)
})
