import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createLogger } from '@waystone/kit/logger'
import { freePort } from '@waystone/kit/process'
import { connectRedis, findRedisServer } from '@waystone/kit/redis'
import { expect, test } from 'vitest'
import { redisUsers } from '../src/redis-users.js'

const start = path.join(import.meta.dirname, '../../ops/redis/start.sh')
const names = [...redisUsers, 'default'].map(name => name.toUpperCase())
const passwordOf = (name: string) => `a 'b" $c \\d & ${name} /@#?:%41`

test('the container’s Redis has the users of the table, with passwords that may be any text', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'waystone-redis-'))
  const { command, env } = await findRedisServer()
  const port = await freePort()
  const aclFile = path.join(directory, 'users.acl')
  const server = spawn('sh', [start, '--port', String(port), '--dir', directory, '--save', ''], {
    env: {
      ...env,
      PATH: `${path.dirname(command)}:/usr/bin:/bin`,
      ACL_FILE: aclFile,
      ...Object.fromEntries(names.map(name => [`${name}_REDIS_PASSWORD`, passwordOf(name)])),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const as = (user: string) =>
    connectRedis({
      url: `redis://${user}:${encodeURIComponent(passwordOf(user.toUpperCase()))}@127.0.0.1:${port}`,
      logger: createLogger({ name: 'test', level: 'silent' }),
      role: 'blocking',
    })
  const connections = [as('gateway'), as('quests'), as('default')] as const
  const [gateway, quests, operator] = connections
  try {
    expect(await quests.xadd('events:{quests}:0', '*', 'event', '{}')).toMatch(/-0$/)
    await expect(gateway.xadd('events:{quests}:0', '*', 'event', '{}')).rejects.toThrow('NOPERM')
    expect(await operator.xlen('events:{quests}:0')).toBe(1)
    const written = readFileSync(aclFile, 'utf8')
    expect(written).not.toContain('SHA256_OF')
    for (const name of names) expect(written).not.toContain(passwordOf(name))
  } finally {
    for (const connection of connections) connection.disconnect()
    server.kill('SIGTERM')
    await new Promise(resolve => server.once('exit', resolve))
    rmSync(directory, { recursive: true })
  }
})

test('the container’s Redis does not start when a password is missing', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'waystone-redis-'))
  const env = { PATH: '/usr/bin:/bin', ACL_FILE: path.join(directory, 'users.acl'), DEFAULT_REDIS_PASSWORD: 'x' }
  const server = spawn('sh', [start], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  server.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  expect(await new Promise(resolve => server.once('close', resolve))).not.toBe(0)
  expect(said).toContain('set USERS_REDIS_PASSWORD')
  rmSync(directory, { recursive: true })
})
