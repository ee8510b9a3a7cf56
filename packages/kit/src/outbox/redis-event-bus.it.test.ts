import { fork, type ChildProcess } from 'node:child_process'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createMetrics, type Registry } from '../metrics/index.js'
import { createEventLab, type EventLab } from '../testing/event-lab.js'
import { startTestRedis, type TestRedis } from '../testing/index.js'
import { developmentKeys } from './event-keys.js'
import { createEventKeys } from './event-signatures.js'
import { createRedisEventBus } from './redis-event-bus.js'
import type { EventBus, EventEnvelope } from './event-bus.js'
import { replayDeadLetters } from './replay-dead-letters.js'
import { entryFields } from './stream-entry.js'
import { streamKey } from './streams.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const consumers = { producer: ['consumer'] }
const keys = createEventKeys(developmentKeys(['producer']))
const retry = { attemptsMax: 3, delayMs: 5 }

let redis: TestRedis
let lab: EventLab
let buses: EventBus[]
let registry: Registry

beforeAll(async () => {
  redis = await startTestRedis()
})
afterAll(async () => await redis.close())
beforeEach(async () => {
  await redis.restart()
  lab = await createEventLab()
  buses = []
  registry = createMetrics({ service: 'test' })
})
afterEach(async () => {
  await Promise.all(buses.map(bus => bus.close()))
  await lab.close()
})

function openBus(): EventBus {
  const bus = createRedisEventBus({
    url: redis.url,
    logger,
    metrics: registry,
    consumers,
    keys,
    retry,
  })
  buses.push(bus)
  return bus
}
const relay = (bus: EventBus) => bus.relay({ producer: 'producer', pool: lab.producer })
const consume = (bus: EventBus, handle = lab.handle) =>
  bus.consume({ group: 'consumer', producers: ['producer'], pool: lab.consumer, handle })

/** Every event once, in order, and nothing left over. */
async function expectAllApplied(count: number): Promise<void> {
  await vi.waitFor(
    async () =>
      expect(await lab.report()).toEqual({ emitted: count, applied: count, outOfOrder: 0, waiting: 0, dead: 0 }),
    { timeout: 20_000, interval: 50 },
  )
}
const counted = async (name: string): Promise<number> => {
  const metric = await registry.getSingleMetric(name)?.get()
  return metric?.values.reduce((total, { value }) => total + value, 0) ?? 0
}

test('every event arrives once and in the order of its aggregate, and leaves the outbox', async () => {
  const bus = openBus()
  await relay(bus)
  await consume(bus)
  await lab.emit({ count: 1_000 })
  await bus.settled()
  expect(await lab.report()).toMatchObject({ applied: 1_000, outOfOrder: 0 })
  await expectAllApplied(1_000)
})

test('events wait in the outbox until a group that consumes them has come', async () => {
  const bus = openBus()
  await relay(bus)
  await lab.emit({ count: 50 })
  await bus.settled()
  expect(await lab.report()).toMatchObject({ applied: 0, waiting: 50 })
  await consume(bus)
  await expectAllApplied(50)
})

test('nothing is lost, doubled or out of order when Redis is flushed again and again under traffic', async () => {
  const bus = openBus()
  await relay(bus)
  await consume(bus)
  const emitting = lab.emit({ count: 3_000 })
  for (let flushes = 0; flushes < 4; flushes++) {
    const applied = await counted('waystone_events_applied_total')
    await vi.waitFor(async () => expect(await counted('waystone_events_applied_total')).toBeGreaterThan(applied), {
      timeout: 10_000,
      interval: 20,
    })
    await redis.flush()
  }
  await emitting
  await expectAllApplied(3_000)
  expect(await counted('waystone_outbox_republished_total')).toBeGreaterThan(0)
})

test('nothing is lost, doubled or out of order when Redis is killed and comes back empty', async () => {
  const bus = openBus()
  await relay(bus)
  await consume(bus)
  const emitting = lab.emit({ count: 2_000 })
  await vi.waitFor(async () => expect(await counted('waystone_events_applied_total')).toBeGreaterThan(100), {
    timeout: 10_000,
  })
  await redis.kill()
  await emitting
  expect((await lab.report()).waiting).toBeGreaterThan(0)
  await redis.restart()
  await expectAllApplied(2_000)
})

test('a Redis that is frozen for a while only delays events', async () => {
  const bus = openBus()
  await relay(bus)
  await consume(bus)
  await lab.emit({ count: 100 })
  redis.freeze()
  await lab.emit({ count: 100 })
  expect((await lab.report()).waiting).toBeGreaterThanOrEqual(100)
  redis.thaw()
  await expectAllApplied(200)
})

