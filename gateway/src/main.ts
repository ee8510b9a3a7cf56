import { setFlagsFromString } from 'node:v8'
import { closeOnSignals, runMain } from '@waystone/kit/lifecycle'
import { createGatewayApp } from './app.js'
import { readConfig } from './config.js'

// How far the heap may grow before it is collected, in per cent of what lives. Where a machine has memory, V8
// waits for 300: that saves a gateway nothing measurable, and keeps a third of its memory full of what nobody
// needs. The memory is better spent on the young generation, as the command in standalone/commands.json does:
// answers under way then die young, and are not copied on and on.
setFlagsFromString('--heap-growing-percent=70')
// Where what is made in one place has lived long, such as while thousands of clients subscribe, V8 makes all
// of it in the old generation from then on: events, too, which live for a moment. That was one start in four,
// and it then spent a third of its time on collecting.
setFlagsFromString('--no-allocation-site-pretenuring')

runMain(async () => {
  const app = createGatewayApp(readConfig())
  closeOnSignals(app, app.logger)
  await app.start().catch(async (error: unknown) => {
    await app.close()
    throw error
  })
})
