import { serveSubgraph } from '@waystone/kit/graphql'
import { closeOnSignals, runMain } from '@waystone/kit/lifecycle'
import { createApp } from './app.js'
import { readConfig } from './config.js'

runMain(async () => {
  const config = readConfig(process.env)
  const app = await createApp(config)
  const served = await serveSubgraph(app, {
    host: config.LISTEN_ADDR,
    port: config.SERVICE_PORT,
    internalSecret: config.INTERNAL_SECRET,
    introspection: config.NODE_ENV !== 'production',
  })
  closeOnSignals(served, app.logger)
})
