import { startEmbeddedPostgres } from '@waystone/kit/embedded-postgres'
import { closeOnSignals, createLifecycle, runMain, type Lifecycle } from '@waystone/kit/lifecycle'
import { createLogger, type Logger } from '@waystone/kit/logger'
import { startRedisServer } from '@waystone/kit/redis'
import { announceSystem } from '@waystone/kit/running-system'
import { readArguments } from './arguments.js'
import { checkSettings } from './check-settings.js'
import { openDataDirectory } from './data-directory.js'
import { postgresDirectory, redisDirectory } from './data-entries.js'
import { databaseName, databaseSettings, databaseSpecs, subgraphNames, type SubgraphName } from './databases.js'
import { hasDemoAccounts } from './demo-accounts.js'
import { startProcess, untilReady } from './processes.js'
import { terminalProgress, type Progress } from './progress.js'
import { keepSecrets } from './secrets.js'
import { welcome } from './welcome.js'

type Settings = Record<string, string>

/** Gateway and subgraphs as processes of their own, over HTTP and Redis, each started as its container starts it. */
runMain(async () => {
  const { port, dataDirectory: directory, command } = readArguments(process.argv.slice(2))
  checkSettings(process.env)
  const progress = terminalProgress()
  const logger = createLogger({ name: 'supervisor', level: process.env['LOG_LEVEL'] ?? 'warn' })
  const lifecycle = createLifecycle(logger)
  closeOnSignals(lifecycle, logger)
  try {
    openDataDirectory(directory)
    const urls = await startServers({ directory, lifecycle, progress, logger })
    await startServices({ port, urls, lifecycle, progress })
    progress.say(
      welcome({
        url: `http://127.0.0.1:${port}`,
        dataDirectory: directory,
        command,
        hasDemoAccounts: hasDemoAccounts(process.env),
      }),
    )
  } catch (error) {
    await lifecycle.close()
    throw error
  }
})

interface Servers {
  readonly databaseUrl: (name: SubgraphName) => string
  readonly redisUrl: string
  readonly secrets: { readonly betterAuth: string; readonly internal: string }
}

/** Postgres and Redis: those that the environment names, or our own. */
async function startServers(options: {
  directory: string
  lifecycle: Lifecycle
  progress: Progress
  logger: Logger
}): Promise<Servers> {
  const { directory, lifecycle, progress, logger } = options
  const secrets = await keepSecrets(directory)
  const given = Object.fromEntries(subgraphNames.map(name => [name, process.env[`${name.toUpperCase()}_DATABASE_URL`]]))
  const giveUp = (what: string) => (reason: string) => {
    logger.fatal({ reason }, `${what} ended`)
    process.exit(1)
  }

  let ownUrl: ((database: string) => string) | null = null
  if (subgraphNames.some(name => given[name] === undefined)) {
    const postgres = await progress.step('Postgres runs', () =>
      startEmbeddedPostgres({
        directory: postgresDirectory(directory),
        databases: databaseSpecs(secrets.internal),
        onUnexpectedEnd: giveUp('Postgres'),
      }),
    )
    lifecycle.onClose('postgres', () => postgres.stop())
    ownUrl = postgres.url
  }

  let redisUrl = process.env['REDIS_URL']
  if (redisUrl === undefined) {
    const redis = await progress.step('Redis runs', () =>
      startRedisServer({ directory: redisDirectory(directory), onProgress: text => progress.say(`  … ${text}`) }),
    )
    lifecycle.onClose('redis', () => redis.stop())
    redisUrl = redis.url
  }
  const databaseUrl = (name: SubgraphName): string => {
    const url = given[name] ?? ownUrl?.(databaseName(name))
    if (url === undefined) throw new Error(`No database is known for ${name}`)
    return url
  }
  const settings = { ...databaseSettings(databaseUrl), REDIS_URL: redisUrl }
  const announced = await announceSystem({ directory, settings })
  lifecycle.onClose('announcement', () => announced.withdraw())
  return { databaseUrl, redisUrl, secrets }
}

/** Subgraphs first, all at once; the catalog; then the gateway. A process that ends by itself ends the whole. */
async function startServices(options: {
  port: number
  urls: Servers
  lifecycle: Lifecycle
  progress: Progress
}): Promise<void> {
  const { port, urls, lifecycle, progress } = options
  const portOf = (name: SubgraphName) => port + 1 + subgraphNames.indexOf(name)
  const urlOf = (name: SubgraphName) => `http://127.0.0.1:${portOf(name)}`
  const common: Settings = {
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    REDIS_URL: urls.redisUrl,
    INTERNAL_SECRET: urls.secrets.internal,
    BETTER_AUTH_SECRET: urls.secrets.betterAuth,
    ...Object.fromEntries(subgraphNames.map(name => [`${name.toUpperCase()}_URLS`, urlOf(name)])),
  }
  const run = async (name: string, env: Settings) => {
    const service = startProcess({ name, env: { ...common, ...env } })
    let closing = false
    lifecycle.onClose(name, () => {
      closing = true
      return service.stop()
    })
    void service.ended.then(async reason => {
      if (closing) return
      progress.say(`  ✗ ${reason}; stopping the rest`)
      await lifecycle.close()
      process.exit(1)
    })
    await untilReady(service, `http://127.0.0.1:${env['SERVICE_PORT'] ?? ''}`)
  }

  const runSubgraph = (name: SubgraphName) =>
    run(name, { SERVICE_PORT: String(portOf(name)), DATABASE_URL: urls.databaseUrl(name) })
  // The others check access tokens by what users publishes, so it comes first.
  await progress.step('Subgraphs serve', async () => {
    await runSubgraph('users')
    await Promise.all([runSubgraph('characters'), runSubgraph('quests'), runSubgraph('gacha')])
  })
  const seed = startProcess({
    name: 'seed',
    env: {
      ...common,
      SEED_DEMO_ACCOUNTS: String(hasDemoAccounts(process.env)),
      ...databaseSettings(urls.databaseUrl),
    },
  })
  const ended = await seed.ended
  if (ended !== 'seed ended with code 0') throw new Error(ended)
  // Last: what answers is complete.
  await progress.step('The gateway serves', () => run('gateway', { SERVICE_PORT: String(port) }))
}
