import type { Logger } from '../logger/index.js'
import { createWakeup } from './wakeup.js'

const RESTART_DELAY_MIN_MS = 100
const RESTART_DELAY_MAX_MS = 5_000
/** A run that lasted this long was sound: the next failure starts from the shortest delay again. */
const SOUND_RUN_MS = 10_000

/**
 * Runs `run` until it is stopped: each time it fails (a lost connection, a database that restarts) it is
 * started again, after a delay that doubles. `run` returns soon once its signal is aborted.
 */
export function keepRunning(options: { name: string; logger: Logger; run: (signal: AbortSignal) => Promise<void> }): {
  stop(): Promise<void>
} {
  const { name, logger, run } = options
  const stopping = new AbortController()
  const wakeup = createWakeup()
  const finished = (async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      const startedMs = performance.now()
      try {
        await run(stopping.signal)
      } catch (error) {
        if (stopping.signal.aborted) break
        if (performance.now() - startedMs > SOUND_RUN_MS) failures = 0
        logger.warn(
          { reason: error instanceof Error ? error.message : String(error), task: name },
          'interrupted; trying again',
        )
        await wakeup.wait(Math.min(RESTART_DELAY_MIN_MS * 2 ** Math.min(failures++, 10), RESTART_DELAY_MAX_MS))
      }
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      wakeup.wake()
      await finished
    },
  }
}
