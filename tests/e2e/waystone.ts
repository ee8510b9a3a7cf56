import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTestDirectory } from '@waystone/kit/testing'
import { freePort } from '../free-port.js'

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))

export type SetUp = 'standalone' | 'distributed'

/** A whole Waystone, started by the command that README.md names. */
export interface Waystone {
  readonly url: string
  /** The directory of its data, which commands of operators take as `--data`. */
  readonly dataDirectory: string
  /** Where the subgraphs listen; nowhere in the standalone set-up. */
  subgraphUrl(name: 'users' | 'characters' | 'quests' | 'gacha' | 'social' | 'notifications'): string
  /** Of the command that started it. */
  pid(): number
  /** The output so far. */
  output(): string
  /** Ctrl-C, or any other signal; resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /**
   * Starts it again on the same data, with these settings besides; resolves with the milliseconds until it
   * answered.
   */
  restart(args?: readonly string[], env?: Readonly<Record<string, string>>): Promise<number>
  /** Stops it and deletes its data. */
  close(): Promise<void>
}

const START_TIMEOUT_MS = 150_000

/** Starts Waystone on free ports and a data directory of its own. @param settingsAt of this start, by its URL */
export async function startWaystone(
  setUp: SetUp,
  settingsAt: (url: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<Waystone> {
  const data = createTestDirectory('e2e')
  // As a checkout's folder is: open to the user that Postgres runs as.
  await chmod(data, 0o755)
  const port = await freePort(6)
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess
  let output = ''

  const start = async (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<number> => {
    const started = performance.now()
    const command = [
      'standalone/start.mjs',
      ...(setUp === 'distributed' ? ['--distributed'] : []),
      '--port',
      String(port),
      '--data',
      data,
      ...args,
    ]
    child = spawn(process.execPath, command, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const collect = (chunk: Buffer) => (output += chunk.toString())
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    await answering(url, { child, output: () => output })
    return performance.now() - started
  }

  const stop = async (signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const exited = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
    child.kill(signal)
    return await exited
  }

  await start([], settingsAt(url))
  return {
    url,
    dataDirectory: data,
    subgraphUrl: name =>
      `http://127.0.0.1:${port + 1 + ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'].indexOf(name)}`,
    pid: () => child.pid ?? 0,
    output: () => output,
    stop,
    restart: start,
    close: async () => {
      await stop()
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** Asks `{ __typename }` until it is answered. */
async function answering(url: string, run: { child: ChildProcess; output: () => string }): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline) {
    if (run.child.exitCode !== null) break
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      // A connection that is kept alive may lead to a process that is about to end.
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: '{"query":"{ __typename }"}',
    }).catch(() => null)
    if (answer?.status === 200 && (await answer.text()).includes('"Query"')) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  run.child.kill('SIGKILL')
  throw new Error(`Waystone did not come up:\n${run.output()}`)
}
