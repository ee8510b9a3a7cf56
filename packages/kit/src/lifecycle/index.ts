import { StartError } from '../errors/index.js'
import type { Logger } from '../logger/index.js'
import { repeat, type Job } from './repeat.js'
import { createStopRequests, type StopRequest } from './stop-requests.js'

export { repeat, type Job, type RepeatedJob } from './repeat.js'

type Closer = { name: string; close: () => Promise<void> | void }

/** Registers what was opened, on the line after the opening, and closes it in reverse. */
export interface Lifecycle {
  onClose(name: string, close: () => Promise<void> | void): void
  /** Closes all once; a failing closer is logged and does not keep the others from closing. */
  close(): Promise<void>
}

export function createLifecycle(logger: Logger): Lifecycle {
  const closers: Closer[] = []
  let closing: Promise<void> | undefined
  return {
    onClose: (name, close) => {
      closers.push({ name, close })
    },
    close: () => (closing ??= closeAll(closers, logger)),
  }
}

/** Repeats each job until the lifecycle ends. */
export function startJobs(
  jobs: readonly Job[],
  { lifecycle, logger }: { readonly lifecycle: Lifecycle; readonly logger: Logger },
): void {
  for (const each of jobs) {
    const { stop } = repeat({ ...each, logger })
    lifecycle.onClose(each.job, stop)
  }
}

async function closeAll(closers: Closer[], logger: Logger): Promise<void> {
  for (const { name, close } of closers.toReversed()) {
    try {
      await close()
    } catch (error) {
      logger.error({ err: error, closing: name }, 'closing failed')
    }
  }
}

/** How long a clean shutdown may take before the process ends anyway. */
export const SHUTDOWN_TIMEOUT_MS = 15_000
/** Shorter after the starter has ended: its databases have ended as well, so waiting for them is useless. */
const ORPHAN_SHUTDOWN_TIMEOUT_MS = 3_000

/** Once this process stops, an error of the main function is a consequence, and is not reported. */
const requests = createStopRequests()

/**
 * Closes on SIGINT or SIGTERM, or when the process that started this one has ended, then exits with 0; a
 * second signal, or a shutdown that hangs, ends the process at once. To be called before anything is opened
 * that another process would keep.
 * @returns a function that stops the process as a first signal does, and has no effect once it is stopping. The
 * first signal after it has no effect either (createStopRequests).
 */
export function closeOnSignals(app: { close(): Promise<void> }, logger: Logger): (reason: string) => void {
  const stop = (request: StopRequest, { reason, timeoutMs }: { reason: string; timeoutMs: number }) => {
    const taken = requests.take(request)
    if (taken === 'exit') process.exit(1)
    if (taken === 'ignore') return
    logger.info({ signal: reason }, 'stopping')
    setTimeout(() => process.exit(1), timeoutMs).unref()
    void app.close().then(
      () => process.exit(0),
      error => {
        logger.error({ err: error }, 'shutdown failed')
        process.exit(1)
      },
    )
  }
  const onSignal = (signal: string) => stop('signal', { reason: signal, timeoutMs: SHUTDOWN_TIMEOUT_MS })
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  process.off('disconnect', exitWithoutStarter)
  process.on('disconnect', () => stop('disconnect', { reason: 'disconnect', timeoutMs: ORPHAN_SHUTDOWN_TIMEOUT_MS }))
  return reason => stop('call', { reason, timeoutMs: SHUTDOWN_TIMEOUT_MS })
}

/**
 * Runs a process's main function. A StartError, such as a ConfigError, is printed as it stands, anything else
 * with its stack, and both exit with 1. A process whose starter has ended exits, unless closeOnSignals closes
 * it in order.
 */
export function runMain(main: () => Promise<void>): void {
  // The channel to a starter that was killed may be gone before this line runs.
  if (process.send !== undefined && !process.connected) exitWithoutStarter()
  process.once('disconnect', exitWithoutStarter)
  // A listener would keep a process alive that has done its work.
  process.channel?.unref()
  main().catch((error: unknown) => {
    if (requests.isStopping()) return
    process.stderr.write(`${textOf(error)}\n`)
    process.exit(1)
  })
}

const exitWithoutStarter = () => process.exit(1)

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error instanceof StartError ? error.message : (error.stack ?? error.message)
}
