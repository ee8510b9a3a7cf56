import { withDatabaseUrls } from '@waystone/kit/config'
import { runMain } from '@waystone/kit/lifecycle'
import { readArguments } from './arguments.js'
import { checkSettings } from './check-settings.js'
import { deleteData } from './data-directory.js'
import { databaseSettings } from './databases.js'
import { terminalProgress } from './progress.js'

/**
 * Implements `--fresh`, in a process of its own before the start: `--watch` repeats the start, and must not
 * repeat this.
 */
runMain(async () => {
  const { dataDirectory, distributed } = readArguments(process.argv.slice(2))
  checkSettings(process.env, { mixesDatabases: distributed })
  const progress = terminalProgress()
  await progress.step('Old data deleted', () => deleteData(dataDirectory))
  const env = withDatabaseUrls(process.env)
  const external = Object.keys(databaseSettings(() => '')).filter(name => (env[name] ?? '') !== '')
  if (external.length > 0)
    progress.say(`  ! Not deleted: the databases of ${external.join(', ')}, which are not Waystone's own`)
})
