import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { until } from './load.js'

/** The root of the project. */
export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))

/** One of the benchmark's own processes: built, as what it is compared with is. */
export const built = (file: string): string => path.join(root, 'bench', 'dist', `${file}.js`)

/** The commands of a checkout's containers, by service. @throws Error when the directory is no checkout. */
export const commandsOf = (checkout: string): Readonly<Record<string, readonly string[]>> =>
  z
    .record(z.string(), z.array(z.string()).min(2))
    .parse(JSON.parse(readFileSync(path.join(checkout, 'standalone', 'commands.json'), 'utf8')))

export const commands = commandsOf(root)

export interface ServiceProcess {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

const STOP_TIMEOUT_MS = 20_000

/** One process of the production build, as its container runs it. */
export async function startService(
  name: string,
  options: {
    port: number
    env: Readonly<Record<string, string>>
    nodeArguments: readonly string[]
    /** Node's script and arguments; by default those of the container with this name. */
    command?: readonly string[]
    /** Where it says that it is ready; null when it is as soon as it answers anything. */
    readyAt?: string | null
  },
): Promise<ServiceProcess> {
  const { port, env, nodeArguments, command = commands[name]?.slice(1) ?? [], readyAt = '/readyz' } = options
  const { ended, kill, output, pid } = start([...nodeArguments, ...command], { ...env, SERVICE_PORT: String(port) })
  let end: number | string | undefined
  void ended.then(reason => {
    end = reason
  })
  const url = `http://127.0.0.1:${port}`
  await until(`${name} to be ready`, async () => {
    if (end !== undefined) throw new Error(`${name} ended with ${end}:\n${output()}`)
    const answer = await fetch(`${url}${readyAt ?? '/'}`).catch(() => null)
    return readyAt === null ? answer !== null : answer?.ok === true
  })
  const stop = async () => {
    kill('SIGTERM')
    const late = setTimeout(() => kill('SIGKILL'), STOP_TIMEOUT_MS)
    await ended
    clearTimeout(late)
  }
  return { url, pid, stop }
}

/**
 * Runs a command of the production build, or any other arguments of node, to its end.
 * @throws Error with what it said when it fails.
 */
export async function runToEnd(
  name: string,
  options: { nodeArguments?: readonly string[]; env: Readonly<Record<string, string>> },
): Promise<void> {
  const { ended, output } = start(options.nodeArguments ?? commands[name]?.slice(1) ?? [], options.env)
  const reason = await ended
  if (reason !== 0) throw new Error(`${name} ended with ${reason}:\n${output()}`)
}

/** Child processes run in the environment that the benchmark was started in. */
export const inherited = (): NodeJS.ProcessEnv => process.env

const OUTPUT_MAX = 20_000

function start(nodeArguments: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, nodeArguments, {
    cwd: root,
    env: { ...inherited(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const listen = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-OUTPUT_MAX)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const ended = new Promise<number | string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('close', (code, signal) => {
      process.off('exit', killWithUs)
      resolve(code ?? signal ?? 'nothing')
    })
  })
  return { pid: child.pid ?? 0, ended, kill: (signal: NodeJS.Signals) => child.kill(signal), output: () => said }
}
