import { closeOnSignals, runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { readArguments } from './arguments.js'
import { hasDemoAccounts } from './demo-accounts.js'
import { terminalProgress } from './progress.js'
import { startStandalone } from './standalone.js'
import { welcome } from './welcome.js'

runMain(async () => {
  const options = readArguments(process.argv.slice(2))
  const progress = terminalProgress()
  const waystone = await startStandalone({ ...options, env: process.env, progress })
  closeOnSignals(waystone, createLogger({ name: 'waystone', level: 'warn' }))
  const { dataDirectory, command } = options
  const isDemo = hasDemoAccounts(process.env)
  progress.say(welcome({ url: waystone.url, dataDirectory, command, hasDemoAccounts: isDemo }))
})
