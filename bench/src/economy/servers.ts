import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createLifecycle, type Lifecycle } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { startEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import { migrate } from '@waystone/kit/migrate'
import { startRedisServer } from '@waystone/kit/redis'
import { escapeIdentifier, Pool } from 'pg'
import { root, runToEnd } from '../processes.js'
import { progressBar, step } from '../progress.js'
import { settleBulk, withoutIndexes } from './bulk.js'
import { populateGacha, populateUsers } from './population.js'
import { SEED_ENCRYPTION_KEYS } from './sealed-seeds.js'

export const subgraphs = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const
export type Subgraph = (typeof subgraphs)[number]
/** The databases of one set-up. */
export type DatabaseUrls = Readonly<Record<Subgraph, string>>

export const SECRETS = {
  INTERNAL_SECRET: 'bench-internal-secret-bench-internal-secret',
  BETTER_AUTH_SECRET: 'bench-better-auth-secret-bench-better-auth',
  SEED_ENCRYPTION_KEYS,
}

/** Connections of each pool, as production has them by default. */
export const CONNECTIONS_MAX = 20

/** Settings of an operator for databases of some gigabytes; PostgreSQL's defaults are for a small machine. */
const SETTINGS = { shared_buffers: '2GB', max_wal_size: '8GB', checkpoint_timeout: '30min' }

/** Made at once: a bar that moves, and a limit of time that is kept to within seconds. */
const SLICE_USERS = 25_000

/** One PostgreSQL server, durable as in production, for everything that is compared. */
export interface Servers {
  /**
   * All databases, migrated and seeded, with users who have a history; as many of them as can be made in
   * time. `publish` runs on users before any process does.
   */
  populate(
    name: string,
    population: { users: number; pullsEach: number; minutesMax: number },
    publish: (users: Pool) => Promise<void>,
  ): Promise<{ urls: DatabaseUrls; users: number }>
  /** Copies databases byte for byte: all subjects start from the same state. */
  copy(from: string, to: string): Promise<DatabaseUrls>
  redis(): Promise<string>
  /** An empty directory, gone at the end. */
  directory(): string
  pool(url: string): Pool
  readonly lifecycle: Lifecycle
}

export async function startServers(): Promise<Servers> {
  const lifecycle = createLifecycle(createLogger({ name: 'bench', level: 'warn' }))
  const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-bench-'))
  lifecycle.onClose('directory', () => Promise.resolve(rmSync(directory, { recursive: true, force: true })))
  const postgres = await step('PostgreSQL runs, with fsync', () =>
    startEmbeddedPostgres({ directory: path.join(directory, 'postgres'), settings: SETTINGS }),
  )
  lifecycle.onClose('postgres', async () => {
    await postgres.stop()
    rmSync(postgres.directory, { recursive: true, force: true })
  })
  const pools = new Set<Pool>()
  const pool = (url: string) => {
    const made = new Pool({ connectionString: url, max: CONNECTIONS_MAX })
    made.on('error', () => undefined)
    pools.add(made)
    return made
  }
  lifecycle.onClose('pools', async () => {
    await Promise.all([...pools].map(async each => await each.end()))
  })
  const admin = pool(postgres.superuserUrl())
  const databaseOf = (name: string, subgraph: Subgraph) => `${name}_${subgraph}`
  const urlsOf = (name: string) =>
    Object.fromEntries(
      subgraphs.map(subgraph => [subgraph, postgres.superuserUrl(databaseOf(name, subgraph))]),
    ) as DatabaseUrls

  const copy = async (from: string, to: string) => {
    for (const subgraph of subgraphs) {
      const [source, target] = [databaseOf(from, subgraph), databaseOf(to, subgraph)].map(escapeIdentifier)
      await admin.query(`create database ${target} template ${source}`)
    }
    await admin.query('checkpoint')
    return urlsOf(to)
  }
  const populate: Servers['populate'] = async (name, population, publish) => {
    for (const subgraph of subgraphs)
      await admin.query(`create database ${escapeIdentifier(databaseOf(name, subgraph))}`)
    const urls = urlsOf(name)
    await Promise.all(subgraphs.map(subgraph => migrate({ url: urls[subgraph], directory: prismaDirectory(subgraph) })))
    await runToEnd('seed', { env: { ...SECRETS, ...databaseEnvironment(urls) } })
    // Not from `pools`: a database that is copied must have no connections.
    const [users, gacha] = [new Pool({ connectionString: urls.users }), new Pool({ connectionString: urls.gacha })]
    const made = await withoutIndexes(users, () =>
      withoutIndexes(gacha, () => populateInSlices({ users, gacha }, population)),
    )
    for (const each of [users, gacha]) await settleBulk(each)
    await publish(users)
    await Promise.all([users.end(), gacha.end()])
    return { urls, users: made }
  }
  const redis = async () => {
    const server = await startRedisServer({ directory: mkdtempSync(path.join(directory, 'redis-')) })
    lifecycle.onClose('redis', async () => await server.kill())
    return server.url
  }
  return { populate, copy, redis, directory: () => mkdtempSync(path.join(directory, 'data-')), pool, lifecycle }
}

/** @returns how many users there were time for. */
async function populateInSlices(
  pools: { users: Pool; gacha: Pool },
  { users, pullsEach, minutesMax }: { users: number; pullsEach: number; minutesMax: number },
): Promise<number> {
  const bar = progressBar('users with their history', users)
  const endsMs = performance.now() + minutesMax * 60_000
  let made = 0
  while (made < users && performance.now() < endsMs) {
    const slice = { firstUser: made + 1, lastUser: Math.min(users, made + SLICE_USERS), pullsEach }
    await Promise.all([populateUsers(pools.users, slice), populateGacha(pools.gacha, slice)])
    made = slice.lastUser
    bar.show(made)
  }
  bar.end()
  return made
}

export const databaseEnvironment = (urls: DatabaseUrls) =>
  Object.fromEntries(subgraphs.map(name => [`${name.toUpperCase()}_DATABASE_URL`, urls[name]]))

const prismaDirectory = (subgraph: Subgraph) => path.join(root, 'prisma', subgraph)
