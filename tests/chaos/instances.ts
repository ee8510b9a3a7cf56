import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))

/** The commands of the containers: the production build under plain node. */
const commands = JSON.parse(readFileSync(path.join(root, 'standalone', 'commands.json'), 'utf8')) as Readonly<
  Record<string, readonly string[]>
>

const READY_TIMEOUT_MS = 60_000
const POLL_INTERVAL_MS = 25

/**
 * One process of the distributed set-up, to be mistreated. It is started again as an orchestrator would: the
 * same command, settings and port.
 */
export interface Instance {
  /** Such as users-2; its database connections bear this name too. */
  readonly name: string
  readonly url: string
  /** Of the operating system, while it runs. */
  readonly pid: number | undefined
  start(): void
  /** Changes settings from its next start on. */
  reconfigure(settings: Readonly<Record<string, string>>): void
  /** kill -9; resolves when it has ended. */
  kill(): Promise<void>
  /** SIGTERM; resolves with its exit code, or the signal that has ended it. */
  stop(): Promise<number | string>
  freeze(): void
  thaw(): void
  isReady(): Promise<boolean>
  /** @throws Error when it is not ready within a minute. */
  untilReady(): Promise<void>
}

export interface InstanceOptions {
  readonly name: string
  /** Of standalone/commands.json. */
  readonly service: string
  readonly port: number
  readonly settings: Readonly<Record<string, string>>
  /** Where it writes what it has to say. */
  readonly logFile: string
}

export function createInstance(options: InstanceOptions): Instance {
  const { name, port } = options
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let { settings } = options
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | string> => {
    if (child === undefined) return 0
    const { exitCode, signalCode } = child
    if (exitCode !== null || signalCode !== null) return exitCode ?? signalCode ?? 0
    const ended = new Promise<number | string>(resolve => child?.once('exit', (code, by) => resolve(code ?? by ?? 0)))
    child.kill(signal)
    return await ended
  }
  const isReady = async () => {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
    await answer?.arrayBuffer().catch(() => null)
    return answer?.ok === true
  }
  return {
    name,
    url,
    get pid() {
      return child?.pid
    },
    start: () => {
      child = startProcess({ ...options, settings: { ...settings, SERVICE_PORT: String(port) } })
    },
    reconfigure: more => {
      settings = { ...settings, ...more }
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    isReady,
    untilReady: async () => {
      const deadline = performance.now() + READY_TIMEOUT_MS
      while (!(await isReady())) {
        if (performance.now() > deadline) throw new Error(`${name} is not ready after ${READY_TIMEOUT_MS} ms`)
        await delay(POLL_INTERVAL_MS)
      }
    },
  }
}

/** Runs a service that ends by itself, such as the seed. @throws Error when it fails. */
export async function runToEnd(options: Omit<InstanceOptions, 'port'>): Promise<void> {
  const child = startProcess(options)
  const code = await new Promise(resolve => child.once('exit', resolve))
  if (code !== 0)
    throw new Error(`${options.name} ended with ${String(code)}: ${readFileSync(options.logFile, 'utf8')}`)
}

/** The channel tells it when we are gone, however we go: it stops then. */
function startProcess({ service, settings, logFile }: Omit<InstanceOptions, 'port'>): ChildProcess {
  const command = commands[service]
  if (command === undefined) throw new Error(`standalone/commands.json has no command for ${service}`)
  const log = openSync(logFile, 'a')
  try {
    // Detached: a terminal's ^C reaches only us.
    return spawn(process.execPath, command.slice(1), {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...settings },
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
    })
  } finally {
    closeSync(log)
  }
}
