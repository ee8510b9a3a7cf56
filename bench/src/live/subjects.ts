import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '@waystone/kit/process'
import { GATEWAY_CORE } from '../gateway/pinned-process.js'
import { built, root, startService, type ServiceProcess } from '../processes.js'
import type { Field } from './wire.js'

/** A server that is measured. */
export interface Subject {
  readonly name: string
  /** The fields that the subject supports. */
  readonly fields: readonly Field[]
  /** Why it takes no part; null when it does. */
  readonly missing: string | null
  /**
   * It takes a minute where the other subjects take ten seconds, so it takes part in the first round only.
   */
  readonly isSlow: boolean
  start(sources: Sources): Promise<RunningSubject>
}

export interface Sources {
  readonly feedUrl: string
  /** A supergraph file that names the subgraphs of this run. */
  readonly supergraph: string
  /** An empty directory. */
  readonly directory: string
  /** True when the server is pinned to a core of its own. */
  readonly pinned: boolean
}

export interface RunningSubject {
  readonly url: string
  probe(): Promise<Probe>
  stop(): Promise<void>
}

/** A process's report of its own resources; memory after a full collection. */
export interface Probe {
  /** Used so far, by the kernel's account: before the collection, and after it. */
  readonly cpuUs: number
  readonly cpuAfterUs: number
  readonly heapUsed: number
  readonly external: number
  readonly rss: number
}

const withProbe = (port: number, pinned: boolean) => [
  '--expose-gc',
  '--import',
  new URL(`./probe.mjs?port=${port}${pinned ? `&core=${GATEWAY_CORE}` : ''}`, import.meta.url).href,
]

export const gateway: Subject = {
  name: 'Waystone gateway',
  fields: ['everyone', 'mine'],
  missing: null,
  isSlow: false,
  start: ({ supergraph, pinned }) =>
    start({
      pinned,
      name: 'gateway',
      path: '/graphql',
      readyAt: '/readyz',
      env: {
        AUTH: 'off',
        LOG_LEVEL: 'warn',
        NODE_ENV: 'production',
        // All load comes from one address.
        PROXIES: '0',
        RATE_LIMIT_USER: '0',
        RATE_LIMIT_ADDRESS: '0',
        INTERNAL_SECRET: 'bench-internal-secret-bench-internal-secret',
        SUPERGRAPH: supergraph,
        LIMIT_LIVE_CONNECTIONS_PER_ADDRESS: '20000',
      },
    }),
}

export const bareBroadcast: Subject = {
  name: 'bare ws broadcast',
  fields: ['everyone', 'mine'],
  missing: null,
  isSlow: false,
  start: ({ feedUrl, pinned }) =>
    start({
      pinned,
      name: 'bare ws',
      path: '/',
      env: {},
      command: port => [built('live/bare-broadcast'), feedUrl, String(port)],
    }),
}

export const graphqlWsServer: Subject = {
  name: 'graphql-ws useServer',
  fields: ['everyone'],
  missing: null,
  isSlow: false,
  start: ({ feedUrl, pinned }) =>
    start({
      pinned,
      name: 'useServer',
      path: '/',
      env: {},
      command: port => [built('live/use-server'), feedUrl, String(port)],
    }),
}

/** Peers have an install of their own, outside the workspaces. */
const hiveDirectory = path.join(root, 'bench', 'peers', 'node_modules', '@graphql-hive', 'gateway')

export const hive: Subject = {
  name: 'Hive Gateway',
  fields: ['everyone', 'mine'],
  missing: existsSync(hiveDirectory) ? null : 'not installed: see bench/peers',
  isSlow: true,
  start: ({ supergraph, directory, pinned }) => {
    const configFile = path.join(directory, 'gateway.config.mjs')
    writeFileSync(
      configFile,
      `export const gatewayConfig = ${JSON.stringify({
        supergraph,
        transportEntries: { '*': { options: { subscriptions: { kind: 'ws', location: '/graphql' } } } },
        logging: 'error',
      })}\n`,
    )
    return start({
      pinned,
      name: 'Hive Gateway',
      path: '/graphql',
      readyAt: '/readiness',
      env: { NODE_ENV: 'production' },
      command: port => [
        path.join(hiveDirectory, 'dist', 'bin.js'),
        'supergraph',
        supergraph,
        '--config-path',
        configFile,
        '--port',
        String(port),
        '--host',
        '127.0.0.1',
        '--fork',
        '1',
      ],
    })
  },
}

async function start(options: {
  name: string
  pinned: boolean
  path: string
  /** Where it says that it is ready; by default it is when its port is open. */
  readyAt?: string
  env: Readonly<Record<string, string>>
  command?: readonly string[] | ((port: number) => readonly string[])
}): Promise<RunningSubject> {
  const { name, pinned, path: endpoint, readyAt, env, command } = options
  const [port, probePort] = [await freePort(), await freePort()]
  const service: ServiceProcess = await startService(name, {
    port,
    env,
    nodeArguments: withProbe(probePort, pinned),
    ...(command !== undefined && { command: typeof command === 'function' ? command(port) : command }),
    readyAt: readyAt ?? null,
  })
  return {
    url: `ws://127.0.0.1:${port}${endpoint}`,
    probe: async () => (await (await fetch(`http://127.0.0.1:${probePort}`)).json()) as Probe,
    stop: () => service.stop(),
  }
}
