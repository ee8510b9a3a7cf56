import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A service as a process of its own, to be mistreated. */
export interface ServiceProcess {
  readonly url: string
  /** Resolves when it is ready. @throws Error where it ends before, or takes too long. */
  start(): Promise<void>
  /** kill -9; resolves when it has ended. */
  kill(): Promise<void>
  /** SIGTERM; resolves with its exit code. */
  stop(): Promise<number | null>
  freeze(): void
  thaw(): void
}

const READY_TIMEOUT_MS = 60_000
const POLL_INTERVAL_MS = 25

/** @param options.main its entry, as TypeScript */
export function createServiceProcess(options: {
  readonly name: string
  readonly main: URL
  readonly port: number
  readonly env: Readonly<Record<string, string>>
}): ServiceProcess {
  const { env, main, name, port } = options
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const ended = new Promise<number | null>(resolve => child?.once('exit', resolve))
    child.kill(signal)
    return await ended
  }
  return {
    url,
    start: async () => {
      const command = ['--conditions=waystone-source', '--import', 'tsx', fileURLToPath(main)]
      const started = spawn(process.execPath, command, {
        env: { PATH: process.env['PATH'] ?? '', ...env, SERVICE_PORT: String(port) },
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      child = started
      const deadline = performance.now() + READY_TIMEOUT_MS
      while (!(await isReady(url))) {
        if (started.exitCode !== null) throw new Error(`${name} ended with ${started.exitCode}`)
        if (performance.now() > deadline) throw new Error(`${name} is not ready in time`)
        await delay(POLL_INTERVAL_MS)
      }
    },
    kill: async () => void (await end('SIGKILL')),
    stop: async () => await end('SIGTERM'),
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
  }
}

const isReady = async (url: string): Promise<boolean> => {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
  await response?.arrayBuffer()
  return response?.ok === true
}
