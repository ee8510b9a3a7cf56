import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { processTree } from '../e2e/process-tree.js'
import type { Network } from './network.js'
import { createServer } from './server.js'
import { fillTemplate } from './template.js'
import { until } from './wait.js'

/** One machine of the database cluster: Patroni and the PostgreSQL that it runs. */
export interface DatabaseNode {
  readonly name: string
  readonly host: string
  readonly port: number
  /** Of Patroni's REST API. */
  readonly api: string
  /** Of its data and of Patroni's configuration. */
  readonly directory: string
  /** Makes the directory with the configuration in it, as before the first start. */
  prepare(): void
  start(): Promise<void>
  /** kill -9 of PostgreSQL alone: Patroni lives and notices. */
  killPostgres(): void
  /** kill -9 of both, as a machine that loses its power. */
  killAll(): Promise<void>
  /** SIGSTOP of every process of the node: it answers nothing, and its connections stay open. killAll ends that. */
  freeze(): void
  /** Cuts its network, where there are namespaces. */
  cut(): void
  mend(): void
  /** Stops both in order. */
  stop(): Promise<void>
}

export interface NodeSecrets {
  readonly superuser: string
  readonly replication: string
  readonly rewind: string
}

export function createDatabaseNode(options: {
  index: number
  port: number
  apiPort: number
  directory: string
  logs: string
  network: Network
  patroni: string
  binaries: string
  etcdHosts: string
  secrets: NodeSecrets
  user: { readonly uid: number; readonly gid: number } | undefined
}): DatabaseNode {
  const { index, port, apiPort, directory, logs, network, patroni, binaries, etcdHosts, secrets, user } = options
  const name = `pg-${index + 1}`
  const host = network.hostOf(index)
  const api = `http://${host}:${apiPort}`
  const file = path.join(directory, 'patroni.yml')
  const text = fillTemplate('patroni.yml', {
    NAME: name,
    HOST: host,
    PORT: String(port),
    REST_PORT: String(apiPort),
    ETCD_HOSTS: etcdHosts,
    BIN_DIRECTORY: binaries,
    DIRECTORY: directory,
    CLIENTS: network.clients,
    SUPERUSER_PASSWORD: secrets.superuser,
    REPLICATION_PASSWORD: secrets.replication,
    REWIND_PASSWORD: secrets.rewind,
  })
  const prepare = () => {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    writeFileSync(file, text, { mode: 0o600 })
    if (user !== undefined) for (const each of [directory, file]) chownSync(each, user.uid, user.gid)
  }
  prepare()
  const [command = '', ...args] = network.onNode(index, [patroni, file], user)
  const server = createServer({ name, command, args, logFile: path.join(logs, `${name}.log`), stopSignal: 'SIGINT' })
  const postmaster = () => Number.parseInt(readFileSync(path.join(directory, 'data', 'postmaster.pid'), 'utf8'), 10)
  const signalAll = (signal: NodeJS.Signals) => {
    for (const root of [pidOf(server.pid), pidOf(postmaster)])
      if (root !== null) for (const { pid } of processTree(root)) signalIfThere(pid, signal)
  }
  return {
    name,
    host,
    port,
    api,
    directory,
    prepare,
    start: () => server.start(),
    killPostgres: () => void process.kill(postmaster(), 'SIGKILL'),
    killAll: async () => {
      signalAll('SIGKILL')
      await server.kill()
    },
    freeze: () => signalAll('SIGSTOP'),
    cut: () => network.cut(index),
    mend: () => network.mend(index),
    stop: async () => {
      // One that stands still takes no orders.
      signalAll('SIGCONT')
      await server.stop()
      // Patroni that was killed leaves PostgreSQL running.
      const left = pidOf(postmaster)
      if (left === null || !signalIfThere(left, 'SIGINT')) return
      await until(`PostgreSQL of ${name} to end`, () => Promise.resolve(!signalIfThere(left, 0)))
    },
  }
}

function pidOf(read: () => number): number | null {
  try {
    return read()
  } catch {
    // It does not run.
    return null
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    // A process that has ended needs no signal.
    return false
  }
}
