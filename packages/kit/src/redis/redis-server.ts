import { mkdirSync } from 'node:fs'
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
  /** Lets it stand still, with its connections open: what a client sees of a machine that hangs. */
  freeze(): void
  thaw(): void
}

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
  onProgress?: ((message: string) => void) | undefined
}): Promise<RedisServer> {
  const { directory, port: wantedPort = 0, isDurable = false, onProgress } = options
  const binary = await findRedisServer({ onProgress })
  mkdirSync(directory, { recursive: true })
  const port = wantedPort === 0 ? await freePort() : wantedPort
  const server = await launch({ binary, directory, port, isDurable })
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

async function launch(options: {
  binary: RedisBinary
  directory: string
  port: number
  isDurable: boolean
}): Promise<BoundProcess> {
  const { binary, directory, port, isDurable } = options
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
      // What outbox and cache expect of production's server: it refuses writes rather than dropping keys by itself.
      'maxmemory-policy': 'noeviction',
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
