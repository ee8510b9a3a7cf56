import { createHash } from 'node:crypto'
import path from 'node:path'
import { consumers, producers } from '@waystone/events'
import { createGatewayApp } from '@waystone/gateway'
import { readConfig as readGatewayConfig } from '@waystone/gateway/config'
import { createEntityCache } from '@waystone/kit/cache'
import { createLiveUpdates, redisEngine } from '@waystone/kit/live'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { createEventKeys, createRedisEventBus, developmentKeys, followEvents } from '@waystone/kit/outbox'
import { connectRedis } from '@waystone/kit/redis'
import {
  createEventLab,
  startTestRedis,
  startTestRedisCluster,
  type EventLab,
  type TestRedis,
} from '@waystone/kit/testing'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { redisAcl, redisUsers, sha256, type RedisUser } from '../src/redis-users.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const passwordOf = (user: string) => `password of ${user}`
let redis: TestRedis
const closers: (() => unknown)[] = []

beforeAll(async () => {
  redis = await startTestRedis({ acl: redisAcl(user => sha256(passwordOf(user))) })
})
afterAll(async () => {
  for (const close of closers.toReversed()) await close()
  await redis.close()
})

const urlOf = (user: RedisUser | 'default' | 'nobody'): string => {
  const url = new URL(redis.url)
  Object.assign(url, { username: user, password: passwordOf(user) })
  return url.href
}
const connections = new Map<string, ReturnType<typeof connectRedis>>()
function as(user: RedisUser | 'default') {
  const known = connections.get(user)
  if (known !== undefined) return known
  const connection = connectRedis({ url: urlOf(user), logger, role: 'blocking' })
  closers.push(() => connection.disconnect())
  connections.set(user, connection)
  return connection
}
const attempt = async (user: RedisUser, ...[command, ...args]: [string, ...string[]]): Promise<string> =>
  await as(user)
    .call(command, ...args)
    .then(
      () => 'done',
      (error: Error) => error.message.split(' ')[0] ?? '',
    )
/** The commands of any Redis user that were refused since the last test. */
const refusals = async () => {
  const entries = (await as('default').call('ACL', 'LOG')) as unknown[][]
  // Not logins: clients whose password is wrong try on for as long as they are open.
  return entries.filter(entry => !entry.includes('auth'))
}
beforeEach(async () => {
  await as('default').call('ACL', 'LOG', 'RESET')
  await as('default').call('FLUSHALL')
})

test('ops/redis/users.acl, which containers use, is made from the same table', async () => {
  const placeholders = redisAcl(user => `SHA256_OF_${user.toUpperCase()}_REDIS_PASSWORD`)
  await expect(placeholders).toMatchFileSnapshot(path.join(import.meta.dirname, '../../ops/redis/users.acl'))
})

