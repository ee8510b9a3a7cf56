import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startRedisServer, type RedisServer } from './redis-server.js'

let directory: string
let servers: RedisServer[]

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-redis-'))
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.kill()
  rmSync(directory, { recursive: true, force: true })
})

async function start(options: { isDurable?: boolean; port?: number } = {}): Promise<RedisServer> {
  const server = await startRedisServer({ directory, ...options })
  servers.push(server)
  return server
}

async function withClient<T>(server: RedisServer, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(server.url)
  try {
    return await work(client)
  } finally {
    client.disconnect()
  }
}

test('a durable server has after a stop what it had before, at the same address', async () => {
  const first = await start({ isDurable: true })
  await withClient(first, async client => await client.set('a', 'kept'))
  await first.stop()
  const second = await start({ isDurable: true, port: first.port })
  expect(second.url).toBe(first.url)
  expect(await withClient(second, async client => await client.get('a'))).toBe('kept')
})

test('a server that is not durable starts empty', async () => {
  const first = await start()
  await withClient(first, async client => await client.set('a', 'lost'))
  await first.stop()
  const second = await start({ port: first.port })
  expect(await withClient(second, async client => await client.get('a'))).toBeNull()
})

test('it refuses writes when it is full, rather than dropping what others wrote', async () => {
  const server = await start()
  expect(await withClient(server, async client => await client.config('GET', 'maxmemory-policy'))).toEqual([
    'maxmemory-policy',
    'noeviction',
  ])
})

test('a taken port is said, with the server’s own words', async () => {
  const first = await start()
  await expect(start({ port: first.port })).rejects.toThrow(/to start on port \d+: .*in use/s)
})

test('a frozen server can be stopped, and leaves its port free', async () => {
  const server = await start()
  server.freeze()
  await server.stop()
  const next = await start({ port: server.port })
  expect(await withClient(next, async client => await client.ping())).toBe('PONG')
})
