import type { Logger } from '../logger/index.js'

export { repeat, type RepeatedJob } from './repeat.js'

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
const SHUTDOWN_TIMEOUT_MS = 15_000

/** Closes on SIGINT or SIGTERM, then exits with 0; a second signal, or a shutdown that hangs, ends the process at once. */
export function closeOnSignals(app: { close(): Promise<void> }, logger: Logger): void {
  let signalled = false
  const stop = (signal: string) => {
    if (signalled) process.exit(1)
    signalled = true
    logger.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), SHUTDOWN_TIMEOUT_MS).unref()
    void app.close().then(
      () => process.exit(0),
      error => {
        logger.error({ err: error }, 'shutdown failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // A starter that is killed closes its channel: nothing may run on without it.
  process.on('disconnect', () => stop('disconnect'))
}

/** Runs a process's main function; a configuration error is printed as it stands, anything else with its stack, and both exit with 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const text =
      error instanceof Error
        ? error.name === 'ConfigError'
          ? error.message
          : (error.stack ?? error.message)
        : String(error)
    process.stderr.write(`${text}\n`)
    process.exit(1)
  })
}