test('every user can connect to a cluster and use its own keys there', async () => {
  const acl = redisAcl(user => sha256(passwordOf(user))).replace(/^user default on #\w+/m, 'user default on nopass')
  const cluster = await startTestRedisCluster({ acl })
  closers.push(() => cluster.close())
  for (const user of redisUsers) {
    const login = `${user}:${encodeURIComponent(passwordOf(user))}@`
    const connection = connectRedis({ url: cluster.url.replace('://', `://${login}`), logger, role: 'blocking' })
    // Another subgraph's keys, since the seed has none of its own.
    const key = `${user === 'seed' ? 'users' : user}:connected`
    expect(await connection.set(key, '1')).toBe('OK')
    connection.disconnect()
  }
})

test('the gateway writes no events, neither by a command nor by a script', async () => {
  for (const producer of producers) {
    const stream = `events:{${producer}}:0`
    expect(await attempt('gateway', 'XADD', stream, '*', 'event', '{}')).toBe('NOPERM')
    const script = `return redis.call('XADD', KEYS[1], '*', 'event', '{}')`
    expect(await attempt('gateway', 'EVAL', script, '1', stream)).toBe('NOPERM')
    // A script that hides its key is checked at each command.
    expect(await attempt('gateway', 'EVAL', script.replace('KEYS[1]', 'ARGV[1]'), '0', stream)).not.toBe('done')
    for (const command of [
      ['DEL', stream],
      ['XTRIM', stream, 'MAXLEN', '0'],
      ['XGROUP', 'CREATE', stream, 'g', '0', 'MKSTREAM'],
    ])
      expect(await attempt('gateway', ...(command as [string, ...string[]]))).toBe('NOPERM')
  }
  expect(await as('default').call('KEYS', 'events:*')).toEqual([])
})

test('each subgraph appends to its own streams only', async () => {
  for (const user of redisUsers) {
    for (const producer of producers) {
      const outcome = await attempt(user, 'XADD', `events:{${producer}}:0`, '*', 'event', '{}')
      expect(`${user} to ${producer}: ${outcome}`).toBe(
        `${user} to ${producer}: ${user === producer ? 'done' : 'NOPERM'}`,
      )
    }
  }
})

test('no process reaches the keys or channels of another, or administers the server', async () => {
  const services = [...producers, 'gateway'] as const
  for (const user of services) {
    for (const other of services.filter(name => name !== user)) {
      expect(await attempt(user, 'GET', `${other}:thing:{1}`)).toBe('NOPERM')
      expect(await attempt(user, 'SET', `${other}:thing:{1}`, 'x')).toBe('NOPERM')
      expect(await attempt(user, 'PUBLISH', `${other}:live:thing:1`, 'x')).toBe('NOPERM')
    }
  }
  const administration = [
    ['FLUSHALL'],
    ['CONFIG', 'GET', '*'],
    ['ACL', 'LIST'],
    ['KEYS', '*'],
    ['SCAN', '0'],
    ['MONITOR'],
    ['SHUTDOWN'],
    ['SCRIPT', 'FLUSH'],
    ['CLIENT', 'LIST'],
  ]
  for (const user of redisUsers)
    for (const command of administration)
      expect(await attempt(user, ...(command as [string, ...string[]]))).toBe('NOPERM')
})

test('without a password nothing is answered', async () => {
  for (const url of [redis.url, urlOf('nobody')]) {
    const connection = connectRedis({ url, logger, role: 'blocking' })
    closers.push(() => connection.disconnect())
    await expect(connection.call('GET', 'x')).rejects.toThrow(/NOAUTH|WRONGPASS/)
  }
})

test('events of every producer reach every consumer, and the gateway follows them, with nothing refused', async () => {
  const heard = new Map<string, number>()
  const following = await followEvents({
    url: urlOf('gateway'),
    producers,
    logger,
    heard: async events => events.forEach(({ type }) => heard.set(type, (heard.get(type) ?? 0) + 1)),
    missed: () => Promise.reject(new Error('Nothing was missed')),
  })
  closers.push(() => following.stop())
  const keys = createEventKeys(developmentKeys(producers))
  const busOf = (user: RedisUser) => {
    const bus = createRedisEventBus({
      url: urlOf(user),
      logger,
      metrics: createMetrics({ service: user }),
      consumers: consumersOf,
      keys,
    })
    closers.push(() => bus.close())
    return bus
  }
  for (const producer of producers) {
    const labs: EventLab[] = []
    const groups = consumersOf[producer] ?? []
    for (const group of groups) {
      const lab = await createEventLab({ aggregates: 8 })
      labs.push(lab)
      closers.push(() => lab.close())
      const consume = { group, producers: [producer], pool: lab.consumer, handle: lab.handle }
      await busOf(group as RedisUser).consume(consume)
    }
    const [first] = labs
    if (first === undefined) throw new Error('Expected a consumer of each producer')
    await busOf(producer).relay({ producer, pool: first.producer })
    for (let count = 0; count < 10; count++) await first.emitOne(first.aggregateIds[count % 8] ?? '', `of.${producer}`)
    for (const lab of labs)
      await vi.waitFor(async () => expect((await lab.report()).applied).toBe(10), { timeout: 20_000, interval: 20 })
    // Rows leave the outbox when all have acknowledged.
    await vi.waitFor(async () => expect((await first.report()).waiting).toBe(0), { timeout: 20_000, interval: 20 })
    await vi.waitFor(() => expect(heard.get(`of.${producer}`)).toBe(10), { timeout: 10_000, interval: 20 })
  }
  expect(await refusals()).toEqual([])
})

/** By producer, the groups that consume it. */
const consumersOf: Readonly<Record<string, readonly string[]>> = consumers

test('caches and live updates of every subgraph work, with nothing refused', async () => {
  for (const name of producers) {
    const metrics = createMetrics({ service: name })
    const commands = connectRedis({ url: urlOf(name), logger, role: 'commands' })
    const cache = createEntityCache({ namespace: name, redis: commands, logger, metrics })
    const live = createLiveUpdates({
      namespace: name,
      engine: redisEngine({ url: urlOf(name), logger }),
      logger,
      metrics,
    })
    closers.push(async () => {
      live.close()
      await cache.close()
      commands.disconnect()
    })
    const bell = await live.follow({ topic: 'thing', key: '1' })
    // A message that is published before the connection is there is lost.
    await vi.waitFor(
      () => {
        live.publish({ topic: 'thing', key: '1', id: 'x' })
        expect(bell.hear()).toContain('x')
      },
      { timeout: 10_000, interval: 50 },
    )
    bell.close()
    let loads = 0
    const load = async () => {
      loads++
      return await Promise.resolve(new Map([['1', name]]))
    }
    // Until the guard has joined, loads go past Redis.
    const isKept = async () => {
      const before = loads
      expect(await cache.getMany('thing', ['1'], load)).toEqual([name])
      return loads === before
    }
    await vi.waitFor(async () => expect(await isKept()).toBe(true), { timeout: 10_000, interval: 50 })
    await cache.invalidate('thing', ['1'])
    expect(await isKept()).toBe(false)
    expect(await attempt(name, 'SET', `${name}:wrote:{1}`, '1', 'PX', '1500')).toBe('done')
    expect(await attempt(name, 'EXISTS', `${name}:wrote:{1}`)).toBe('done')
  }
  expect(await refusals()).toEqual([])
})

test('rate limits, persisted queries and entity versions of the gateway work, with nothing refused', async () => {
  const gateway = createGatewayApp(
    readGatewayConfig({
      AUTH: 'off',
      ENTITY_CACHE: 'true',
      LOG_LEVEL: 'silent',
      RATE_LIMIT_ADDRESS: '1000',
      REDIS_URL: urlOf('gateway'),
      SERVICE_PORT: '0',
    }),
  )
  closers.push(() => gateway.close())
  const { url } = await gateway.start()
  const query = '{ __typename }'
  const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } }
  const ask = async (body: object) => {
    const headers = { 'content-type': 'application/json' }
    return await (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })).text()
  }
  await vi.waitFor(async () => {
    await ask({ query, extensions })
    expect(await ask({ extensions })).toContain('"Query"')
    const keys = (await as('default').call('KEYS', 'gateway:*')) as string[]
    expect(keys.some(key => key.includes(extensions.persistedQuery.sha256Hash))).toBe(true)
    expect(keys.some(key => key.startsWith('gateway:rate:address'))).toBe(true)
  }, 10_000)
  const version = `return redis.call('GET', KEYS[1]) or redis.call('SET', KEYS[1], '1', 'PX', '1000')`
  expect(await attempt('gateway', 'EVAL', version, '1', 'gateway:entity-version:{User}')).toBe('done')
  expect(await refusals()).toEqual([])
})
