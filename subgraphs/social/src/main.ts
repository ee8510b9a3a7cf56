import { fileURLToPath } from 'node:url'
import { metricsPortOf } from '@waystone/kit/config'
import { serveSubgraph } from '@waystone/kit/graphql'
import { closeOnSignals, runMain } from '@waystone/kit/lifecycle'
import { migrate } from '@waystone/kit/migrate'
import { createApp } from './app.js'
import { readConfig } from './config.js'

const migrations = fileURLToPath(new URL('../../../prisma/social', import.meta.url))

runMain(async () => {
  const config = readConfig(process.env)
  const app = await createApp(config)
  await migrate({ url: config.DATABASE_URL, directory: migrations, logger: app.logger })
  const served = await serveSubgraph(app, {
    host: config.LISTEN_ADDR,
    port: config.SERVICE_PORT,
    metricsPort: metricsPortOf(config),
    internalSecret: app.internalSecret,
    introspection: config.NODE_ENV !== 'production',
  })
  closeOnSignals(served, app.logger)
})
