import { appendFileSync } from 'node:fs'
import os from 'node:os'
import { spawnBound, type BoundProcess } from '@waystone/kit/process'

/** A program of Debian's that runs beside Waystone, to be mistreated. */
export interface Server {
  readonly name: string
  /** @throws Error when it does not run. */
  pid(): number
  start(): Promise<void>
  /** kill -9; resolves when it has ended. */
  kill(): Promise<void>
  /** Stops in order. */
  stop(): Promise<void>
}

export interface ServerOptions {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly logFile: string
  readonly user?: { readonly uid: number; readonly gid: number } | undefined
  /** Also what it gets when we are killed. */
  readonly stopSignal: 'SIGINT' | 'SIGKILL'
}

const STOP_TIMEOUT_MS = 20_000
const mayHurry = process.getuid?.() === 0
const PRIORITY = -10
const environment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' }

export function createServer(options: ServerOptions): Server {
  const { name, command, args, logFile, user, stopSignal } = options
  let running: BoundProcess | undefined
  const end = async (signal: NodeJS.Signals) => {
    if (running === undefined || running.end !== undefined) return
    running.kill(signal)
    const late = setTimeout(() => running?.kill('SIGKILL'), STOP_TIMEOUT_MS)
    await running.ended
    clearTimeout(late)
  }
  return {
    name,
    pid: () => {
      if (running === undefined || running.end !== undefined)
        throw new Error(`${name} has ended: ${running?.end?.lastWords ?? 'it was never started'}`)
      return running.pid
    },
    start: async () => {
      // On machines of their own they do not wait behind gateways and subgraphs, and their heartbeats come in time.
      const [program = command, ...prefix] = mayHurry
        ? ['nice', '-n', String(PRIORITY - os.getPriority()), command]
        : [command]
      running = await spawnBound({
        command: program,
        args: [...prefix, ...args],
        endSignal: stopSignal,
        env: environment,
        user,
        onLine: line => appendFileSync(logFile, `${line}\n`),
      })
    },
    kill: () => end('SIGKILL'),
    stop: () => end(stopSignal),
  }
}
