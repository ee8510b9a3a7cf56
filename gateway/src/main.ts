import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { closeOnSignals, runMain } from '@waystone/kit/lifecycle'
import { readConfig, WEB_DIRECTORY } from './config.js'
import { workerNumberIn } from './workers/worker-argument.js'

// The growth of the heap that triggers a collection, in per cent of the live bytes. Where a machine has
// memory, V8 waits for 300: that saves a gateway nothing measurable, and fills a third of its memory with
// garbage. The memory is better spent on the young generation, as the command in standalone/commands.json
// does: answers in flight then die young, and are not copied again and again.
setFlagsFromString('--heap-growing-percent=70')
// Where what is made in one place has lived long, such as while thousands of clients subscribe, V8 makes all
// of it in the old generation from then on: events, too, which live for a moment. That was one start in four,
// and it then spent a third of its time on collecting.
setFlagsFromString('--no-allocation-site-pretenuring')

runMain(async () => {
  const config = readConfig()
  const number = workerNumberIn(process.argv)
  if (config.GATEWAY_WORKERS > 1 && number === null) {
    const { runPrimary } = await import('./workers/run-primary.js')
    return await runPrimary(config, { entry: fileURLToPath(import.meta.url) })
  }
  const { createGatewayApp } = await import('./app.js')
  const joined = number === null ? null : (await import('./workers/join-workers.js')).joinWorkers(config, { number })
  const app = createGatewayApp(config, { webDirectory: WEB_DIRECTORY, ...joined?.parts })
  const stop = closeOnSignals(app, app.logger)
  joined?.onStop(stop)
  await app.start().catch(async (error: unknown) => {
    await app.close()
    throw error
  })
  joined?.serves()
})
