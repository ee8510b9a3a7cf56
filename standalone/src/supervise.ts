import { setTimeout as delay } from 'node:timers/promises'

/** A server or service that runs. */
export interface Running {
  /** Settles when it has ended, asked or not, with the reason. Never rejects. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

const DELAY_MIN_MS = 250
const DELAY_MAX_MS = 30_000
/** After this long, an end is no longer a failure of the start before it. */
const STEADY_MS = 60_000

const processTime = {
  now: () => performance.now(),
  wait: (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }),
}

/** @param failures in a row, from 1. */
export const restartDelayMs = (failures: number): number => Math.min(DELAY_MIN_MS * 2 ** (failures - 1), DELAY_MAX_MS)

/**
 * Starts something and keeps it running: after an end that was not asked for it starts again, with a delay
 * that doubles.
 * @param options.start resolves when it is ready; gives up what it has begun when it rejects, as it does on
 * the signal's abort.
 * @throws what the first start throws.
 */
export async function supervise<T extends Running>(options: {
  name: string
  start: (signal: AbortSignal) => Promise<T>
  say: (text: string) => void
  /** Of the process's own clock by default. */
  time?: { now: () => number; wait: (ms: number, signal: AbortSignal) => Promise<unknown> }
}): Promise<{ first: T; stop: () => Promise<void> }> {
  const { name, start, say, time = processTime } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const first = await start(signal)
  let current: Running = first

  const restart = async (reason: string, failures: number): Promise<number> => {
    const delayMs = restartDelayMs(failures)
    say(`  ✗ ${name} ended: ${reason}; it starts again in ${delayMs / 1000} s`)
    await time.wait(delayMs, signal)
    try {
      current = await start(signal)
    } catch (error) {
      signal.throwIfAborted()
      return await restart(error instanceof Error ? error.message : String(error), failures + 1)
    }
    if (signal.aborted) await current.stop()
    signal.throwIfAborted()
    say(`  ✓ ${name} runs again`)
    return failures
  }
  const watch = async (): Promise<void> => {
    for (let failures = 0; ; ) {
      const since = time.now()
      const reason = await current.ended
      signal.throwIfAborted()
      failures = await restart(reason, time.now() - since < STEADY_MS ? failures + 1 : 1)
    }
  }
  // It ends by the abort of a stop, and by nothing else.
  const watching = watch().catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  return {
    first,
    stop: async () => {
      stopping.abort()
      await current.stop()
      await watching
    },
  }
}
