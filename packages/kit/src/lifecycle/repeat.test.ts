import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createLifecycle, repeat, startJobs } from './index.js'

const logger = createLogger({ name: 'test', level: 'silent' })
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a job runs at once, and again when the interval is over', async () => {
  const run = vi.fn(async () => {})
  const job = repeat({ job: 'test', intervalMs: 1_000, logger, run })
  expect(run).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(999)
  expect(run).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(run).toHaveBeenCalledTimes(2)
  await job.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(run).toHaveBeenCalledTimes(2)
})

test('a run that takes long is not overtaken by the next', async () => {
  let finish = () => {}
  const run = vi.fn(
    () =>
      new Promise<void>(resolve => {
        finish = resolve
      }),
  )
  const job = repeat({ job: 'test', intervalMs: 1_000, logger, run })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(run).toHaveBeenCalledTimes(1)
  finish()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(run).toHaveBeenCalledTimes(2)
  finish()
  await job.stop()
})

test('a run that fails is logged and tried again', async () => {
  const logged = vi.spyOn(logger, 'error')
  const run = vi.fn(async () => {})
  run.mockRejectedValueOnce(new Error('no database'))
  const job = repeat({ job: 'purge', intervalMs: 1_000, logger, run })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(run).toHaveBeenCalledTimes(2)
  expect(logged).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ job: 'purge' }), expect.any(String))
  await job.stop()
})

test('stopping waits for the run under way', async () => {
  let finish = () => {}
  const run = () =>
    new Promise<void>(resolve => {
      finish = resolve
    })
  const job = repeat({ job: 'test', intervalMs: 1_000, logger, run })
  let stopped = false
  const stopping = job.stop().then(() => {
    stopped = true
  })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(stopped).toBe(false)
  finish()
  await stopping
  expect(stopped).toBe(true)
})

test('jobs are repeated, each in its own interval, until the lifecycle ends', async () => {
  const lifecycle = createLifecycle(logger)
  const [often, seldom] = [vi.fn(async () => {}), vi.fn(async () => {})]
  const jobs = [
    { job: 'often', intervalMs: 1_000, run: often },
    { job: 'seldom', intervalMs: 10_000, run: seldom },
  ]
  startJobs(jobs, { lifecycle, logger })
  await vi.advanceTimersByTimeAsync(2_500)
  expect([often.mock.calls.length, seldom.mock.calls.length]).toEqual([3, 1])
  await lifecycle.close()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([often.mock.calls.length, seldom.mock.calls.length]).toEqual([3, 1])
})
