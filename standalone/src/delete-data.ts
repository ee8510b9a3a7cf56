import { runMain } from '@waystone/kit/lifecycle'
import { readArguments } from './arguments.js'
import { checkSettings } from './check-settings.js'
import { deleteData } from './data-directory.js'
import { terminalProgress } from './progress.js'

/** What `--fresh` does, in a process of its own before the start: `--watch` repeats the start, and must not repeat this. */
runMain(async () => {
  const { dataDirectory } = readArguments(process.argv.slice(2))
  checkSettings(process.env)
  await terminalProgress().step('Old data deleted', () => deleteData(dataDirectory))
})
