import { setTimeout as delay } from 'node:timers/promises'
import { cpuTimeMs } from './cpu-time.js'

/** Something whose speed is measured: `once` is one operation from the caller's request to its answer. */
export interface Subject {
  readonly name: string
  once(worker: number): Promise<void>
  /** Resolves when everything that the operations have caused is done; its time counts as work. */
  settle(): Promise<void>
}

export interface Round {
  readonly operations: number
  /** From the first request to the last consequence. */
  readonly elapsedMs: number
  /** Of that, after the last answer. */
  readonly settlingMs: number
  /** Of all processes together, the client and PostgreSQL included; null where it cannot be told. */
  readonly cpuMs: number | null
  readonly latenciesMs: readonly number[]
}

/**
 * A closed loop: each worker sends its next request when it has the answer to the last.
 * @param options.operationsMin it goes on beyond its time until there were so many
 * @throws what an operation throws
 */
export async function measureRound(
  subject: Subject,
  options: { concurrency: number; durationMs: number; operationsMin?: number },
): Promise<Round> {
  const { concurrency, durationMs, operationsMin = 0 } = options
  const latenciesMs: number[] = []
  const isOver = (now: number) => now - started >= durationMs && latenciesMs.length >= operationsMin
  const cpuBeforeMs = cpuTimeMs()
  const started = performance.now()
  const work = async (worker: number) => {
    for (let now = performance.now(); !isOver(now); ) {
      await subject.once(worker)
      const answered = performance.now()
      latenciesMs.push(answered - now)
      now = answered
    }
  }
  await Promise.all(Array.from({ length: concurrency }, (_, worker) => work(worker)))
  const answered = performance.now()
  await subject.settle()
  const ended = performance.now()
  const cpuAfterMs = cpuTimeMs()
  return {
    cpuMs: cpuBeforeMs === null || cpuAfterMs === null ? null : cpuAfterMs - cpuBeforeMs,
    operations: latenciesMs.length,
    elapsedMs: ended - started,
    settlingMs: ended - answered,
    latenciesMs,
  }
}

const POLL_MS = 10
/** Of a start on a crowded machine, too. */
const SETTLE_TIMEOUT_MS = 180_000

/** @throws Error when it takes longer than three minutes. */
export async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + SETTLE_TIMEOUT_MS
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`Expected ${what} within ${SETTLE_TIMEOUT_MS / 1000} s`)
    await delay(POLL_MS)
  }
}
