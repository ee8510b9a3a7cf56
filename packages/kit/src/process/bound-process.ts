import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process'
import type { Readable } from 'node:stream'

/** How much of what it last said is kept, to say why it ended. */
const LAST_WORDS_LENGTH_MAX = 4000

/** A server process of ours that must not outlive us. */
export interface BoundProcess {
  readonly pid: number
  /** Settles when it has ended: its exit code or signal, and its last words. Never rejects. */
  readonly ended: Promise<Ended>
  /** The value of `ended`, once the process has ended. */
  readonly end: Ended | undefined
  kill(signal: NodeJS.Signals): void
  /** Lets our own process end without waiting for this one; it is stopped then. */
  unref(): void
}

export interface Ended {
  readonly reason: string
  readonly lastWords: string
}

/**
 * Starts a server that ends when we end: on Linux the kernel sends it `endSignal` even if we are killed;
 * elsewhere our exit does, and after a kill it stays behind, for the next start to find. A terminal's ^C
 * reaches only us: it has a session of its own.
 */
export async function spawnBound(options: {
  command: string
  args: readonly string[]
  endSignal: 'SIGINT' | 'SIGKILL'
  env: Readonly<Record<string, string>>
  /** The user that root switches to before it runs the command. */
  user?: { readonly uid: number; readonly gid: number } | undefined
  onLine?: ((line: string) => void) | undefined
}): Promise<BoundProcess> {
  const { endSignal, onLine } = options
  const [command, args] = withDeathSignal(options)
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    detached: true,
    env: { ...options.env },
    ...(options.user === undefined ? {} : { uid: options.user.uid, gid: options.user.gid }),
  })
  const words = listen(child, onLine)
  const killWithUs = () => child.kill(endSignal)
  process.once('exit', killWithUs)
  let end: Ended | undefined
  const ended = new Promise<Ended>(resolve => {
    const settle = (reason: string) => {
      process.off('exit', killWithUs)
      end = { reason, lastWords: words() }
      resolve(end)
    }
    child.once('close', (code, signal) => settle(signal === null ? `exit code ${code ?? 0}` : `signal ${signal}`))
  })
  const pid = await spawned(child)
  return {
    pid,
    ended,
    get end() {
      return end
    },
    kill: signal => {
      // After a signal that ends the child, our own process waits for its end.
      if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') child.ref()
      child.kill(signal)
    },
    unref: () => child.unref(),
  }
}

type Child = ChildProcessByStdio<null, Readable, Readable>

async function spawned(child: Child): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  if (child.pid === undefined) throw new Error('Expected a started process to have a pid.')
  return child.pid
}

function listen(child: Child, onLine: ((line: string) => void) | undefined): () => string {
  let last = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      last = (last + text).slice(-LAST_WORDS_LENGTH_MAX)
      for (const line of text.split('\n')) if (line.trim() !== '') onLine?.(line.trimEnd())
    })
    // A pipe would keep our process alive just as the child does.
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
  }
  return () => last.trim()
}

let setprivIsHere: boolean | undefined

function withDeathSignal(options: {
  command: string
  args: readonly string[]
  endSignal: 'SIGINT' | 'SIGKILL'
}): [command: string, args: string[]] {
  const { command, args, endSignal } = options
  setprivIsHere ??=
    process.platform === 'linux' &&
    spawnSync('setpriv', ['--pdeathsig', 'INT', 'true'], { stdio: 'ignore' }).status === 0
  if (!setprivIsHere) return [command, [...args]]
  return ['setpriv', ['--pdeathsig', endSignal.slice('SIG'.length), '--', command, ...args]]
}
