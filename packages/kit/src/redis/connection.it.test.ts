import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestRedis, type TestRedis } from '../testing/index.js'
import { connectRedis, type RedisConnection } from './connection.js'

let redis: TestRedis
let connections: RedisConnection[]
let logged: string[]

beforeAll(async () => {
  redis = await startTestRedis()
})
afterAll(async () => await redis.close())

beforeEach(() => {
  connections = []
  logged = []
})
afterEach(async () => {
  for (const connection of connections) connection.disconnect()
  await redis.restart()
})

const logger = pino(
  new Writable({
    write: (chunk, _encoding, done) => {
      logged.push(String(chunk))
      done()
    },
  }),
)

/** Like events.once, which would fail when the connection tells of an error first. */
const heard = async (connection: RedisConnection, event: 'ready' | 'close') =>
  await new Promise<void>(resolve => connection.once(event, () => resolve()))

async function connect(role: 'commands' | 'blocking', url = redis.url): Promise<RedisConnection> {
  const connection = connectRedis({ url, logger, role })
  connections.push(connection)
  await heard(connection, 'ready')
  return connection
}

/** The reason why it failed and how long that took. */
async function failureOf(command: Promise<unknown>): Promise<{ message: string; afterMs: number }> {
  const start = performance.now()
  const message = await command.then(
    () => 'it did not fail',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  return { message, afterMs: performance.now() - start }
}

test('a command fails at once while Redis is away, and works again when it is back', async () => {
  const connection = await connect('commands')
  await connection.set('a', '1')
  const closed = heard(connection, 'close')
  await redis.kill()
  await closed
  const failure = await failureOf(connection.get('a'))
  expect(failure.message).toContain('enableOfflineQueue')
  expect(failure.afterMs).toBeLessThan(2_000)

  const ready = heard(connection, 'ready')
  await redis.restart()
  await ready
  expect(await connection.get('a')).toBeNull()
})

test('a command to a Redis that hangs fails within the quarter of a second that is promised', async () => {
  const connection = await connect('commands')
  redis.freeze()
  const failure = await failureOf(connection.get('a'))
  expect(failure.message).toBe('Command timed out')
  expect(failure.afterMs).toBeGreaterThan(200)
  expect(failure.afterMs).toBeLessThan(5_000)
  redis.thaw()
})

test('a connection to a Redis that hangs for long is given up and opened anew', async () => {
  const connection = await connect('commands')
  const closed = heard(connection, 'close')
  redis.freeze()
  await failureOf(connection.get('a'))
  await closed
  const ready = heard(connection, 'ready')
  redis.thaw()
  await ready
  expect(await connection.ping()).toBe('PONG')
})

test('a blocking command waits through a restart', async () => {
  const connection = await connect('blocking')
  const waiting = connection.blpop('queue', 0)
  await redis.restart()
  const writer = await connect('commands')
  await writer.rpush('queue', 'hello')
  expect(await waiting).toEqual(['queue', 'hello'])
})

test('one outage is one warning and one line when it is over, without the password', async () => {
  const url = new URL(redis.url)
  url.password = 'hunter2'
  const connection = connectRedis({ url: url.href, logger, role: 'commands' })
  connections.push(connection)
  await redis.kill()
  let attempts = 0
  await new Promise<void>(resolve => {
    connection.on('reconnecting', () => {
      attempts += 1
      if (attempts === 3) resolve()
    })
  })
  const ready = heard(connection, 'ready')
  await redis.restart()
  await ready
  const text = logged.join('')
  expect(logged.filter(line => line.includes('Redis cannot be reached'))).toHaveLength(1)
  expect(logged.filter(line => line.includes('Redis is back'))).toHaveLength(1)
  expect(text).toContain(`"redis":"127.0.0.1:${url.port}"`)
  expect(text).not.toContain('hunter2')
})
