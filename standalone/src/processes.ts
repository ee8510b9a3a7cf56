import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

/** The root of the project, from src/ and from dist/ alike. */
export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))

export interface ServiceProcess {
  readonly name: string
  /** Resolves when the process has ended, with what to tell about it. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

/** What the containers of docker-compose.yml start, and so do we: plain node on the production build. A test keeps the two equal. */
const commands = z
  .record(z.string(), z.tuple([z.literal('node')], z.string()))
  .parse(JSON.parse(readFileSync(path.join(root, 'standalone', 'commands.json'), 'utf8')))

const STOP_TIMEOUT_MS = 20_000

/** Starts one process of the production build with the settings of its container. */
export function startProcess(options: { name: string; env: Readonly<Record<string, string>> }): ServiceProcess {
  const { name, env } = options
  const command = commands[name]
  if (command === undefined) throw new Error(`standalone/commands.json has no command for ${name}`)
  // In a process group of its own: Ctrl-C reaches only the supervisor, which orders the shutdown.
  const child = spawn(process.execPath, command.slice(1), {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  })
  const ended = new Promise<string>(resolve => {
    child.once('error', error => resolve(`${name} could not be started: ${error.message}`))
    child.once('exit', (code, signal) => resolve(`${name} ended with ${signal ?? `code ${code}`}`))
  })
  return { name, ended, stop: () => stop(child, ended) }
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

/** Waits until /readyz says so. @throws when the process ends first, or takes longer than a minute. */
export async function untilReady(service: ServiceProcess, url: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS
  let end: string | null = null
  void service.ended.then(text => {
    end = text
  })
  while (Date.now() < deadline) {
    if (end !== null) throw new Error(end)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok === true) return
    await new Promise(resolve => setTimeout(resolve, READY_INTERVAL_MS))
  }
  throw new Error(`${service.name} is not ready after ${READY_TIMEOUT_MS / 1000} s`)
}
