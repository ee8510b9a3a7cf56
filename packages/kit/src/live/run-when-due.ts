import type { Clock } from '../clock/index.js'
import type { Logger } from '../logger/index.js'
import type { Bell } from './bell.js'

/** Between two runs: what is due and cannot be done yet, since another process does it, is no reason to run at once. */
const PAUSE_MS = 100

/**
 * Runs a job whenever its bell rings, and at the moment that the last run has named. Bells of live updates ring every
 * five seconds, too, so a message that is lost and a moment that is not known delay the job by no more.
 * @param options.run resolves to when there is work next; null for not before the bell rings
 */
export function runWhenDue(options: {
  readonly job: string
  readonly bell: Bell
  readonly clock: Clock
  readonly logger: Logger
  readonly run: () => Promise<Date | null>
}): { stop(): Promise<void> } {
  const { job, bell, clock, logger, run } = options
  let endWait: () => void = () => undefined
  const waitFor = async (dueAt: Date | null): Promise<void> => {
    const rung = bell.rung()
    if (dueAt === null) return await rung
    let timer: NodeJS.Timeout | undefined
    const due = new Promise<void>(resolve => {
      timer = setTimeout(resolve, Math.max(PAUSE_MS, dueAt.getTime() - clock.now().getTime())).unref()
      endWait = resolve
    })
    await Promise.race([rung, due])
    clearTimeout(timer)
  }
  const turns = async (): Promise<void> => {
    let dueAt: Date | null = null
    while (true) {
      await waitFor(dueAt)
      if (bell.isClosed) return
      bell.hear()
      try {
        dueAt = await run()
      } catch (error) {
        dueAt = null
        logger.error({ err: error, job }, 'a job failed, it is tried again')
      }
    }
  }
  const running = turns()
  return {
    stop: async () => {
      bell.close()
      endWait()
      await running
    },
  }
}
