import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createMetrics, type Registry } from '../metrics/index.js'
import { createEventLab, type EventLab } from '../testing/event-lab.js'
import { startTestRedis, type TestRedis } from '../testing/index.js'
import type { EventBus, EventHandler } from './event-bus.js'
import { developmentKeys } from './event-keys.js'
import { createEventKeys } from './event-signatures.js'
import { createRedisEventBus } from './redis-event-bus.js'
import { measureSetAside } from './set-aside-metrics.js'
import { shardOf } from './streams.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const keys = createEventKeys(developmentKeys(['producer']))
let redis: TestRedis
let lab: EventLab
let registry: Registry
let bus: EventBus

beforeAll(async () => {
  redis = await startTestRedis()
  lab = await createEventLab({ aggregates: 1 })
  registry = createMetrics({ service: 'test' })
  const consumers = { producer: ['prompt', 'stuck'] }
  const retry = { attemptsMax: 3, delayMs: 5 }
  bus = createRedisEventBus({ url: redis.url, logger, metrics: registry, consumers, keys, retry })
})
afterAll(async () => {
  await bus.close()
  await lab.close()
  await redis.close()
})

async function shown(name: string, labels: Readonly<Record<string, string>>): Promise<number | undefined> {
  const found = await registry.getSingleMetric(name)?.get()
  return found?.values.find(each => Object.entries(labels).every(([key, value]) => each.labels[key] === value))?.value
}

const consume = (group: string, pool: EventLab['consumer'], handle: EventHandler) =>
  bus.consume({ group, producers: ['producer'], pool, handle })

test('the lag of each consumer is shown by stream, goes down when it catches up, and leaves with the relay', async () => {
  const [aggregateId = ''] = lab.aggregateIds
  const stream = String(shardOf(aggregateId))
  const waiting = (group: string) => shown('waystone_events_waiting', { producer: 'producer', group, stream })
  const seconds = (group: string) => shown('waystone_events_waiting_seconds', { producer: 'producer', group, stream })
  let release: () => void = () => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  const relay = await bus.relay({ producer: 'producer', pool: lab.producer })
  await consume('prompt', lab.consumer, lab.handle)
  // Its inbox is in another database than that of the first.
  await consume('stuck', lab.producer, async () => await released)
  for (let count = 0; count < 3; count++) await lab.emitOne(aggregateId)

  await vi.waitFor(
    async () => {
      expect(await waiting('prompt')).toBe(0)
      expect(await waiting('stuck')).toBe(3)
      expect(await seconds('stuck')).toBeGreaterThan(0.2)
    },
    { timeout: 20_000 },
  )
  expect(await seconds('prompt')).toBe(0)
  release()
  await vi.waitFor(
    async () => {
      expect([await waiting('stuck'), await seconds('stuck')]).toEqual([0, 0])
    },
    { timeout: 20_000 },
  )
  await relay.stop()
  expect(await waiting('stuck')).toBeUndefined()
  expect(await shown('waystone_outbox_backlog_events', { producer: 'producer' })).toBeUndefined()
})

test('dead letters are shown while they are there, by consumer and producer', async () => {
  const count = () => shown('waystone_dead_letters', { group: 'quests', producer: 'producer' })
  const [aggregateId = ''] = lab.aggregateIds
  await lab.consumer.query(
    `insert into dead_letter (event_id, producer, aggregate_id, type, envelope, error, attempts)
     values (gen_random_uuid(), 'producer', $1, 'lab.counted', '{}', 'no', 5)`,
    [aggregateId],
  )
  const measure = () =>
    measureSetAside({ group: 'quests', producers: ['producer'], pool: lab.consumer, metrics: registry, logger }).stop()
  await measure()
  expect(await count()).toBe(1)
  await lab.consumer.query('delete from dead_letter')
  await measure()
  expect(await count()).toBe(0)
})
