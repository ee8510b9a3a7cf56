import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../free-port.js'
import { clientOf } from './client.js'
import { aPlayer, password } from './players.js'
import { processTree, survivors, type ProcessEntry } from './process-tree.js'
import { startWaystone, type Waystone } from './waystone.js'

const root = path.dirname(path.dirname(import.meta.dirname))
const PATIENT = { timeout: 60_000, interval: 50 }

describe('the distributed set-up', () => {
  let waystone: Waystone
  beforeAll(async () => {
    waystone = await startWaystone('distributed')
  })
  afterAll(() => waystone.close())

  /** The command line of each part. */
  const commands = {
    users: 'subgraphs/users/dist',
    characters: 'subgraphs/characters/dist',
    quests: 'subgraphs/quests/dist',
    gacha: 'subgraphs/gacha/dist',
    gateway: 'gateway/dist/main',
    Redis: 'redis-server',
    Postgres: 'bin/postgres -D',
  }
  type Part = keyof typeof commands
  const parts = Object.keys(commands) as Part[]
  const pidOf = (part: Part): number | undefined =>
    processTree(waystone.pid()).find(({ command }) => command.includes(commands[part]))?.pid
  const kill = (part: Part, signal: NodeJS.Signals = 'SIGKILL') => process.kill(pidOf(part) ?? 0, signal)

  it.each(['quests', 'users', 'gateway', 'Redis', 'Postgres'] as const)(
    'starts %s again after kill -9, and no other part',
    async killed => {
      const others = parts.filter(part => part !== killed)
      const pid = pidOf(killed)
      const pidsOfOthers = others.map(pidOf)
      kill(killed)
      await expect.poll(() => ![pid, undefined].includes(pidOf(killed)), PATIENT).toBe(true)
      await expect.poll(() => plays(waystone.url), PATIENT).toBe(true)
      expect(others.map(pidOf)).toEqual(pidsOfOthers)
    },
  )

  it('gives a gateway that is taken over no secret of the others, and no way to write events', async () => {
    const text = readFileSync(`/proc/${pidOf('gateway')}/environ`, 'utf8')
    const environment = Object.fromEntries(
      text.split('\0').map(entry => [entry.split('=')[0], entry.slice(entry.indexOf('=') + 1)]),
    )
    const secrets = Object.keys(environment).filter(name => /SECRET|DATABASE|PASSWORD|_KEY|REDIS/.test(name))
    // The key that hashes users in logs is the same for all, so that their lines can be put together.
    expect(secrets.toSorted()).toEqual(['INTERNAL_SECRETS_FILE', 'LOG_USER_KEY', 'REDIS_URL'])
    const redis = new Redis(environment['REDIS_URL'] ?? '')
    await expect(redis.xadd('events:{quests}:0', '*', 'event', '{}')).rejects.toThrow('NOPERM')
    expect(await redis.set('gateway:test', 'x', 'EX', 1)).toBe('OK')
    redis.disconnect()
  })

  it('answers what it can while a part is away', async () => {
    kill('quests')
    expect(await clientOf(waystone.url).data('{ banners { name } }')).toHaveProperty('banners.0.name')
    await expect.poll(() => plays(waystone.url), PATIENT).toBe(true)
  })

  it('leaves no process behind when its supervisor is killed', async () => {
    const tree = processTree(waystone.pid())
    for (const command of Object.values(commands)) expect(tree.some(each => each.command.includes(command))).toBe(true)
    const supervisor = tree.find(({ command }) => command.includes('standalone/dist/distributed'))
    process.kill(supervisor?.pid ?? 0, 'SIGKILL')
    await expect.poll(() => survivors(tree), PATIENT).toEqual([])
  })
})

/** Checks that a sign-up works, and the effect of its event in another subgraph. */
async function plays(url: string): Promise<boolean> {
  try {
    const player = await aPlayer(url)
    await clientOf(url).data(
      'mutation ($name: String!, $password: String!) { signIn(input: { usernameOrEmail: $name, password: $password }) { __typename } }',
      { name: player.name, password },
    )
    await expect
      .poll(async () => {
        const { me } = await player.client.data<{ me: { questProgress: readonly unknown[] } }>(
          '{ me { questProgress { status } } }',
        )
        return me.questProgress.length
      })
      .toBeGreaterThan(0)
    return true
  } catch {
    // One of its parts is still away.
    return false
  }
}

describe('the npm start process', { timeout: 180_000 }, () => {
  let data: string
  beforeAll(async () => {
    data = await mkdtemp(path.join(tmpdir(), 'waystone-npm-'))
    await chmod(data, 0o755)
  })
  afterAll(() => rm(data, { recursive: true, force: true }))

  async function npmStart(until: string): Promise<{ npm: ChildProcess; tree: readonly ProcessEntry[] }> {
    const port = await freePort()
    const npm = spawn('npm', ['start', '--', '--port', String(port), '--data', data], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
    npm.once('exit', code => (said += `(npm ended with ${code})\n`))
    // Within the test's own time, so that a failure shows what the start has said.
    await expect.poll(() => said, { ...PATIENT, timeout: 90_000 }).toContain(until)
    return { npm, tree: processTree(npm.pid ?? 0) }
  }

  it.each([
    ['SIGTERM', 'while it is up', 'Waystone is up'],
    ['SIGKILL', 'while it is up', 'Waystone is up'],
    ['SIGTERM', 'in the middle of a start', 'Postgres runs'],
    ['SIGKILL', 'in the middle of a start', 'Postgres runs'],
  ] as const)('takes server and PostgreSQL along when it ends by %s %s', async (signal, _, until) => {
    const { npm, tree } = await npmStart(until)
    expect(tree.some(({ command }) => command.includes('bin/postgres'))).toBe(true)
    expect(tree.some(({ command }) => command.includes('standalone/dist/main.js'))).toBe(true)
    npm.kill(signal)
    await expect.poll(() => survivors(tree), PATIENT).toEqual([])
  })

  it('takes along a server that does not answer signals', async () => {
    const { npm, tree } = await npmStart('Waystone is up')
    const server = tree.find(({ command }) => command.includes('standalone/dist/main.js'))
    process.kill(server?.pid ?? 0, 'SIGSTOP')
    npm.kill('SIGTERM')
    await expect.poll(() => survivors(tree), PATIENT).toEqual([])
  })
})