test('one relay at a time sends, and another takes over when its session is cut', async () => {
  const [first, second] = [openBus(), openBus()]
  await relay(first)
  await relay(second)
  await consume(first)
  const emitting = lab.emit({ count: 1_000 })
  await vi.waitFor(async () => expect(await counted('waystone_events_applied_total')).toBeGreaterThan(50), {
    timeout: 10_000,
  })
  const { rowCount } = await lab.producer.query(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
      and database = (select oid from pg_database where datname = current_database())`,
  )
  expect(rowCount).toBe(1)
  await emitting
  await expectAllApplied(1_000)
})

test('two processes share the shards, and the one that lives takes them all when the other stops', async () => {
  const [first, second] = [openBus(), openBus()]
  const seen = { first: new Set<string>(), second: new Set<string>() }
  const noting = (who: 'first' | 'second') => (event: EventEnvelope, tx: Parameters<typeof lab.handle>[1]) => {
    seen[who].add(event.aggregateId)
    return lab.handle(event, tx)
  }
  await relay(first)
  await consume(first, noting('first'))
  const other = await consume(second, noting('second'))
  let emitted = 0
  await vi.waitFor(
    async () => {
      await lab.emit({ count: 100 })
      emitted += 100
      expect(seen.second.size).toBeGreaterThan(5)
    },
    { timeout: 10_000, interval: 100 },
  )
  await other.stop()
  await lab.emit({ count: 200 })
  await expectAllApplied(emitted + 200)
})

test('what a killed consumer had read and not finished is finished by another within seconds', async () => {
  const bus = openBus()
  await relay(bus)
  const child = await startStuckConsumer()
  await lab.emit({ count: 200 })
  await vi.waitFor(async () => expect(await pendingMessages()).toBeGreaterThan(0), { timeout: 10_000 })
  await consume(bus)
  child.kill('SIGKILL')
  const killedMs = performance.now()
  await expectAllApplied(200)
  expect(performance.now() - killedMs).toBeLessThan(15_000)
})

test('an event that comes many times counts once', async () => {
  const bus = openBus()
  await relay(bus)
  const aggregateId = lab.aggregateIds[0] ?? ''
  const event = await lab.emitOne(aggregateId)
  const client = new Redis(redis.url)
  const signer = keys.signerOf('producer')
  for (let copies = 0; copies < 99; copies++) {
    const entry = { stream: streamKey('producer', copies % 8), text: JSON.stringify(event) }
    for (const proof of signer.sign([entry])) await client.xadd(entry.stream, '*', ...entryFields(entry.text, proof))
  }
  client.disconnect()
  await consume(bus)
  await expectAllApplied(1)
  expect(await counted('waystone_events_duplicate_total')).toBeGreaterThanOrEqual(99)
})

test('an event that fails for good becomes a dead letter, the later ones of its aggregate wait behind it, others go on', async () => {
  const [ill = '', sound = ''] = lab.aggregateIds
  let isIll = true
  const handle: typeof lab.handle = async (event, tx) => {
    if (isIll && event.aggregateId === ill) throw new Error('the table is on fire')
    return await lab.handle(event, tx)
  }
  const bus = openBus()
  await relay(bus)
  await consume(bus, handle)
  for (let i = 0; i < 5; i++) {
    await lab.emitOne(ill)
    await lab.emitOne(sound)
  }
  await vi.waitFor(
    async () => expect(await lab.report()).toEqual({ emitted: 10, applied: 5, outOfOrder: 0, waiting: 0, dead: 5 }),
    { timeout: 10_000 },
  )
  isIll = false
  await lab.emitOne(ill)
  await expect.poll(async () => (await lab.report()).dead).toBe(6)
  const result = await replayDeadLetters({ pool: lab.consumer, handle, logger })
  expect(result).toEqual({ replayed: 6, failed: 0 })
  await lab.emitOne(ill)
  await expectAllApplied(12)
})

async function pendingMessages(): Promise<number> {
  const client = new Redis(redis.url)
  try {
    const counts = await Promise.all(
      Array.from({ length: 8 }, (_, shard) => client.xpending(`events:{producer}:${shard}`, 'consumer')),
    )
    return counts.reduce<number>((total, [count]) => total + Number(count), 0)
  } finally {
    client.disconnect()
  }
}

/** A consuming process whose handler never ends. */
async function startStuckConsumer(): Promise<ChildProcess> {
  const child = fork(new URL('../testing/stuck-consumer.ts', import.meta.url), {
    execArgv: ['--conditions=waystone-source', '--import', 'tsx'],
    env: { ...process.env, LAB_REDIS_URL: redis.url, LAB_DATABASE_URL: lab.consumer.options.connectionString },
  })
  await new Promise(resolve => child.once('message', resolve))
  return child
}
