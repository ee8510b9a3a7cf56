import { StartError } from '@waystone/kit/errors'
import { closeOnSignals, createLifecycle, runMain, type Lifecycle } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { readArguments } from './arguments.js'
import { LOOPBACK, localUrl, portOfSubgraph } from './addresses.js'
import { checkSettings } from './check-settings.js'
import { openDataDirectory } from './data-directory.js'
import { subgraphNames, type SubgraphName } from './databases.js'
import { hasDemoAccounts } from './demo-accounts.js'
import { letDemoPlayerPlay } from './demo-player.js'
import { explorerSettings } from './explorer-settings.js'
import { startProcess, untilReady } from './processes.js'
import { terminalProgress, type Progress } from './progress.js'
import { openServers, type Servers } from './servers.js'
import { servesPages } from './serves-pages.js'
import { serviceEnvironment, type ServiceName } from './service-environment.js'
import { supervise } from './supervise.js'
import { welcome } from './welcome.js'

type Settings = Record<string, string>

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
    const servers = await openServers({ directory, port, lifecycle, progress, env: process.env })
    const url = await startServices({ port, servers, lifecycle, progress })
    await letDemoPlayerPlay({ url, dataDirectory: directory, env: process.env, progress })
    const isDemo = hasDemoAccounts(process.env)
    const hasPages = await servesPages(url)
    progress.say(welcome({ url, dataDirectory: directory, command, hasPages, hasDemoAccounts: isDemo }))
  } catch (error) {
    await lifecycle.close()
    throw error
  }
})

/**
 * Subgraphs first, all at once; the catalog; then the gateway. Each is kept running by itself.
 * @returns the gateway's URL.
 */
async function startServices(options: {
  port: number
  servers: Servers
  lifecycle: Lifecycle
  progress: Progress
}): Promise<string> {
  const { port, servers, lifecycle, progress } = options
  const portOf = (name: SubgraphName) => portOfSubgraph(port, name)
  const urlOf = (name: SubgraphName) => localUrl({ port: portOf(name) })
  const logDirectory = process.env['LOG_DIRECTORY'] || undefined
  const environmentOf = (name: ServiceName, more: Settings) =>
    serviceEnvironment(name, { env: process.env, servers, urlOf, more })
  const run = async (name: ServiceName, url: string, more: Settings): Promise<void> => {
    const start = async (signal: AbortSignal) => {
      const service = startProcess({ name, env: environmentOf(name, more), logDirectory })
      await untilReady(service, { url, signal })
      return service
    }
    const { stop } = await supervise({ name, start, say: progress.say })
    lifecycle.onClose(name, stop)
  }

  const demo = { SEED_DEMO_ACCOUNTS: String(hasDemoAccounts(process.env)) }
  const runSubgraph = (name: SubgraphName) =>
    run(name, urlOf(name), {
      ...(name === 'users' && demo),
      LISTEN_ADDR: LOOPBACK,
      SERVICE_PORT: String(portOf(name)),
    })
  // The other subgraphs check access tokens by the keys that users publishes, so it comes first.
  await progress.step('Subgraphs serve', async () => {
    await runSubgraph('users')
    await Promise.all(subgraphNames.filter(name => name !== 'users').map(runSubgraph))
  })
  const seed = startProcess({
    name: 'seed',
    env: environmentOf('seed', { ...demo, PAYMENTS: 'off' }),
    logDirectory,
  })
  const ended = await seed.ended
  if (ended !== 'exit code 0') throw new StartError(`The seed ended: ${ended}`)
  // Started last: once it answers, the system is complete.
  const url = localUrl({ host: process.env['LISTEN_ADDR'], port })
  await progress.step('The gateway serves', () =>
    run('gateway', url, {
      SERVICE_PORT: String(port),
      METRICS_PORT: process.env['METRICS_PORT'] ?? '',
      ...explorerSettings(process.env),
    }),
  )
  return url
}
