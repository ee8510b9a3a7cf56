import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '@waystone/kit/process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startStandalone } from '../src/standalone.js'

const root = path.dirname(path.dirname(import.meta.dirname))
/** The files that `npm start` uses before any package is installed. */
const BEFORE_INSTALL = ['package.json', 'package-lock.json', 'standalone', 'tools']

let directory: string
let taken: Server | undefined

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'waystone-start-'))
})
afterEach(() => {
  taken?.close()
  taken = undefined
  rmSync(directory, { recursive: true, force: true })
})

/** A clone without packages. */
function aClone(): string {
  const clone = path.join(directory, 'clone')
  mkdirSync(clone)
  for (const name of BEFORE_INSTALL) {
    const from = path.join(root, name)
    const isOwn = (file: string) => !/\/(node_modules|dist)$/.test(file)
    cpSync(from, path.join(clone, name), { recursive: true, filter: isOwn })
  }
  return clone
}

async function start(clone: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['standalone/start.mjs', ...args], {
    cwd: clone,
    env: { ...process.env, npm_config_cache: path.join(directory, 'npm'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}

async function take(port: number): Promise<void> {
  taken = createServer().listen(port, '127.0.0.1')
  await once(taken, 'listening')
}

test.each([
  ['npm start', [], 0],
  ['npm run start:distributed', ['--distributed'], 3],
])(
  '%s finds a port in use before it installs anything, and says the command that moves it',
  async (script, mode, offset) => {
    const clone = aClone()
    const port = await freePort(6)
    await take(port + offset)
    const { code, said } = await start(clone, [...mode, '--port', String(port), '--data', "it's here"])
    expect(code).toBe(1)
    expect(said).toContain(`Port ${port + offset} of 127.0.0.1 is in use.`)
    expect(said).toMatch(new RegExp(`${script} -- --port \\d+ --data 'it'\\\\''s here'`))
    expect(existsSync(path.join(clone, 'node_modules'))).toBe(false)
  },
)

test('the command that moves it works', async () => {
  const clone = aClone()
  const port = await freePort()
  await take(port)
  const { said } = await start(clone, ['--port', String(port)])
  const [, moved = ''] = /--port (\d+)/.exec(said) ?? []
  const { said: next } = await start(clone, ['--port', moved], {
    npm_config_registry: 'http://127.0.0.1:9',
    ...quickly,
  })
  expect(next).toContain('The packages cannot be fetched')
})

const quickly = { npm_config_fetch_retries: '0' }

test('an address that is not of this machine is found before anything is installed', async () => {
  const { code, said } = await start(aClone(), ['--port', '4711'], { LISTEN_ADDR: '192.0.2.1' })
  expect({ code, said }).toEqual({
    code: 1,
    said: 'LISTEN_ADDR must be an address of this machine, not "192.0.2.1" (EADDRNOTAVAIL).\n',
  })
})

test.each([
  [['--port', '70000'], '--port must be a port number from 1 to 65535, not "70000"'],
  [['--distributed', '--port', '65533'], '--port must be a port number from 1 to 65531, not "65533"'],
  [['--data', ''], '--data must name a directory, and names none'],
  [['--fersh'], "Unknown option '--fersh'"],
])('wrong options are refused with what was given: %s', async (args, expected) => {
  const { code, said } = await start(aClone(), args)
  expect(code).toBe(2)
  expect(said).toContain(expected)
})

test('SERVICE_PORT is named where it is what is wrong', async () => {
  const { said } = await start(aClone(), [], { SERVICE_PORT: 'http' })
  expect(said).toContain('SERVICE_PORT must be a port number from 1 to 65535, not "http"')
})

test('an install without a network ends with one sentence that says what to do', async () => {
  const port = await freePort()
  const offline = { npm_config_registry: 'http://127.0.0.1:9', ...quickly }
  const { code, said } = await start(aClone(), ['--port', String(port)], offline)
  expect(code).toBe(1)
  const sentences = said.split('\n').filter(line => line.includes('✗'))
  expect(sentences).toEqual([
    "  ✗ The packages cannot be fetched, since http://127.0.0.1:9 cannot be reached (ECONNREFUSED): connect this machine to the network, or set npm's proxy or registry, and run the same command again.",
  ])
  expect(said).not.toMatch(/npm error|at \w+ \(|\r/)
})

const CLEAR_LINE = '\r\u001B[2K'

test('on a terminal, one line shows what is being done, and is erased when it fails', async () => {
  const port = await freePort()
  const { said } = await start(aClone(), ['--port', String(port)], {
    npm_config_registry: 'http://127.0.0.1:9',
    NODE_OPTIONS: '--import=data:text/javascript,process.stderr.isTTY=true',
    ...quickly,
  })
  expect(said).toContain(`${CLEAR_LINE}  … Installing packages (0.0 s so far)`)
  const lines = said.split('\n').map(line => line.split(CLEAR_LINE).at(-1) ?? '')
  expect(lines.filter(line => line.includes('Installing packages'))).toEqual([])
  expect(lines.filter(line => line.includes('✗'))).toHaveLength(1)
})

test('wrong settings are found before anything is started, even a data directory', async () => {
  const dataDirectory = path.join(directory, 'data')
  const starting = startStandalone({
    port: 0,
    dataDirectory,
    env: { LIMIT_DEPTH: '-1', REDIS_URL: 'cache:6379' },
    progress: { step: (_, work) => work(), say: () => {} },
  })
  await expect(starting).rejects.toThrow(
    /REDIS_URL: expected redis:.*given: "cache:6379"[\s\S]*LIMIT_DEPTH: .*given: "-1"/,
  )
  expect(readdirSync(directory)).toEqual([])
})
