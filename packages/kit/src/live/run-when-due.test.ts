import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createBell } from './bell.js'
import { runWhenDue } from './run-when-due.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const clock = { now: () => new Date(Date.now()) }
beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

/** A job that has run once, as every bell has rung once. */
async function aJob() {
  const bell = createBell(() => undefined)
  const run = vi.fn<() => Promise<Date | null>>(async () => null)
  const job = runWhenDue({ job: 'test', bell, clock, logger, run })
  await vi.advanceTimersByTimeAsync(0)
  expect(run).toHaveBeenCalledTimes(1)
  return { bell, run, job }
}

test('a job that names no moment runs when its bell rings, and not before', async () => {
  const { bell, run, job } = await aJob()
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(run).toHaveBeenCalledTimes(1)
  bell.ring()
  await vi.advanceTimersByTimeAsync(0)
  expect(run).toHaveBeenCalledTimes(2)
  await job.stop()
})

test('a job runs at the moment that its last run has named, or earlier when its bell rings', async () => {
  const { bell, run, job } = await aJob()
  run.mockResolvedValueOnce(new Date(10_000)).mockResolvedValueOnce(new Date(20_000))
  bell.ring()
  await vi.advanceTimersByTimeAsync(9_999)
  expect(run).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(run).toHaveBeenCalledTimes(3)
  await vi.advanceTimersByTimeAsync(5_000)
  bell.ring()
  await vi.advanceTimersByTimeAsync(0)
  expect(run).toHaveBeenCalledTimes(4)
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(run).toHaveBeenCalledTimes(4)
  await job.stop()
})

test('a job whose work stays due pauses between its runs', async () => {
  const { bell, run, job } = await aJob()
  run.mockResolvedValue(new Date(0))
  bell.ring()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(run).toHaveBeenCalledTimes(12)
  await job.stop()
})

test('a run that fails is logged, and the next ring runs the job again', async () => {
  const { bell, run, job } = await aJob()
  const logged = vi.spyOn(logger, 'error')
  run.mockRejectedValueOnce(new Error('no database'))
  for (let rings = 0; rings < 2; rings++) {
    bell.ring()
    await vi.advanceTimersByTimeAsync(0)
  }
  expect(run).toHaveBeenCalledTimes(3)
  expect(logged).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ job: 'test' }), expect.any(String))
  await job.stop()
})

test('stopping ends the waiting and waits for the run under way', async () => {
  const { bell, run, job } = await aJob()
  let finish: (next: null) => void = () => undefined
  run.mockImplementationOnce(() => new Promise(resolve => (finish = resolve)))
  bell.ring()
  await vi.advanceTimersByTimeAsync(0)
  const stopped = vi.fn()
  const stopping = job.stop().then(stopped)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(stopped).not.toHaveBeenCalled()
  finish(null)
  await stopping
  expect(bell.isClosed).toBe(true)
})
