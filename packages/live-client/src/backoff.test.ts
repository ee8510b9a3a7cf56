import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBackoff } from './backoff.js'

const MAX_MS = 10_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp() {
  const backoff = createBackoff(MAX_MS, () => Date.now())
  /** One connection that lasts so long, and the pause after it. */
  const pauseAfter = async (lastsMs: number): Promise<number> => {
    backoff.connecting()
    backoff.connected()
    vi.advanceTimersByTime(lastsMs)
    backoff.lost()
    const lostAt = Date.now()
    const pause = backoff.pause()
    await vi.runAllTimersAsync()
    await pause
    return Date.now() - lostAt
  }
  return { backoff, pauseAfter }
}

test('the pause doubles up to its maximum, over its second half', async () => {
  const { pauseAfter } = setUp()
  for (const most of [250, 500, 1_000, 2_000, 4_000, 8_000, MAX_MS, MAX_MS]) {
    const pauseMs = await pauseAfter(MAX_MS - 1)
    expect(pauseMs).toBeGreaterThanOrEqual(most / 2 - 1)
    expect(pauseMs).toBeLessThanOrEqual(most)
  }
})

test('a connection that lasted as long as the longest pause begins anew', async () => {
  const { pauseAfter } = setUp()
  for (let times = 0; times < 6; times++) await pauseAfter(0)
  expect(await pauseAfter(MAX_MS)).toBeLessThanOrEqual(250)
})

test('an error and the closing of the same connection are one loss', async () => {
  const { backoff } = setUp()
  backoff.connecting()
  backoff.lost()
  const pause = backoff.pause()
  await vi.runAllTimersAsync()
  await pause
  backoff.lost()
  await backoff.pause()
  expect(vi.getTimerCount()).toBe(0)
})
