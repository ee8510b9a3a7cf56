import { closeOnSignals, runMain } from '@waystone/kit/lifecycle'
import { createGatewayApp } from './app.js'
import { readConfig } from './config.js'

runMain(async () => {
  const app = createGatewayApp(readConfig())
  closeOnSignals(app, app.logger)
  await app.start().catch(async (error: unknown) => {
    await app.close()
    throw error
  })
})
