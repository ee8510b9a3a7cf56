import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { inherited, root } from '../processes.js'

/** The measured process has a core of its own; the load and the subgraphs share another. */
export const GATEWAY_CORE = 0
export const LOAD_CORE = 1

/** Checks that processes can be pinned to cores here. */
export const canPin = (): boolean =>
  availableParallelism() > 1 && spawnSync('taskset', ['-c', '0', 'true']).status === 0

/** Keeps this process to the core of the load. */
export function pinThisProcess(): void {
  spawnSync('taskset', ['-a', '-c', '-p', String(LOAD_CORE), String(process.pid)])
}

export interface PinnedProcess {
  readonly pid: number
  /** The first line that it wrote. */
  firstLine(): Promise<string>
  /** The last output of the process, for error messages. */
  output(): string
  hasEnded(): boolean
  stop(): Promise<void>
}

const OUTPUT_MAX = 20_000
const STOP_TIMEOUT_MS = 3_000
/** A gateway composes nothing and starts in seconds; on a crowded machine in minutes. */
const START_TIMEOUT_MS = 180_000
const POLL_MS = 20

export function startPinned(
  nodeArguments: readonly string[],
  options: { core: number | null; env?: Readonly<Record<string, string>>; cwd?: string },
): PinnedProcess {
  const { core, env = {}, cwd = root } = options
  const node = [process.execPath, ...nodeArguments]
  const [command = '', ...rest] = core === null ? node : ['taskset', '-c', String(core), ...node]
  const child = spawn(command, rest, { cwd, env: { ...inherited(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let ended = false
  const listen = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-OUTPUT_MAX)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const end = new Promise<void>(resolve => {
    child.once('error', error => {
      listen(Buffer.from(error.message))
      resolve()
    })
    child.once('close', () => resolve())
  }).then(() => {
    ended = true
    process.off('exit', killWithUs)
  })
  return {
    pid: child.pid ?? 0,
    output: () => said,
    hasEnded: () => ended,
    firstLine: async () => {
      const deadlineMs = performance.now() + START_TIMEOUT_MS
      while (!said.includes('\n')) {
        if (ended || performance.now() > deadlineMs) throw new Error(`It said nothing:\n${said}`)
        await delay(POLL_MS)
      }
      return said.slice(0, said.indexOf('\n'))
    },
    stop: async () => {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
      await end
      clearTimeout(late)
    },
  }
}

/** Resolves when the process answers a query. @throws Error with what it said when it does not. */
export async function untilAnswers(process: PinnedProcess, url: string, query: string): Promise<void> {
  const deadlineMs = performance.now() + START_TIMEOUT_MS
  for (;;) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    }).catch(() => null)
    if (response?.ok === true) return
    if (process.hasEnded()) throw new Error(`It ended:\n${process.output()}`)
    if (performance.now() > deadlineMs) throw new Error(`It does not answer at ${url}:\n${process.output()}`)
    await delay(POLL_MS)
  }
}
