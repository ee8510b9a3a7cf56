import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startTestRedis, type TestRedis } from '@waystone/kit/testing'
import { freePort } from '../free-port.js'
import { installGates } from './gates.js'
import { createInstance, runToEnd, type Instance } from './instances.js'
import { loadSettings } from './load-settings.js'
import { startPostgres, subgraphs, type CrashablePostgres, type Subgraph } from './postgres.js'
import { planSecrets, type StageSecrets } from './secrets.js'

type InstanceCounts = Readonly<Record<Subgraph, number>>

/** How many processes each subgraph has: the two that clients need at every moment have two. */
const instanceCounts: InstanceCounts = { users: 2, gacha: 2, quests: 1, characters: 1, social: 1, notifications: 1 }

/** The whole distributed set-up, each process in the harness's hand. */
export interface Stage {
  /** The gateway: all that clients know. */
  readonly url: string
  readonly postgres: CrashablePostgres
  readonly redis: TestRedis
  readonly secrets: StageSecrets
  readonly gateway: Instance
  /** By name: users-1, users-2, gacha-1, gacha-2, quests-1, characters-1, social-1, notifications-1. */
  readonly instances: ReadonlyMap<string, Instance>
  of(subgraph: Subgraph): readonly Instance[]
  /** Starts another gateway beside the first. */
  anotherGateway(): Promise<Instance>
  /** When every process says that it is ready. */
  untilReady(): Promise<void>
  /** Where every process logs. */
  readonly logs: string
  /** Stops everything; keeps the logs when asked to. */
  close(options: { keepLogs: boolean }): Promise<void>
}

/**
 * Starts servers, subgraphs, seed and gateway as containers would run them, and installs the fault points.
 * @param more settings of every process
 * @param counts of subgraphs that have other numbers of processes than usual
 */
export async function startStage(
  more: Readonly<Record<string, string>> = {},
  counts: Partial<InstanceCounts> = {},
): Promise<Stage> {
  const directory = await mkdtemp(path.join(tmpdir(), 'waystone-chaos-'))
  const logs = path.join(directory, 'logs')
  await mkdir(logs)
  const postgres = await startPostgres(path.join(directory, 'postgres'))
  const secrets = planSecrets()
  const redis = await startTestRedis(secrets)
  const { settings: planned, ports } = await planSettings(redis.url, { ...instanceCounts, ...counts })
  const settings = { ...planned, ...more }
  const instances = new Map<string, Instance>()
  for (const subgraph of subgraphs) {
    for (const [index, port] of ports[subgraph].entries()) {
      const name = `${subgraph}-${index + 1}`
      const logFile = path.join(logs, `${name}.log`)
      const own = { ...settings, ...secrets.of(subgraph), DATABASE_URL: postgres.url(subgraph, name) }
      instances.set(name, createInstance({ name, service: subgraph, port, settings: own, logFile }))
    }
  }
  const aGateway = async (name: string) =>
    createInstance({
      name,
      service: 'gateway',
      port: await freePort(),
      settings: { ...settings, ...secrets.of('gateway') },
      logFile: path.join(logs, `${name}.log`),
    })
  const gateway = await aGateway('gateway')
  const others: Instance[] = []
  const untilReady = async () => {
    await Promise.all([...instances.values(), gateway].map(instance => instance.untilReady()))
  }
  for (const instance of instances.values()) instance.start()
  await Promise.all([...instances.values()].map(instance => instance.untilReady()))
  gateway.start()
  const databases = Object.fromEntries(
    subgraphs.map(name => [`${name.toUpperCase()}_DATABASE_URL`, postgres.url(name)]),
  )
  const seed = { name: 'seed', service: 'seed', logFile: path.join(logs, 'seed.log') }
  await runToEnd({ ...seed, settings: { ...settings, ...secrets.of('seed'), ...databases } })
  await untilReady()
  await installGates(postgres)
  return {
    url: gateway.url,
    postgres,
    redis,
    secrets,
    gateway,
    instances,
    of: subgraph => [...instances.values()].filter(({ name }) => name.startsWith(`${subgraph}-`)),
    anotherGateway: async () => {
      const other = await aGateway(`gateway-${others.length + 2}`)
      others.push(other)
      other.start()
      await other.untilReady()
      return other
    },
    untilReady,
    logs,
    close: async ({ keepLogs }) => {
      await Promise.all([...instances.values(), gateway, ...others].map(instance => instance.kill()))
      await redis.close()
      await postgres.close()
      await rm(keepLogs ? path.join(directory, 'postgres') : directory, { recursive: true, force: true })
    },
  }
}

/**
 * As in production; only the limits that would end a load test by themselves are raised: those of a player's
 * spending, pulls and sign-ups.
 */
async function planSettings(redisUrl: string, counts: InstanceCounts) {
  const ports = Object.fromEntries(
    await Promise.all(
      subgraphs.map(async name => [name, await Promise.all(Array.from({ length: counts[name] }, () => freePort()))]),
    ),
  ) as Record<Subgraph, number[]>
  const urls = Object.fromEntries(
    subgraphs.map(name => [
      `${name.toUpperCase()}_URLS`,
      ports[name].map(port => `http://127.0.0.1:${port}`).join(','),
    ]),
  )
  const settings = {
    ...urls,
    ...loadSettings,
    REDIS_URL: redisUrl,
    DB_MAX_CONNECTIONS: '12',
    PROXIES: '0',
  }
  return { ports, settings }
}
