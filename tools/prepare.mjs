// Makes a clone ready to run: installs the locked packages, generates code, builds. Does only what is not done yet.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { outdatedCode } from './generate.mjs'
import { sourceFiles } from './transpile.mjs'

const NODE_MIN = [20, 19]
const TICK_MS = 1_000
/** Back to the first column, and everything right of it erased. */
const CLEAR_LINE = '\r\x1b[2K'
/** As a shell says it of a command that Ctrl-C has ended. */
const EXIT_INTERRUPTED = 130
/**
 * npm's own retries take over a minute where there is no network. With NODE_ENV=production npm would leave
 * out what generates and builds.
 */
const INSTALL =
  'ci --include=dev --prefer-offline --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=10000 --no-audit --no-fund --loglevel=error'.split(
    ' ',
  )
const OFFLINE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT)\b/

/** Does what is missing, showing progress; ends the process with a plain message when something cannot be done. */
export async function prepare({ root, build = false, signal }) {
  checkNodeVersion()
  const step = (title, commands) => runStep({ title, commands, cwd: root, signal })
  if (!installed(root)) await step('Installing packages', [['npm', ...INSTALL]])
  const stamps = path.join(root, '.cache')
  mkdirSync(stamps, { recursive: true })

  const { commands, done } = outdatedCode(root)
  if (commands.length > 0) {
    await step(
      'Generating code',
      commands.map(command => [process.execPath, ...command]),
    )
    done()
  }

  if (!build) return
  for (const { title, stamp, sources, output, command } of builds(root)) {
    const built = path.join(stamps, stamp)
    const hash = hashFiles(root, ['package-lock.json', ...sources])
    if (readStamp(built) === hash && existsSync(path.join(root, output))) continue
    await step(title, [[process.execPath, command]])
    writeFileSync(built, hash)
  }
}

/** Generated code is among the sources. */
const builds = root => [
  {
    title: 'Building',
    stamp: 'built',
    sources: ['tools/transpile.mjs', 'tools/bundle.mjs', 'tools/shared-packages.mjs', ...sourceFiles(root)],
    output: 'gateway/dist/main.js',
    command: 'tools/transpile.mjs',
  },
  {
    title: 'Building the pages',
    stamp: 'built-pages',
    sources: filesOfPages(root),
    output: 'web/dist/player.html',
    command: 'web/build.mjs',
  },
]

/** The sources of the pages besides packages: their own files, styles and pictures included, and the live client. */
function filesOfPages(root) {
  const within = folder =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.relative(root, path.join(entry.parentPath, entry.name)))
      .toSorted()
  return [
    'schema.graphql',
    ...['build.mjs', 'vite.config.ts', 'player.html', 'console.html'].map(name => `web/${name}`),
    ...within('web/src'),
    ...within('packages/live-client/src'),
  ]
}

function checkNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return
  process.stderr.write(`Waystone needs Node ${NODE_MIN.join('.')} or newer; this is ${process.versions.node}.\n`)
  process.exit(1)
}

/** Checks that npm's last installation matches the lock file; optional packages may be missing. */
function installed(root) {
  const hidden = path.join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '' || !place.includes('node_modules/') || entry.optional === true || entry.devOptional === true)
      return true
    return present[place]?.version === entry.version
  })
}

const readStamp = file => (existsSync(file) ? readFileSync(file, 'utf8') : '')

function hashFiles(root, files) {
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(`${file}\0`)
    if (existsSync(path.join(root, file))) hash.update(readFileSync(path.join(root, file)))
  }
  return hash.digest('hex')
}

/** Runs the commands of one task side by side. Their output is shown only when one fails, which ends the process. */
async function runStep({ title, commands, cwd, signal }) {
  const progress = showProgress(title)
  const results = await Promise.all(commands.map(command => runCommand(command, { cwd, signal })))
  if (signal?.aborted) process.exit(EXIT_INTERRUPTED)
  const failed = results.filter(({ code }) => code !== 0)
  if (failed.length === 0) return progress.end(`✓ ${title}`)
  const output = failed.map(result => result.output).join('\n')
  progress.clear()
  const reason = offlineReason(output) ?? `${output}\n  ✗ ${title}: failed, for the reason above.\n`
  process.stderr.write(reason)
  process.exit(1)
}

/** @returns the exit code, null after a signal, and everything that was printed. */
async function runCommand([command, ...args], { cwd, signal }) {
  const stdio = ['ignore', 'pipe', 'pipe']
  const child = spawn(command, args, { cwd, stdio, signal, shell: process.platform === 'win32' })
  let output = ''
  child.stdout.on('data', chunk => (output += chunk))
  child.stderr.on('data', chunk => (output += chunk))
  return await new Promise(resolve => {
    child.on('error', error => resolve({ code: 1, output: output + error.message }))
    child.on('exit', code => resolve({ code, output }))
  })
}

/**
 * One line for a task: on a terminal rewritten every second while it runs, elsewhere written when the task has ended.
 * standalone/src/progress.ts does the same once there are packages.
 */
function showProgress(title) {
  const started = Date.now()
  const { isTTY } = process.stderr
  const elapsed = () => ((Date.now() - started) / 1000).toFixed(1)
  const show = () => isTTY && process.stderr.write(`${CLEAR_LINE}  … ${title} (${elapsed()} s so far)`)
  show()
  const ticking = setInterval(show, TICK_MS)
  const clear = () => {
    clearInterval(ticking)
    if (isTTY) process.stderr.write(CLEAR_LINE)
  }
  return {
    clear,
    end: text => {
      clear()
      process.stderr.write(`  ${text} (${elapsed()} s)\n`)
    },
  }
}

/** @returns null where npm failed for another reason than a registry that cannot be reached. */
function offlineReason(output) {
  const code = OFFLINE.exec(output)?.[0]
  if (code === undefined) return null
  const [url = 'the registry'] = /https?:\/\/[^\s/]+/.exec(output) ?? []
  return `  ✗ The packages cannot be fetched, since ${url} cannot be reached (${code}): connect this machine to the network, or set npm's proxy or registry, and run the same command again.\n`
}

// `node tools/prepare.mjs`: ready to start and to be tested as containers run it.
if (process.argv[1] === fileURLToPath(import.meta.url))
  await prepare({ root: path.dirname(import.meta.dirname), build: true })
