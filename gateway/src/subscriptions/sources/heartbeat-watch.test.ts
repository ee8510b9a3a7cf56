import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createHeartbeatWatch } from './heartbeat-watch.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('three intervals without a sign of life are a silence; each sign begins them anew', () => {
  const onSilence = vi.fn()
  const watch = createHeartbeatWatch(1_000, onSilence)
  watch.start()
  for (let count = 0; count < 10; count++) {
    vi.advanceTimersByTime(2_999)
    watch.heard()
  }
  expect(onSilence).not.toHaveBeenCalled()
  vi.advanceTimersByTime(3_000)
  expect(onSilence).toHaveBeenCalledTimes(1)
})

test('nothing is said before it watches, nor after it was stopped', () => {
  const onSilence = vi.fn()
  const watch = createHeartbeatWatch(1_000, onSilence)
  watch.heard()
  vi.advanceTimersByTime(10_000)
  watch.start()
  watch.stop()
  watch.heard()
  vi.advanceTimersByTime(10_000)
  expect(onSilence).not.toHaveBeenCalled()
})
