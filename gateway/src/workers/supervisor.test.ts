import { StartError } from '@waystone/kit/errors'
import { createLogger } from '@waystone/kit/logger'
import { monotonicStopwatch } from '@waystone/kit/clock'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PING_EVERY_MS, PINGS_UNANSWERED_MAX } from './hang-watch.js'
import {
  createSupervisor,
  REPLACE_FIRST_MS,
  REPLACE_LONGEST_MS,
  STEADY_MS,
  type StartedWorker,
  type WorkerEnd,
} from './supervisor.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const KILLED: WorkerEnd = { reason: 'signal SIGKILL', isOrderly: false }
const REFUSED: WorkerEnd = { reason: 'exit code 1', isOrderly: false }
const ORDERLY: WorkerEnd = { reason: 'exit code 0', isOrderly: true }

interface FakeWorker extends StartedWorker {
  readonly number: number
  readonly serve: () => Promise<void>
  readonly over: (end: WorkerEnd) => Promise<void>
  readonly stops: number
  readonly kills: number
  /** While it hangs, no ping is answered. */
  isHung: boolean
}

/** A supervisor whose workers serve and end when a test says so. */
function aSupervisor(configured: number, { failStart = () => {} }: { failStart?: (number: number) => void } = {}) {
  const started: FakeWorker[] = []
  const losses = vi.fn()
  const start = (number: number): FakeWorker => {
    failStart(number)
    let serve = () => {}
    let over = (_end: WorkerEnd) => {}
    let stops = 0
    let kills = 0
    const worker: FakeWorker = {
      number,
      pid: 1000 + started.length,
      serves: new Promise<void>(resolve => (serve = resolve)),
      ended: new Promise<WorkerEnd>(resolve => (over = resolve)),
      isHung: false,
      ping: async () => {
        if (worker.isHung) throw new Error('no answer')
      },
      stop: () => void stops++,
      kill: () => void kills++,
      serve: async () => {
        serve()
        await vi.advanceTimersByTimeAsync(0)
      },
      over: async end => {
        over(end)
        await vi.advanceTimersByTimeAsync(0)
      },
      get stops() {
        return stops
      },
      get kills() {
        return kills
      },
    }
    started.push(worker)
    return worker
  }
  const supervisor = createSupervisor({
    configured,
    start,
    onChange: () => {},
    onLoss: losses,
    stopwatch: monotonicStopwatch,
    logger: createLogger({ name: 'test', level: 'silent' }),
  })
  const failures: unknown[] = []
  void supervisor.run().catch((error: unknown) => failures.push(error))
  const numbers = () => started.map(({ number }) => number)
  const serveAll = async () => {
    for (let place = 0; place < configured; place++) await started[place]?.serve()
  }
  return { supervisor, started, failures, losses, numbers, serveAll }
}

test('the first worker starts alone, and the others once it serves', async () => {
  const { numbers, started, supervisor } = aSupervisor(3)
  expect(numbers()).toEqual([1])
  await started[0]?.serve()
  expect(numbers()).toEqual([1, 2, 3])
  expect(supervisor.serving()).toEqual([1])
  await started[2]?.serve()
  expect(supervisor.serving()).toEqual([1, 3])
})

test('a gateway whose first worker cannot start fails with the reason, and starts no other', async () => {
  const { failures, losses, numbers, started } = aSupervisor(3)
  await started[0]?.over(REFUSED)
  expect(failures).toEqual([
    new StartError('Worker 1 of the gateway could not start: it ended with exit code 1, for the cause above.'),
  ])
  await vi.advanceTimersByTimeAsync(REPLACE_LONGEST_MS)
  expect(numbers()).toEqual([1])
  expect(losses).not.toHaveBeenCalled()
})

