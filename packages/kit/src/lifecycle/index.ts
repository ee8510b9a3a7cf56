import { StartError } from '../errors/index.js'
import type { Logger } from '../logger/index.js'
import { repeat, type Job } from './repeat.js'

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

/**
 * True once closeOnSignals was told to stop: then an error of the main function is a consequence, and is not
 * reported.
 */
let isStopping = false

/**
 * Closes on SIGINT or SIGTERM, or when the process that started this one has ended, then exits with 0; a
 * second signal, or a shutdown that hangs, ends the process at once. To be called before anything is opened
 * that another process would keep.
 * @returns a function that stops the process as a first signal does, and has no effect once it is stopping.
 */
export function closeOnSignals(app: { close(): Promise<void> }, logger: Logger): (reason: string) => void {
  const stop = (signal: string, timeoutMs = SHUTDOWN_TIMEOUT_MS) => {
    if (isStopping) process.exit(1)
    isStopping = true
    logger.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), timeoutMs).unref()
    void app.close().then(
      () => process.exit(0),
      error => {
        logger.error({ err: error }, 'shutdown failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.off('disconnect', exitWithoutStarter)
  process.on('disconnect', () => stop('disconnect', ORPHAN_SHUTDOWN_TIMEOUT_MS))
  return reason => {
    if (!isStopping) stop(reason)
  }
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
    if (isStopping) return
    process.stderr.write(`${textOf(error)}\n`)
    process.exit(1)
  })
}

const exitWithoutStarter = () => process.exit(1)

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error instanceof StartError ? error.message : (error.stack ?? error.message)
}
