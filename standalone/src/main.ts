import { closeOnSignals, runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { readArguments } from './arguments.js'
import { terminalProgress } from './progress.js'
import { startStandalone } from './standalone.js'
import { welcome } from './welcome.js'

runMain(async () => {
  const options = readArguments(process.argv.slice(2))
  const progress = terminalProgress()
  const waystone = await startStandalone({ ...options, env: process.env, progress })
  closeOnSignals(waystone, createLogger({ name: 'waystone', level: 'warn' }))
  progress.say(welcome({ url: waystone.url, dataDirectory: options.dataDirectory, command: options.command }))
})
