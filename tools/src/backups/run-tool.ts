import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { BackupError } from './backup-error.js'

/** How much of a tool's last output is kept, to say why it failed. */
const LAST_WORDS_LENGTH_MAX = 8_000

/** The environment of tools and servers: nothing else of this process's, which holds secrets. */
export const toolEnvironment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' }

export interface Account {
  readonly uid: number
  readonly gid: number
}

export interface ToolOptions {
  /** The account that runs it where this process is root, which PostgreSQL refuses. */
  readonly account?: Account | undefined
  readonly onLine?: ((line: string) => void) | undefined
}

export interface ToolEnd {
  readonly code: number
  readonly stdout: string
  /** The end of both outputs. */
  readonly lastWords: string
}

/** A tool that is running, with its streams for whoever feeds or reads it. */
export interface RunningTool {
  readonly stdin: Writable
  readonly stdout: Readable
  /** Settles when the tool has ended; never rejects. */
  readonly ended: Promise<{ readonly code: number; readonly lastWords: string }>
  kill(): void
}

/**
 * Runs a tool to its end, whatever its exit code.
 * @throws BackupError when there is no such program.
 */
export async function runTool(command: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolEnd> {
  const tool = await startTool(command, args, options)
  const chunks: Buffer[] = []
  tool.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  tool.stdin.end()
  const { code, lastWords } = await tool.ended
  return { code, stdout: Buffer.concat(chunks).toString('utf8'), lastWords }
}

/** Starts a tool whose streams the caller reads and writes. @throws BackupError when there is no such program. */
export async function startTool(
  command: string,
  args: readonly string[],
  { account, onLine }: ToolOptions = {},
): Promise<RunningTool> {
  const child = spawn(command, [...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
    env: toolEnvironment,
    ...account,
  })
  const words = lastWordsOf(child, onLine)
  const ended = new Promise<{ code: number; lastWords: string }>(resolve => {
    child.once('close', code => resolve({ code: code ?? 1, lastWords: words() }))
  })
  // A tool that fails closes its input early; its exit code says so.
  child.stdin.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', error => reject(new BackupError(missingTool(command, error))))
  })
  return { stdin: child.stdin, stdout: child.stdout, ended, kill: () => child.kill('SIGTERM') }
}

const packages: Readonly<Record<string, string>> = { pgbackrest: 'pgbackrest' }

function missingTool(command: string, error: Error): string {
  const debian = packages[command]
  const hint = debian === undefined ? '' : `: apt-get install ${debian} (PostgreSQL 18 needs 2.55 or newer)`
  return `${command} cannot be started (${error.message})${hint}`
}

function lastWordsOf(child: ChildProcess, onLine: ((line: string) => void) | undefined): () => string {
  let last = ''
  const listen = (stream: Readable | null) =>
    stream?.on('data', (chunk: Buffer) => {
      const text = chunk.toString('utf8')
      last = (last + text).slice(-LAST_WORDS_LENGTH_MAX)
      if (onLine !== undefined) for (const line of text.split('\n')) if (line.trim() !== '') onLine(line.trimEnd())
    })
  listen(child.stderr)
  if (onLine !== undefined) listen(child.stdout)
  return () => last.trim()
}
