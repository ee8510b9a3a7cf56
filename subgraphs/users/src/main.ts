import { fileURLToPath } from 'node:url'
import { metricsPortOf } from '@waystone/kit/config'
import { serveSubgraph } from '@waystone/kit/graphql'
import { closeOnSignals, runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { migrate } from '@waystone/kit/migrate'
import { createApp } from './app.js'
import { readConfig } from './config.js'

const migrations = fileURLToPath(new URL('../../../prisma/users', import.meta.url))

runMain(async () => {
  const config = readConfig(process.env)
  const logger = createLogger({ name: 'users', level: config.LOG_LEVEL, userKey: config.LOG_USER_KEY })
  // First: where another application makes the accounts, users looks into its own tables before it is put together.
  await migrate({ url: config.DATABASE_URL, directory: migrations, logger })
  const app = await createApp(config, { logger })
  const served = await serveSubgraph(app, {
    host: config.LISTEN_ADDR,
    port: config.SERVICE_PORT,
    metricsPort: metricsPortOf(config),
    internalSecret: app.internalSecret,
    introspection: config.NODE_ENV !== 'production',
  })
  closeOnSignals(served, app.logger)
})
