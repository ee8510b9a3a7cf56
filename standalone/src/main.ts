import { closeOnSignals, createLifecycle, runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { readArguments } from './arguments.js'
import { schemaFile } from './databases.js'
import { hasDemoAccounts } from './demo-accounts.js'
import { letDemoPlayerPlay } from './demo-player.js'
import { terminalProgress } from './progress.js'
import { servesPages } from './serves-pages.js'
import { startStandalone } from './standalone.js'
import { welcome } from './welcome.js'

runMain(async () => {
  const { port, dataDirectory, dev, command } = readArguments(process.argv.slice(2))
  const progress = terminalProgress()
  const logger = createLogger({ name: 'waystone', level: 'warn' })
  const lifecycle = createLifecycle(logger)
  // From the first moment: a start that is cut short leaves no PostgreSQL behind.
  closeOnSignals(lifecycle, logger)
  const { url } = await startStandalone({
    port,
    dataDirectory,
    dev: dev ? { schemaFile } : undefined,
    env: process.env,
    progress,
    lifecycle,
  })
  await letDemoPlayerPlay({ url, dataDirectory, env: process.env, progress })
  const hasPages = await servesPages(url)
  progress.say(welcome({ url, dataDirectory, command, hasPages, hasDemoAccounts: hasDemoAccounts(process.env) }))
})
