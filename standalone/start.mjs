// `npm start`: makes a fresh clone ready (packages, generated code), then runs Waystone and stays with it until Ctrl-C.
// Plain JavaScript without any package: it runs before there are any.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepare } from '../tools/prepare.mjs'
import { commandOf, readOptions } from './options.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const options = readOptions(process.argv.slice(2))
await prepare({ root, build: !options.watch })

/** With --watch, the sources themselves run; otherwise what containers run. */
const sources = ['--conditions=waystone-source', '--import', 'tsx']
const entryOf = name => (options.watch ? [...sources, `standalone/src/${name}.ts`] : [`standalone/dist/${name}.js`])
const data = ['--data', path.resolve(root, options.data, ...(options.distributed ? ['distributed'] : []))]

let child
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => child?.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal))

if (options.fresh) {
  const code = await run([...entryOf('delete-data'), ...data])
  if (code !== 0) process.exit(code)
}
process.exit(
  await run([
    '--enable-source-maps',
    // Answers under way of all subgraphs live in one process: with room for them, they die young and are not copied again and again.
    '--max-semi-space-size=64',
    ...(options.watch ? ['--watch', '--watch-preserve-output'] : []),
    ...entryOf(options.distributed ? 'distributed' : 'main'),
    '--port',
    options.port,
    ...data,
    '--command',
    commandOf(options),
  ]),
)

/** @returns the exit code. In a process group of its own: Ctrl-C reaches only us, and we order the shutdown; the channel tells it when we are gone. */
async function run(args) {
  child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true })
  return await new Promise(resolve => {
    child.on('exit', (code, signal) => {
      if (signal !== null) process.stderr.write(`Waystone ended by ${signal}.\n`)
      resolve(code ?? 1)
    })
  })
}
