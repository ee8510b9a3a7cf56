import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartError } from '@waystone/kit/errors'
import * as z from 'zod'
import type { Running } from './supervise.js'

/** The root of the project, from src/ and from dist/ alike. */
export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))

export interface ServiceProcess extends Running {
  readonly name: string
}

/**
 * The commands of the containers in docker-compose.yml, which we start, too: plain node on the production
 * build. A test keeps the two equal.
 */
const commands = z
  .record(z.string(), z.tuple([z.literal('node')], z.string()))
  .parse(JSON.parse(readFileSync(path.join(root, 'standalone', 'commands.json'), 'utf8')))

const STOP_TIMEOUT_MS = 20_000

/**
 * Starts one process of the production build, with nothing but the given environment.
 * @param options.logDirectory where its lines are appended to `<name>.log`; by default they are the supervisor's.
 */
export function startProcess(options: {
  name: string
  env: Readonly<Record<string, string>>
  logDirectory?: string | undefined
}): ServiceProcess {
  const { name, env, logDirectory } = options
  const command = commands[name]
  if (command === undefined) throw new Error(`standalone/commands.json has no command for ${name}`)
  const log = logDirectory === undefined ? null : openLog(logDirectory, name)
  // In a process group of its own: Ctrl-C reaches only the supervisor, which orders the shutdown. The channel
  // tells the process when the supervisor is gone, however it ended: closeOnSignals and runMain listen to it.
  const child = spawn(process.execPath, command.slice(1), {
    cwd: root,
    env,
    stdio: ['ignore', log ?? 'inherit', log ?? 'inherit', 'ipc'],
    detached: true,
  })
  // The process has a copy of its own.
  if (log !== null) closeSync(log)
  const ended = new Promise<string>(resolve => {
    child.once('error', error => resolve(`it could not be started: ${error.message}`))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  return { name, ended, stop: () => stop(child, ended) }
}

/** For appending, so that a log that is copied and truncated (logrotate's copytruncate) goes on at its beginning. */
function openLog(directory: string, name: string): number {
  mkdirSync(directory, { recursive: true })
  return openSync(path.join(directory, `${name}.log`), 'a', 0o640)
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await ended
  clearTimeout(late)
}

const READY_TIMEOUT_MS = 60_000
const READY_INTERVAL_MS = 50

/**
 * Waits until /readyz reports success, and stops the process when it does not.
 * @throws when the process ends first, when it takes longer than a minute, or when the signal aborts.
 */
export async function untilReady(
  service: ServiceProcess,
  options: { url: string; signal: AbortSignal },
): Promise<void> {
  const { url, signal } = options
  const deadline = Date.now() + READY_TIMEOUT_MS
  let end = null as string | null
  void service.ended.then(reason => {
    end = reason
  })
  while (Date.now() < deadline && !signal.aborted) {
    if (end !== null) throw new StartError(`${service.name} ended: ${end}`)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok === true) return
    await new Promise(resolve => setTimeout(resolve, READY_INTERVAL_MS))
  }
  await service.stop()
  signal.throwIfAborted()
  throw new StartError(`${service.name} is not ready after ${READY_TIMEOUT_MS / 1000} s`)
}
