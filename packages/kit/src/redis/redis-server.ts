import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freePort, spawnBound, type BoundProcess } from '../process/index.js'
import { findRedisServer, type RedisBinary } from './find-redis-server.js'

/** A Redis server of our own; it ends with this process, however this process ends. */
export interface RedisServer {
  readonly url: string
  readonly port: number
  /** Settles when it has ended, asked or not, with the reason and its last words. */
  readonly ended: Promise<string>
  /** Stops in order. */
  stop(): Promise<void>
  /** Ends it as a crash would. */
  kill(): Promise<void>
  /** Suspends it, with its connections open: to a client it looks like a machine that hangs. */
  freeze(): void
  thaw(): void
}

const ACL_FILE = 'users.acl'
const START_TIMEOUT_MS = 10_000
const STOP_TIMEOUT_MS = 10_000

/**
 * Starts Redis on 127.0.0.1; returns when it takes connections.
 * @throws Error when no server is found (see findRedisServer) or it does not start.
 */
export async function startRedisServer(options: {
  /** Where it works, and keeps its data if durable. */
  directory: string
  /** 0 or none takes a free one. */
  port?: number | undefined
  /** Keeps what was written more than a second before a crash. Default false: it starts empty. */
  isDurable?: boolean
  /** The content of an ACL file: its users and their rights. Without it every user has all rights. */
  acl?: string | undefined
  onProgress?: ((message: string) => void) | undefined
}): Promise<RedisServer> {
  const { directory, port: wantedPort = 0, isDurable = false, acl, onProgress } = options
  const binary = await findRedisServer({ onProgress })
  mkdirSync(directory, { recursive: true })
  const port = wantedPort === 0 ? await freePort() : wantedPort
  const aclFile = acl === undefined ? undefined : keepAcl(directory, acl)
  const server = await launch({ binary, directory, port, isDurable, aclFile })
  server.unref()
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    ended: server.ended.then(({ reason, lastWords }) => `${reason}: ${lastWords}`),
    stop: async () => await end(server, 'SIGTERM'),
    kill: async () => await end(server, 'SIGKILL'),
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
  }
}

function keepAcl(directory: string, acl: string): string {
  const file = path.join(directory, ACL_FILE)
  writeFileSync(file, acl, { mode: 0o600 })
  // The mode above is for a new file only.
  chmodSync(file, 0o600)
  return file
}

async function launch(options: {
  binary: RedisBinary
  directory: string
  port: number
  isDurable: boolean
  aclFile: string | undefined
}): Promise<BoundProcess> {
  const { binary, directory, port, isDurable, aclFile } = options
  let onReady: (isReady: boolean) => void = () => {}
  const ready = new Promise<boolean>(resolve => {
    onReady = resolve
  })
  const server = await spawnBound({
    command: binary.command,
    args: Object.entries({
      port,
      bind: '127.0.0.1',
      dir: directory,
      save: '',
      appendonly: isDurable ? 'yes' : 'no',
      // The eviction policy that outbox and cache expect of production's server: it refuses writes rather
      // than dropping keys by itself.
      'maxmemory-policy': 'noeviction',
      ...(aclFile === undefined ? {} : { aclfile: aclFile }),
    }).flatMap(([name, value]) => [`--${name}`, String(value)]),
    endSignal: 'SIGKILL',
    env: binary.env,
    onLine: line => {
      if (line.includes('Ready to accept connections')) onReady(true)
    },
  })
  const timer = setTimeout(() => onReady(false), START_TIMEOUT_MS)
  const isReady = await Promise.race([ready, server.ended.then(() => false)])
  clearTimeout(timer)
  if (isReady) return server
  if (server.end === undefined) await end(server, 'SIGKILL')
  throw new Error(`Expected ${binary.command} to start on port ${port}: ${server.end?.lastWords}`)
}

async function end(server: BoundProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (server.end !== undefined) return
  server.kill(signal)
  // One that stands still takes no orders but these two.
  if (signal === 'SIGTERM') server.kill('SIGCONT')
  const timer = setTimeout(() => server.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await server.ended
  clearTimeout(timer)
}