test('a worker that ends is replaced under its number', async () => {
  const { failures, losses, numbers, serveAll, started, supervisor } = aSupervisor(2)
  await serveAll()
  await started[1]?.over(KILLED)
  expect(supervisor.serving()).toEqual([1])
  expect(losses).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(REPLACE_FIRST_MS - 1)
  expect(numbers()).toEqual([1, 2])
  await vi.advanceTimersByTimeAsync(1)
  expect(numbers()).toEqual([1, 2, 2])
  await started[2]?.serve()
  expect(supervisor.serving()).toEqual([1, 2])
  expect(failures).toEqual([])
})

test('pauses double up to the longest while replacements fail, as long as another worker serves', async () => {
  const { failures, serveAll, started } = aSupervisor(2)
  await serveAll()
  await started[1]?.over(KILLED)
  const pauses: number[] = []
  for (let replacement = 2; replacement < 12; replacement++) {
    const before = performance.now()
    while (started.length === replacement) await vi.advanceTimersToNextTimerAsync()
    pauses.push(Math.round(performance.now() - before))
    await started[replacement]?.over(REFUSED)
  }
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
  expect(failures).toEqual([])
})

test('pauses begin anew after a worker that has served for a while', async () => {
  const { numbers, serveAll, started } = aSupervisor(2)
  await serveAll()
  await started[1]?.over(KILLED)
  await vi.advanceTimersByTimeAsync(REPLACE_FIRST_MS)
  await started[2]?.serve()
  await started[2]?.over(KILLED)
  await vi.advanceTimersByTimeAsync(REPLACE_FIRST_MS)
  expect(numbers()).toEqual([1, 2, 2])
  await vi.advanceTimersByTimeAsync(REPLACE_FIRST_MS)
  await started[3]?.serve()
  await vi.advanceTimersByTimeAsync(STEADY_MS)
  await started[3]?.over(KILLED)
  await vi.advanceTimersByTimeAsync(REPLACE_FIRST_MS)
  expect(numbers()).toEqual([1, 2, 2, 2, 2])
})

test('a gateway gives up when a replacement cannot start while no worker serves', async () => {
  const { failures, numbers, serveAll, started } = aSupervisor(2)
  await serveAll()
  await started[0]?.over(KILLED)
  await started[1]?.over(KILLED)
  await vi.advanceTimersByTimeAsync(REPLACE_FIRST_MS)
  await started[2]?.over(REFUSED)
  expect(failures).toEqual([expect.any(StartError)])
  await vi.advanceTimersByTimeAsync(REPLACE_LONGEST_MS)
  expect(numbers()).toEqual([1, 2, 1])
})

test('a worker that serves only after it has ended counts as serving neither then nor while its replacement starts', async () => {
  const { numbers, started, supervisor } = aSupervisor(2)
  await started[0]?.serve()
  await started[1]?.over(KILLED)
  await started[1]?.serve()
  expect(supervisor.serving()).toEqual([1])
  await vi.advanceTimersByTimeAsync(REPLACE_FIRST_MS)
  await started[2]?.over(KILLED)
  await vi.advanceTimersByTimeAsync(2 * REPLACE_FIRST_MS)
  expect(numbers()).toEqual([1, 2, 2, 2])
  await started[2]?.serve()
  expect(supervisor.serving()).toEqual([1])
  await started[3]?.serve()
  expect(supervisor.serving()).toEqual([1, 2])
})

test('a replacement that the system cannot start is tried again while another worker serves', async () => {
  const failStart = vi.fn()
  const { failures, losses, numbers, serveAll, started, supervisor } = aSupervisor(2, { failStart })
  await serveAll()
  failStart.mockImplementationOnce(() => {
    throw new Error('spawn ENOMEM')
  })
  await started[1]?.over(KILLED)
  await vi.advanceTimersByTimeAsync(REPLACE_FIRST_MS)
  expect([numbers(), losses.mock.calls.length, failures]).toEqual([[1, 2], 2, []])
  await vi.advanceTimersByTimeAsync(2 * REPLACE_FIRST_MS)
  expect(numbers()).toEqual([1, 2, 2])
  await started[2]?.serve()
  expect(supervisor.serving()).toEqual([1, 2])
})

