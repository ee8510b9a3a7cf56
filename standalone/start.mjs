// `npm start`: makes a fresh clone ready (packages, generated code), then runs Waystone and stays with it until Ctrl-C.
// Plain JavaScript without any package: it runs before there are any.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { whenNpmEnds } from '../tools/npm-parent.mjs'
import { prepare } from '../tools/prepare.mjs'
import { commandOf, readOptions } from './options.mjs'
import { portProblem } from './ports.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const options = readOptions(process.argv.slice(2), process.env)
const problem = await portProblem(options, process.env)
if (problem !== null) fail(problem)

/** Longer than a shutdown may take (kit's lifecycle). */
const CHILD_STOP_MAX_MS = 20_000
/** Aborted by the signal that ends all of it. */
const ending = new AbortController()
let child
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal))
whenNpmEnds(() => end('SIGTERM'))

await prepare({ root, build: !options.watch, signal: ending.signal })
const data = ['--data', path.resolve(root, options.data, ...(options.distributed ? ['distributed'] : []))]
const settings = ['--port', options.port, ...data, '--command', commandOf(options)]
if (options.fresh) {
  const code = await run('begin-anew', options.distributed ? [...data, '--distributed'] : data)
  if (code !== 0) process.exit(code)
}
const exitCode = await (options.watch ? runAgain() : run(options.distributed ? 'distributed' : 'main', settings))
if (ending.signal.aborted && exitCode === 0) await sayStopped()
process.exit(exitCode)

function end(signal) {
  ending.abort()
  child?.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
  // It ends within its own time limit, unless something keeps its thread busy.
  setTimeout(() => child?.kill('SIGKILL'), CHILD_STOP_MAX_MS).unref()
}

/**
 * Runs an entry of standalone/ to its end: with --watch the sources themselves, otherwise what containers
 * run.
 * @returns the exit code.
 */
async function run(entry, args) {
  if (ending.signal.aborted) return 0
  const command = options.watch
    ? ['--conditions=waystone-source', '--import', 'tsx', `standalone/src/${entry}.ts`]
    : [`standalone/dist/${entry}.js`]
  // Answers under way of all subgraphs live in one process: with room for them, they die young and are not
  // copied again and again.
  const flags = ['--enable-source-maps', '--max-semi-space-size=64']
  // In a process group of its own: Ctrl-C reaches only us, and we order the shutdown. The channel tells it
  // when we are gone.
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc']
  child = spawn(process.execPath, [...flags, ...command, ...args], { cwd: root, stdio, detached: true })
  return await new Promise(resolve => {
    child.once('exit', (code, signal) => {
      if (signal !== null) process.stderr.write(`Waystone ended by ${signal}.\n`)
      resolve(code ?? 1)
    })
  })
}

/** `npm run dev`: starts again whenever a source file has changed; after an error it waits for the next change. */
async function runAgain() {
  const { sourceChange } = await import('./watch.mjs')
  const { serveSources } = await import('../web/dev.mjs')
  const pages = await serveSources(`http://127.0.0.1:${options.port}`)
  process.stderr.write(`  Pages with hot reload: ${pages.url} (the console: ${pages.url}console)\n`)
  while (!ending.signal.aborted) {
    const watching = new AbortController()
    const signal = AbortSignal.any([ending.signal, watching.signal])
    const ended = run('main', [...settings, '--dev'])
    const changed = sourceChange(root, { signal, withContracts: false })
    const isOver = await Promise.race([ended.then(() => true), changed.then(() => false)])
    if (isOver && !ending.signal.aborted) {
      process.stderr.write('\n  Waiting for a change …\n')
      await Promise.race([changed, sourceChange(root, { signal, withContracts: true })])
    }
    watching.abort()
    if (!ending.signal.aborted) process.stderr.write('\n  A source file has changed: starting again\n')
    child.kill('SIGTERM')
    await ended
  }
  await pages.close()
  return 0
}

/** On a terminal, "^C" stands in the line that the cursor is in. A terminal that is gone ends nothing. */
async function sayStopped() {
  const text = `${process.stderr.isTTY ? '\n' : ''}Stopped.\n`
  process.stderr.on('error', () => {})
  await new Promise(resolve => process.stderr.write(text, resolve))
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
