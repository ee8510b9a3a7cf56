import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { createDatabases, reachableDirectory, serverUser } from '@waystone/kit/embedded-postgres'
import { createLifecycle, type Lifecycle } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { connectClient, createDatabase, type Database } from '@waystone/kit/postgres'
import { startTestRedisCluster, type TestRedisCluster } from '@waystone/kit/testing'
import { subgraphs, type Databases, type ObservedSystem, type Subgraph } from '../chaos/postgres.js'
import { planSecrets, type StageSecrets } from '../chaos/secrets.js'
import { startDatabaseCluster, type DatabaseCluster } from './database-cluster.js'
import { startEtcd, type Etcd } from './etcd.js'
import { startHaproxy, type Haproxy } from './haproxy.js'
import { hasNamespaces, loopbackNetwork, namespacedNetwork } from './network.js'
import { NODES, portsFrom, type ClusterPorts } from './ports.js'
import { findPrograms } from './programs.js'
import { until } from './wait.js'
import { startWaystone, type WaystoneProcesses } from './waystone.js'

/** The replicated set-up on one machine, each part in the caller's hand. */
export interface Cluster extends ObservedSystem {
  readonly ports: ClusterPorts
  readonly databases: DatabaseCluster
  readonly etcd: Etcd
  readonly redis: TestRedisCluster
  readonly haproxy: Haproxy
  readonly waystone: WaystoneProcesses
  readonly secrets: StageSecrets
  readonly hasNamespaces: boolean
  /** Where everything logs. */
  readonly logs: string
  /** Until every part is there again and takes its share. */
  untilWhole(): Promise<void>
  close(options: { keepLogs: boolean }): Promise<void>
}

export interface ClusterOptions {
  /** The first of the ports that it takes, in a row: the public endpoint's. */
  readonly port: number
  /** Where it keeps its data while it runs; a folder of its own in the system's temporary one by default. */
  readonly directory?: string | undefined
  /** One process of each instead of two. */
  readonly isMinimal: boolean
  /** The sources as they are were built by the caller; they are built first unless it says so. */
  readonly isBuilt?: boolean
  /** Says what is being done. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>
}

const SERVERS_MAX = 50

/** Starts everything, empty. @throws Error that says what to install, or what did not start; all is stopped then. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { port, isMinimal, step } = options
  const programs = await findPrograms()
  if (options.isBuilt !== true)
    await step('The production build', () => promisify(execFile)(process.execPath, ['tools/transpile.mjs']))
  // Each server ends with this process.
  process.setMaxListeners(SERVERS_MAX)
  const ports = portsFrom(port)
  if (options.directory !== undefined) mkdirSync(options.directory, { recursive: true })
  const directory = mkdtempSync(path.join(options.directory ?? tmpdir(), 'waystone-cluster-'))
  const logs = path.join(directory, 'logs')
  mkdirSync(logs)
  const lifecycle = createLifecycle(createLogger({ name: 'cluster', level: 'error' }))
  const isNamespaced = hasNamespaces()
  try {
    const network = isNamespaced ? namespacedNetwork(NODES, port) : loopbackNetwork
    lifecycle.onClose('network', () => network.close())
    const etcd = await step('etcd agrees', () =>
      startEtcd({ command: programs.etcd, host: network.host, ports: ports.etcd, directory, logs, lifecycle }),
    )
    const user = serverUser()
    const nodesDirectory = reachableDirectory(path.join(directory, 'postgres'), user)
    const databases = await step('PostgreSQL: a primary and three replicas', () =>
      startDatabaseCluster({
        programs,
        network,
        ports,
        etcdHosts: etcd.hosts,
        directory: nodesDirectory,
        logs,
        user,
        lifecycle,
      }),
    )
    const haproxy = await step('haproxy listens', () =>
      startHaproxy({ command: programs.haproxy, ports, nodes: databases.nodes, directory, logs, lifecycle }),
    )
    const postgres = await openDatabases({ ports, superuserPassword: databases.superuserPassword, lifecycle })
    const secrets = planSecrets()
    const redis = await step('Redis Cluster: three masters, a replica of each', () =>
      startTestRedisCluster({ acl: withoutOperatorPassword(secrets.acl) }),
    )
    lifecycle.onClose('redis', () => redis.close())
    const waystone = await step('Gateways and subgraphs serve', () =>
      startWaystone({
        ports,
        instancesEach: isMinimal ? 1 : 2,
        databases: postgres,
        redisUrl: redis.url,
        secrets,
        directory,
        logs,
        lifecycle,
      }),
    )
    const untilWhole = async () => {
      await databases.untilWhole()
      await etcd.untilHealthy()
      await redis.untilWhole()
      await waystone.untilReady()
      await haproxy.untilAllUp()
    }
    await untilWhole()
    return {
      url: `http://127.0.0.1:${ports.public}`,
      postgres,
      ports,
      databases,
      etcd,
      redis,
      haproxy,
      waystone,
      secrets,
      hasNamespaces: isNamespaced,
      logs,
      untilWhole,
      close: async ({ keepLogs }) => {
        await lifecycle.close()
        // Where the server's user cannot reach the directory, the databases are elsewhere.
        rmSync(nodesDirectory, { recursive: true, force: true })
        if (!keepLogs) rmSync(directory, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await lifecycle.close()
    throw new Error(`${error instanceof Error ? error.message : String(error)} (logs: ${logs})`, { cause: error })
  }
}

/** The six databases behind the write port. */
async function openDatabases(options: {
  ports: ClusterPorts
  superuserPassword: string
  lifecycle: Lifecycle
}): Promise<Databases> {
  const { ports, superuserPassword, lifecycle } = options
  const urlOf = (role: string, password: string, name: string) =>
    `postgres://${role}:${password}@127.0.0.1:${ports.write}/${name}`
  const superuserUrl = (name = 'postgres') => urlOf('postgres', superuserPassword, name)
  const specs = subgraphs.map(name => ({
    name: `waystone_${name}`,
    role: `waystone_${name}`,
    password: randomBytes(24).toString('base64url'),
  }))
  await until('the write port to lead to the primary', async () => {
    await createDatabases({ superuserUrl, databases: specs })
    // They close "postgres" to everyone; a former primary is rewound by this user.
    await allowRewind(superuserUrl())
    return true
  })
  const logger = createLogger({ name: 'cluster', level: 'silent' })
  const pools = new Map<Subgraph, Database>()
  for (const name of subgraphs) {
    const url = superuserUrl(`waystone_${name}`)
    const database = createDatabase({ url, maxConnections: 4, applicationName: 'harness', logger })
    lifecycle.onClose(`harness of ${name}`, () => database.close())
    pools.set(name, database)
  }
  return {
    url: (subgraph, applicationName = 'harness') => {
      const spec = specs[subgraphs.indexOf(subgraph)]
      if (spec === undefined) throw new Error(`No database is known for ${subgraph}`)
      return `${urlOf(spec.role, spec.password, spec.name)}?application_name=${applicationName}`
    },
    pool: subgraph => {
      const database = pools.get(subgraph)
      if (database === undefined) throw new Error(`No database is known for ${subgraph}`)
      return database.primary
    },
  }
}

async function allowRewind(url: string): Promise<void> {
  const client = await connectClient({ connectionString: url })
  try {
    await client.query('GRANT CONNECT ON DATABASE postgres TO rewinder')
  } finally {
    await client.end()
  }
}

/** The nodes of a cluster copy each other's data as this user. */
const withoutOperatorPassword = (acl: string): string => acl.replace(/^user default on #\w+/m, 'user default on nopass')
