import type { Stopwatch } from '@waystone/kit/clock'
import { StartError, unreachable } from '@waystone/kit/errors'
import type { Logger } from '@waystone/kit/logger'
import { PING_EVERY_MS, PINGS_UNANSWERED_MAX, watchForHang, type PingedWorker } from './hang-watch.js'

/** A worker process that was started. */
export interface StartedWorker extends PingedWorker {
  readonly pid: number | undefined
  /** Resolves when it takes connections; never, when it ends before. */
  readonly serves: Promise<void>
  readonly ended: Promise<WorkerEnd>
  /** Asks it to end in order. */
  stop(): void
  /** Ends it at once, even if its event loop hangs. No effect once it has ended. */
  kill(): void
}

export interface WorkerEnd {
  /** Such as `signal SIGKILL`. */
  readonly reason: string
  /** True if it ended in order, with exit code 0. */
  readonly isOrderly: boolean
}

/** A place for one worker after the other, by its number. */
type Place =
  | { readonly phase: 'starting'; readonly worker: StartedWorker }
  | { readonly phase: 'serving'; readonly worker: StartedWorker; readonly servedMs: () => number }
  /** It was killed because it did not answer, and has not ended yet. */
  | { readonly phase: 'hung'; readonly worker: StartedWorker; readonly servedMs: () => number }
  | { readonly phase: 'waiting'; readonly timer: NodeJS.Timeout }

export interface Supervisor {
  /**
   * Starts the first worker, and the others once it serves: it shows whether settings and ports are right. Rejects with
   * a StartError when a worker cannot start while no other one serves or starts; else it never settles.
   */
  run(): Promise<void>
  /** The numbers of the workers that take connections. */
  serving(): readonly number[]
  /** Ends all workers in order. Rejects when one of them did not end so. */
  close(): Promise<void>
  /** Kills the workers that have not ended. To be called when the process exits before `close` has settled. */
  killLeft(): void
}

/** Before a worker is replaced; twice as long after each one that ended, up to the longest. */
export const REPLACE_FIRST_MS = 250
export const REPLACE_LONGEST_MS = 30_000
/** The pauses begin anew after a worker that has served for so long. */
export const STEADY_MS = 60_000

/** Keeps so many workers running. */
export function createSupervisor(options: {
  readonly configured: number
  /** May throw when the system has no process left: then the worker counts as one that could not start. */
  readonly start: (number: number) => StartedWorker
  /** Called when the number of serving workers has changed. */
  readonly onChange: () => void
  /** Called when a worker has ended that was not asked to. */
  readonly onLoss: () => void
  readonly stopwatch: Stopwatch
  readonly logger: Logger
}): Supervisor {
  const { configured, start, onChange, onLoss, stopwatch, logger } = options
  const places = new Map<number, Place>()
  let isClosing = false
  let lossesInRow = 0
  let giveUp: (error: StartError) => void = () => {}
  const failure = new Promise<never>((_resolve, reject) => (giveUp = reject))

  const phases = (phase: Place['phase']): readonly number[] =>
    [...places].filter(([, place]) => place.phase === phase).map(([number]) => number)

  const begin = (number: number): void => {
    const worker = startOrFail(number)
    places.set(number, { phase: 'starting', worker })
    void worker.serves.then(() => served(number, worker))
    void worker.ended.then(end => over(number, end))
  }

  const startOrFail = (number: number): StartedWorker => {
    try {
      return start(number)
    } catch (error) {
      // The system may be short of memory or processes: the other workers serve on, and it is tried again.
      logger.error({ err: error, worker: number }, 'a worker process could not be started')
      return neverStarted(error instanceof Error ? error.message : String(error))
    }
  }

  const served = (number: number, worker: StartedWorker): void => {
    if (isClosing) return
    const place = places.get(number)
    // The message of a worker may be read after its exit.
    if (place?.phase !== 'starting' || place.worker !== worker) return
    const servedMs = stopwatch()
    places.set(number, { phase: 'serving', worker, servedMs })
    watchForHang(worker, () => hung(number, { worker, servedMs }))
    const serving = phases('serving').length
    logger.info({ worker: number, workerPid: worker.pid, serving, configured }, 'a worker serves')
    onChange()
    for (let each = 1; each <= configured; each++) if (!places.has(each)) begin(each)
  }

  const hung = (number: number, place: { worker: StartedWorker; servedMs: () => number }): void => {
    const { worker } = place
    places.set(number, { phase: 'hung', ...place })
    const left = { worker: number, workerPid: worker.pid, serving: phases('serving').length, configured }
    logger.error({ ...left, silentMs: PING_EVERY_MS * PINGS_UNANSWERED_MAX }, 'a worker does not answer; it is killed')
    worker.kill()
    onChange()
  }

  const over = (number: number, { reason }: WorkerEnd): void => {
    const place = places.get(number)
    places.delete(number)
    if (isClosing) return
    const isStart = place?.phase === 'starting'
    const isOnly = phases('serving').length + phases('starting').length === 0
    if (isStart && isOnly) {
      isClosing = true
      for (const waiting of places.values()) if (waiting.phase === 'waiting') clearTimeout(waiting.timer)
      return giveUp(
        new StartError(
          `Worker ${number} of the gateway could not start: it ended with ${reason}, for the cause above.`,
        ),
      )
    }
    if (place !== undefined && 'servedMs' in place && place.servedMs() >= STEADY_MS) lossesInRow = 0
    const afterMs = Math.min(REPLACE_FIRST_MS * 2 ** lossesInRow, REPLACE_LONGEST_MS)
    lossesInRow++
    places.set(number, { phase: 'waiting', timer: setTimeout(() => begin(number), afterMs) })
    const left = { worker: number, reason, serving: phases('serving').length, configured, afterMs }
    logger.error(left, isStart ? 'a worker could not start; it is tried again' : 'a worker ended; it is replaced')
    onLoss()
    onChange()
  }

  const end = async (number: number, place: Place): Promise<string | null> => {
    switch (place.phase) {
      case 'waiting':
        clearTimeout(place.timer)
        return null
      case 'starting':
      case 'serving':
      case 'hung': {
        place.worker.stop()
        const { isOrderly, reason } = await place.worker.ended
        return isOrderly ? null : `worker ${number} ended with ${reason}`
      }
      default:
        return unreachable(place)
    }
  }

  return {
    run: async () => {
      begin(1)
      await failure
    },
    serving: () => phases('serving'),
    close: async () => {
      isClosing = true
      const ends = await Promise.all([...places].map(([number, place]) => end(number, place)))
      const disorderly = ends.filter(found => found !== null)
      if (disorderly.length > 0) throw new Error(disorderly.join(', '))
    },
    killLeft: () => {
      for (const [number, place] of places) {
        if (place.phase === 'waiting') continue
        logger.error({ worker: number, workerPid: place.worker.pid }, 'a worker has not ended; it is killed')
        place.worker.kill()
      }
    },
  }
}

const neverStarted = (reason: string): StartedWorker => ({
  pid: undefined,
  serves: new Promise(() => {}),
  ended: Promise.resolve({ reason, isOrderly: false }),
  ping: () => Promise.reject(new Error(reason)),
  stop: () => {},
  kill: () => {},
})
