// `npm start`: makes a fresh clone ready (packages, generated code), then runs Waystone and stays with it until Ctrl-C.
// Plain JavaScript without any package: it runs before there are any.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { prepare } from '../tools/prepare.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const HELP = `Usage: npm start -- [options]            the whole of Waystone in one process
       npm run start:distributed -- [options]  gateway and subgraphs as processes of their own, with Redis

Options:
  --fresh        begin anew: deletes the data directory first
  --port <n>     port of the gateway (default 4000); distributed subgraphs take the next four
  --data <dir>   where the data stays between starts (default .data)
  --watch        restart when a source file changes (standalone only)
  --help         this text

Environment: see "Settings" in README.md.
`

const options = readOptions()
const watch = options.watch === true
await prepare({ root, build: !watch })

const entry = options.distributed === true ? 'distributed' : 'main'
/** Who watches runs the sources themselves; everyone else what containers run. */
const run = watch
  ? [
      '--watch',
      '--watch-preserve-output',
      '--conditions=waystone-source',
      '--import',
      'tsx',
      `standalone/src/${entry}.ts`,
    ]
  : [`standalone/dist/${entry}.js`]
const child = spawn(
  process.execPath,
  [
    '--enable-source-maps',
    // Answers under way of all subgraphs live in one process: with room for them, they die young and are not copied again and again.
    '--max-semi-space-size=64',
    ...run,
    ...(options.fresh === true ? ['--fresh'] : []),
    '--port',
    options.port,
    '--data',
    path.resolve(root, options.data),
  ],
  // In a process group of its own: Ctrl-C reaches only us, and we order the shutdown. The channel tells it when we are gone.
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true },
)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal))
child.on('exit', (code, signal) => {
  if (signal !== null) process.stderr.write(`Waystone ended by ${signal}.\n`)
  process.exit(code ?? 1)
})

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        fresh: { type: 'boolean' },
        port: { type: 'string', default: process.env.SERVICE_PORT || '4000' },
        data: { type: 'string', default: '.data' },
        watch: { type: 'boolean' },
        distributed: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help === true) {
      process.stdout.write(HELP)
      process.exit(0)
    }
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
      throw new Error(`--port must be a port number, not "${values.port}"`)
    return values
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${HELP}`)
    process.exit(2)
  }
}