test('a gateway whose first worker the system cannot start fails with the reason', async () => {
  const failStart = () => {
    throw new Error('spawn ENOMEM')
  }
  const { failures } = aSupervisor(2, { failStart })
  await vi.advanceTimersByTimeAsync(0)
  expect(failures).toEqual([
    new StartError('Worker 1 of the gateway could not start: it ended with spawn ENOMEM, for the cause above.'),
  ])
})

test('a worker that does not answer for long is killed, does not serve from then on, and is replaced', async () => {
  const { losses, numbers, serveAll, started, supervisor } = aSupervisor(2)
  await serveAll()
  const [, worker] = started
  if (worker !== undefined) worker.isHung = true
  await vi.advanceTimersByTimeAsync(PING_EVERY_MS * (PINGS_UNANSWERED_MAX + 1) - 1)
  expect([supervisor.serving(), worker?.kills]).toEqual([[1, 2], 0])
  await vi.advanceTimersByTimeAsync(1)
  expect([supervisor.serving(), worker?.kills, losses.mock.calls.length]).toEqual([[1], 1, 0])
  await worker?.over(KILLED)
  expect(losses).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(REPLACE_FIRST_MS)
  expect(numbers()).toEqual([1, 2, 2])
  await started[2]?.serve()
  expect(supervisor.serving()).toEqual([1, 2])
})

test('a worker whose event loop answers again before the limit is left alone, however often it stalls', async () => {
  const { numbers, serveAll, started, supervisor } = aSupervisor(2)
  await serveAll()
  const [, worker] = started
  for (let stall = 0; stall < 3; stall++) {
    if (worker !== undefined) worker.isHung = true
    await vi.advanceTimersByTimeAsync(PING_EVERY_MS * (PINGS_UNANSWERED_MAX - 1))
    if (worker !== undefined) worker.isHung = false
    await vi.advanceTimersByTimeAsync(PING_EVERY_MS)
  }
  expect([supervisor.serving(), worker?.kills, numbers()]).toEqual([[1, 2], 0, [1, 2]])
})

test('a worker that has ended is not pinged', async () => {
  const { serveAll, started } = aSupervisor(2)
  await serveAll()
  const [, worker] = started
  if (worker !== undefined) worker.isHung = true
  await worker?.over(KILLED)
  await vi.advanceTimersByTimeAsync(PING_EVERY_MS * (PINGS_UNANSWERED_MAX + 1))
  expect(worker?.kills).toBe(0)
})

test('the workers that have not ended when the time for closing is over can be killed', async () => {
  const { serveAll, started, supervisor } = aSupervisor(3)
  await serveAll()
  const closing = supervisor.close().catch((error: Error) => error.message)
  await started[0]?.over(ORDERLY)
  supervisor.killLeft()
  expect(started.map(({ kills }) => kills)).toEqual([0, 1, 1])
  await started[1]?.over(KILLED)
  await started[2]?.over(KILLED)
  expect(await closing).toBe('worker 2 ended with signal SIGKILL, worker 3 ended with signal SIGKILL')
})

test('closing asks each worker once, waits for all, and replaces none', async () => {
  const { numbers, serveAll, started, supervisor } = aSupervisor(3)
  await serveAll()
  await started[2]?.over(KILLED)
  let isClosed = false
  const closing = supervisor.close().then(() => (isClosed = true))
  await started[0]?.over(ORDERLY)
  expect(isClosed).toBe(false)
  await started[1]?.over(ORDERLY)
  await closing
  expect(started.map(({ stops }) => stops)).toEqual([1, 1, 0])
  await vi.advanceTimersByTimeAsync(REPLACE_LONGEST_MS)
  expect(numbers()).toEqual([1, 2, 3])
})

test('closing fails with the workers that did not end in order', async () => {
  const { serveAll, started, supervisor } = aSupervisor(2)
  await serveAll()
  const closing = supervisor.close().catch((error: Error) => error.message)
  await started[0]?.over(ORDERLY)
  await started[1]?.over(REFUSED)
  expect(await closing).toBe('worker 2 ended with exit code 1')
})
