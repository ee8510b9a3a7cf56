import { closeOnSignals, createLifecycle, runMain, StartError, type Lifecycle } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { readArguments } from './arguments.js'
import { checkSettings } from './check-settings.js'
import { openDataDirectory } from './data-directory.js'
import { databaseSettings, subgraphNames, type SubgraphName } from './databases.js'
import { hasDemoAccounts } from './demo-accounts.js'
import { startProcess, untilReady } from './processes.js'
import { terminalProgress, type Progress } from './progress.js'
import { seedEncryptionKeys } from './secrets.js'
import { openServers, type Servers } from './servers.js'
import { supervise } from './supervise.js'
import { welcome } from './welcome.js'

type Settings = Record<string, string>

const LOOPBACK = '127.0.0.1'

/** Gateway and subgraphs as processes of their own, over HTTP and Redis, each started as its container starts it. */
runMain(async () => {
  const { port, dataDirectory: directory, command } = readArguments(process.argv.slice(2))
  checkSettings(process.env, { mixesDatabases: true })
  const progress = terminalProgress()
  const logger = createLogger({ name: 'supervisor', level: process.env['LOG_LEVEL'] || 'warn' })
  const lifecycle = createLifecycle(logger)
  closeOnSignals(lifecycle, logger)
  try {
    openDataDirectory(directory)
    const servers = await openServers({ directory, lifecycle, progress, env: process.env })
    const url = await startServices({ port, servers, lifecycle, progress })
    const isDemo = hasDemoAccounts(process.env)
    progress.say(welcome({ url, dataDirectory: directory, command, hasDemoAccounts: isDemo }))
  } catch (error) {
    await lifecycle.close()
    throw error
  }
})

/** Subgraphs first, all at once; the catalog; then the gateway. Each is kept running by itself. @returns the gateway's URL. */
async function startServices(options: {
  port: number
  servers: Servers
  lifecycle: Lifecycle
  progress: Progress
}): Promise<string> {
  const { port, servers, lifecycle, progress } = options
  const portOf = (name: SubgraphName) => port + 1 + subgraphNames.indexOf(name)
  const urlOf = (name: SubgraphName) => `http://${LOOPBACK}:${portOf(name)}`
  const common: Settings = {
    LOG_LEVEL: process.env['LOG_LEVEL'] || 'warn',
    REDIS_URL: servers.redisUrl,
    INTERNAL_SECRETS_FILE: servers.secretsFile,
    BETTER_AUTH_SECRET: servers.secrets.betterAuth,
    // One port is for one process: the gateway's is what was set, the others choose by their own ports.
    METRICS_PORT: '',
    ...Object.fromEntries(subgraphNames.map(name => [`${name.toUpperCase()}_URLS`, urlOf(name)])),
  }
  const run = async (name: string, url: string, env: Settings): Promise<void> => {
    const start = async (signal: AbortSignal) => {
      const service = startProcess({ name, env: { ...common, ...env } })
      await untilReady(service, { url, signal })
      return service
    }
    const { stop } = await supervise({ name, start, say: progress.say })
    lifecycle.onClose(name, stop)
  }

  const seedKeys = seedEncryptionKeys(servers.secrets, process.env['SEED_ENCRYPTION_KEYS'])
  const runSubgraph = (name: SubgraphName) =>
    run(name, urlOf(name), {
      ...(name === 'gacha' && { SEED_ENCRYPTION_KEYS: seedKeys }),
      LISTEN_ADDR: LOOPBACK,
      SERVICE_PORT: String(portOf(name)),
      DATABASE_URL: servers.databaseUrl(name),
    })
  // The others check access tokens by what users publishes, so it comes first.
  await progress.step('Subgraphs serve', async () => {
    await runSubgraph('users')
    await Promise.all([runSubgraph('characters'), runSubgraph('quests'), runSubgraph('gacha')])
  })
  const seed = startProcess({
    name: 'seed',
    env: {
      ...common,
      SEED_ENCRYPTION_KEYS: seedKeys,
      SEED_DEMO_ACCOUNTS: String(hasDemoAccounts(process.env)),
      ...databaseSettings(servers.databaseUrl),
    },
  })
  const ended = await seed.ended
  if (ended !== 'exit code 0') throw new StartError(`The seed ended: ${ended}`)
  // Last: what answers is complete.
  const url = `http://${reachableAddress(process.env['LISTEN_ADDR'])}:${port}`
  await progress.step('The gateway serves', () =>
    run('gateway', url, { SERVICE_PORT: String(port), METRICS_PORT: process.env['METRICS_PORT'] ?? '' }),
  )
  return url
}

/** Where this machine reaches what listens on an address: 0.0.0.0 and :: mean all of them. */
function reachableAddress(listening = LOOPBACK): string {
  if (listening === '' || listening === '0.0.0.0' || listening === '::') return LOOPBACK
  return listening.includes(':') ? `[${listening}]` : listening
}
