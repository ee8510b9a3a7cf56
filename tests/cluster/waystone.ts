import { renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { newSecretSchedule, secretsFileText } from '@waystone/kit/auth'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import { createInstance, runToEnd, type Instance } from '../chaos/instances.js'
import { loadSettings } from '../chaos/load-settings.js'
import { subgraphs, type Databases, type Subgraph } from '../chaos/postgres.js'
import type { StageSecrets } from '../chaos/secrets.js'
import type { ClusterPorts, ServicePorts } from './ports.js'

const STARTED_AT_ONCE = 4

/** Every process of Waystone, as its container would run it. */
export interface WaystoneProcesses {
  readonly gateways: readonly Instance[]
  readonly instances: readonly Instance[]
  /** Of a command for operators that belongs to users. */
  readonly commandSettings: Readonly<Record<string, string>>
  /** INTERNAL_SECRETS_FILE of all. */
  readonly secretsFile: string
  /** Has the others call a process no more, or again: the list that they watch says where each one is. */
  list(instance: Instance, isListed: boolean): void
  untilReady(): Promise<void>
}

export async function startWaystone(options: {
  ports: ClusterPorts
  instancesEach: number
  databases: Databases
  redisUrl: string
  secrets: StageSecrets
  directory: string
  logs: string
  lifecycle: Lifecycle
}): Promise<WaystoneProcesses> {
  const { ports, instancesEach, databases, redisUrl, secrets, directory, logs, lifecycle } = options
  const instancesFile = path.join(directory, 'instances.json')
  const secretsFile = path.join(directory, 'internal-secrets.json')
  const { INTERNAL_SECRET = '', ...gatewaySecrets } = secrets.of('gateway')
  writeFileSync(secretsFile, secretsFileText(newSecretSchedule(INTERNAL_SECRET, new Date())), { mode: 0o600 })
  const settings = {
    ...productionSettings,
    REDIS_URL: redisUrl,
    INSTANCES_FILE: instancesFile,
    INTERNAL_SECRETS_FILE: secretsFile,
  }
  const made = (name: string, service: string, { service: port, metrics }: ServicePorts, own: Record<string, string>) =>
    createInstance({
      name,
      service,
      port,
      settings: { ...settings, METRICS_PORT: String(metrics), ...own },
      logFile: path.join(logs, `${name}.log`),
    })
  const bySubgraph = subgraphs.map(subgraph => ({
    subgraph,
    instances: ports.subgraphs[subgraph].slice(0, instancesEach).map((at, index) => {
      const name = `${subgraph}-${index + 1}`
      return made(name, subgraph, at, {
        ...secrets.of(subgraph),
        DATABASE_URL: databases.url(subgraph, name),
        DATABASE_READ_URL: readUrl({ databases, ports, subgraph, index }),
      })
    }),
  }))
  const instances = bySubgraph.flatMap(each => each.instances)
  const gateways = ports.gateways
    .slice(0, instancesEach)
    .map((at, index) => made(`gateway-${index + 1}`, 'gateway', at, gatewaySecrets))
  const unlisted = new Set<Instance>()
  const writeList = () => {
    const urls = Object.fromEntries(
      bySubgraph.map(each => [
        each.subgraph,
        each.instances.filter(instance => !unlisted.has(instance)).map(({ url }) => url),
      ]),
    )
    writeFileSync(`${instancesFile}.new`, JSON.stringify(urls))
    renameSync(`${instancesFile}.new`, instancesFile)
  }
  writeList()
  lifecycle.onClose('waystone', async () => {
    await Promise.all(gateways.map(gateway => gateway.stop()))
    await Promise.all(instances.map(instance => instance.stop()))
  })
  const ready = (some: readonly Instance[]) => Promise.all(some.map(instance => instance.untilReady()))
  // Not all at once: a start is work, and would starve what runs beside it on this machine.
  for (const some of inTurns(instances, STARTED_AT_ONCE)) {
    for (const instance of some) instance.start()
    await ready(some)
  }
  await runToEnd({
    name: 'seed',
    service: 'seed',
    logFile: path.join(logs, 'seed.log'),
    settings: {
      ...settings,
      ...secrets.of('seed'),
      ...Object.fromEntries(subgraphs.map(name => [`${name.toUpperCase()}_DATABASE_URL`, databases.url(name)])),
    },
  })
  for (const gateway of gateways) gateway.start()
  await ready(gateways)
  return {
    gateways,
    instances,
    commandSettings: { ...settings, ...secrets.of('users'), DATABASE_URL: databases.url('users', 'command') },
    secretsFile,
    list: (instance, isListed) => {
      if (isListed) unlisted.delete(instance)
      else unlisted.add(instance)
      writeList()
    },
    untilReady: async () => void (await ready([...instances, ...gateways])),
  }
}

function inTurns<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, turn) => all.slice(turn * size, (turn + 1) * size))
}

/** The processes of a subgraph prefer different replicas. */
function readUrl(options: { databases: Databases; ports: ClusterPorts; subgraph: Subgraph; index: number }): string {
  const { databases, ports, subgraph, index } = options
  const url = new URL(databases.url(subgraph, `${subgraph}-${index + 1}-read`))
  url.port = String(ports.reads[(subgraphs.indexOf(subgraph) + index) % ports.reads.length])
  return url.href
}

const productionSettings = {
  ...loadSettings,
  DB_MAX_CONNECTIONS: '10',
  // haproxy stands in front of the gateways.
  PROXIES: '1',
  LIMIT_LIVE_CONNECTIONS_PER_ADDRESS: '50000',
}
