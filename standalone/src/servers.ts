import { systemClock } from '@waystone/kit/clock'
import { withDatabaseUrls, withRedisLogin } from '@waystone/kit/config'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import type { Lifecycle } from '@waystone/kit/lifecycle'
import { startRedisServer, type RedisServer } from '@waystone/kit/redis'
import { announceSystem } from '@waystone/kit/running-system'
import { processSettings } from './addresses.js'
import { postgresDirectory, redisDirectory } from './data-entries.js'
import { databaseName, databaseSettings, databaseSpecs, subgraphNames, type SubgraphName } from './databases.js'
import type { Progress } from './progress.js'
import { redisAcl, sha256, type RedisUser } from './redis-users.js'
import {
  eventSettingsOf,
  keepInternalSecrets,
  keepSecrets,
  redisPassword,
  secretSettings,
  type EventSettings,
  type Secrets,
} from './secrets.js'
import { supervise, type Running } from './supervise.js'

export interface Servers {
  readonly databaseUrl: (name: SubgraphName) => string
  /** With the user's own login, where Redis is ours. */
  readonly redisUrl: (user: RedisUser) => string
  readonly secrets: Secrets
  readonly events: EventSettings
  readonly secretsFile: string
}

interface Opening {
  readonly directory: string
  readonly lifecycle: Lifecycle
  readonly progress: Progress
}

/** Postgres and Redis of a distributed set-up: those that the environment names, or our own, which are kept running. */
export async function openServers(
  options: Opening & { port: number; env: Readonly<Record<string, string | undefined>> },
): Promise<Servers> {
  const { directory, port, lifecycle } = options
  const env = withRedisLogin(withDatabaseUrls(options.env))
  const secrets = await keepSecrets(directory)
  const secretsFile = await keepInternalSecrets(directory, secrets, systemClock.now())
  const given = Object.fromEntries(subgraphNames.map(name => [name, env[`${name.toUpperCase()}_DATABASE_URL`]]))
  const own = subgraphNames.some(name => (given[name] ?? '') === '') ? await keepPostgres(options, secrets) : null
  const redisUrl = await openRedis(options, env['REDIS_URL'], secrets)
  const databaseUrl = (name: SubgraphName): string => {
    const url = given[name] || own?.url(databaseName(name))
    if (url === undefined) throw new Error(`No database is known for ${name}`)
    return url
  }
  const events = eventSettingsOf(secrets)
  const settings = {
    ...databaseSettings(databaseUrl),
    ...processSettings({ host: options.env['LISTEN_ADDR'], port }),
    REDIS_URL: redisUrl('seed'),
    EVENTS_PUBLIC_KEYS: events.publicKeys,
    ...secretSettings({ secrets, secretsFile, env: options.env }),
  }
  const announced = await announceSystem({ directory, settings })
  lifecycle.onClose('announcement', () => announced.withdraw())
  return { databaseUrl, redisUrl, secrets, secretsFile, events }
}

/** Started again, it has the first one's port: the services know it by that. */
async function keepPostgres({ directory, lifecycle, progress }: Opening, secrets: Secrets): Promise<EmbeddedPostgres> {
  let port = 0
  const start = async (): Promise<EmbeddedPostgres & Running> => {
    let onEnd: (reason: string) => void = () => {}
    const ended = new Promise<string>(resolve => {
      onEnd = resolve
    })
    const postgres = await startEmbeddedPostgres({
      directory: postgresDirectory(directory),
      databases: databaseSpecs(secrets.root),
      port,
      onUnexpectedEnd: onEnd,
    })
    port = postgres.port
    return { ...postgres, ended }
  }
  const { first, stop } = await progress.step('Postgres runs', () =>
    supervise({ name: 'Postgres', start, say: progress.say }),
  )
  lifecycle.onClose('postgres', stop)
  return first
}

async function openRedis(
  options: Opening,
  given: string | undefined,
  secrets: Secrets,
): Promise<(user: RedisUser) => string> {
  if (given !== undefined && given !== '') return () => given
  const { port } = await keepRedis(options, secrets)
  return user => `redis://${user}:${redisPassword(secrets, user)}@127.0.0.1:${port}`
}

async function keepRedis({ directory, lifecycle, progress }: Opening, secrets: Secrets): Promise<RedisServer> {
  const acl = redisAcl(user => sha256(redisPassword(secrets, user)))
  let port = 0
  const start = async (): Promise<RedisServer> => {
    const onProgress = (text: string) => progress.say(`  … ${text}`)
    const redis = await startRedisServer({ directory: redisDirectory(directory), port, acl, onProgress })
    ;({ port } = redis)
    return redis
  }
  const { first, stop } = await progress.step('Redis runs', () =>
    supervise({ name: 'Redis', start, say: progress.say }),
  )
  lifecycle.onClose('redis', stop)
  return first
}
