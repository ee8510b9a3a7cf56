import type { Logger } from '../logger/index.js'

/** A job that runs again and again until it is stopped: the next run begins `intervalMs` after the last one ended. */
export interface RepeatedJob {
  /** Resolves when a run under way has ended. */
  stop(): Promise<void>
}

export interface Job {
  readonly job: string
  readonly intervalMs: number
  readonly run: () => Promise<unknown>
}

/** The first run begins at once. A run that fails is logged, and tried again when its time comes. */
export function repeat(options: Job & { readonly logger: Logger }): RepeatedJob {
  const { job, intervalMs, logger, run } = options
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const turn = async (): Promise<void> => {
    try {
      await run()
    } catch (error) {
      logger.error({ err: error, job }, 'a job failed, it is tried again')
    }
    if (stopped) return
    timer = setTimeout(() => {
      running = turn()
    }, intervalMs)
    timer.unref()
  }
  let running = turn()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
