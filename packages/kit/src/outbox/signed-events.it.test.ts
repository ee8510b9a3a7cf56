import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createMetrics, type Registry } from '../metrics/index.js'
import { createEventLab, type EventLab } from '../testing/event-lab.js'
import { startTestRedis, type TestRedis } from '../testing/index.js'
import type { EventBus } from './event-bus.js'
import { newEventKeyPair, type EventKeyTexts } from './event-keys.js'
import { createEventKeys, type EventProof } from './event-signatures.js'
import { createRedisEventBus } from './redis-event-bus.js'
import { listRefusedEvents } from './refused-events.js'
import { replayRefusedEvents, type ReplayedRefusal } from './replay-refused-events.js'
import { entryFields } from './stream-entry.js'
import { shardOf, streamKey } from './streams.js'

const lines: { reason?: string; entries?: number }[] = []
const destination = { write: (line: string) => void lines.push(JSON.parse(line) as object) }
const logger = createLogger({ name: 'test', level: 'error', destination })
const consumers = { producer: ['consumer'] }
const producerOf = (type: string) => (type.startsWith('neighbour.') ? 'neighbour' : null)
const [pair, next, neighbour] = [newEventKeyPair(), newEventKeyPair(), newEventKeyPair()]
const own: EventKeyTexts = { signing: { producer: pair.signingKey }, public: { producer: [pair.publicKey] } }

let server: TestRedis
let redis: Redis
let lab: EventLab
let buses: EventBus[]
let registry: Registry

beforeAll(async () => {
  server = await startTestRedis()
  redis = new Redis(server.url)
})
afterAll(async () => {
  redis.disconnect()
  await server.close()
})
beforeEach(async () => {
  await redis.flushall()
  lab = await createEventLab({ aggregates: 2 })
  buses = []
  lines.length = 0
  registry = createMetrics({ service: 'test' })
})
afterEach(async () => {
  await Promise.all(buses.map(bus => bus.close()))
  await lab.close()
})

function openBus(keys: EventKeyTexts): EventBus {
  const options = { url: server.url, logger, metrics: registry, consumers, retry: { attemptsMax: 2, delayMs: 5 } }
  const bus = createRedisEventBus({ ...options, keys: createEventKeys(keys, producerOf) })
  buses.push(bus)
  return bus
}
const relay = (keys: EventKeyTexts) => openBus(keys).relay({ producer: 'producer', pool: lab.producer })
const consume = (keys: EventKeyTexts) =>
  openBus(keys).consume({ group: 'consumer', producers: ['producer'], pool: lab.consumer, handle: lab.handle })

const streamOf = (id: string) => streamKey('producer', shardOf(id))
const forged = (more: object = {}) =>
  JSON.stringify({
    id: randomUUID(),
    type: 'lab.counted',
    version: 1,
    aggregateId: lab.aggregateIds[0],
    occurredAt: new Date().toISOString(),
    data: { sequence: 1 },
    ...more,
  })
const proofBy = (signingKey: string, entry: { stream: string; text: string }): EventProof => {
  const [proof] = createEventKeys({ signing: { any: signingKey }, public: {} })
    .signerOf('any')
    .sign([entry])
  if (proof === undefined) throw new Error('Expected a proof')
  return proof
}
const refusals = async () => await listRefusedEvents(lab.consumer, { limit: 100 })
const untilRefused = async (count: number) =>
  await vi.waitFor(async () => expect(await refusals()).toHaveLength(count), { timeout: 20_000, interval: 20 })
const untilApplied = async (count: number) =>
  await vi.waitFor(
    async () =>
      expect(await lab.report()).toEqual({ emitted: count, applied: count, outOfOrder: 0, waiting: 0, dead: 0 }),
    { timeout: 20_000, interval: 20 },
  )

test('what is not shown to be the producer’s is set aside with its reason, and nothing of it is applied', async () => {
  await consume(own)
  const stream = streamOf(lab.aggregateIds[0] ?? '')
  const text = forged()
  const altered = forged()
  const elsewhere = { stream: streamKey('neighbour', 0), text: forged() }
  const foreign = { stream, text: forged({ type: 'neighbour.granted' }) }
  const entries: [string, string[]][] = [
    ['malformed', ['event', 'no event \0 at all', 'key', '\0', 'signature', '', 'digests', '']],
    ['malformed', ['other', 'field']],
    ['unsigned', ['event', forged({ aggregateId: 'no uuid', id: '\0', type: '\ud800' })]],
    ['unsigned', ['event', forged()]],
    ['unknown_key', entryFields(text, proofBy(neighbour.signingKey, { stream, text }))],
    ['wrong_signature', entryFields(altered, proofBy(pair.signingKey, { stream, text }))],
    // A signed event of one stream is none of another.
    ['wrong_signature', entryFields(elsewhere.text, proofBy(pair.signingKey, elsewhere))],
    // The digest is there, and the signature is not over it.
    [
      'wrong_signature',
      entryFields(altered, {
        ...proofBy(pair.signingKey, { stream, text }),
        digests: proofBy(neighbour.signingKey, { stream, text: altered }).digests,
      }),
    ],
    // Its own key and stream, and a type that is another producer's to say.
    ['foreign_type', entryFields(foreign.text, proofBy(pair.signingKey, foreign))],
  ]
  for (const [, fields] of entries) await redis.xadd(stream, '*', ...fields)
  await untilRefused(entries.length)
  expect((await refusals()).map(({ reason }) => reason)).toEqual(entries.map(([reason]) => reason))
  expect(await lab.report()).toMatchObject({ applied: 0, dead: 0 })
  const metric = await registry.getSingleMetric('waystone_events_refused_total')?.get()
  expect(metric?.values.find(({ labels }) => labels['reason'] === 'wrong_signature')?.value).toBe(3)
  await vi.waitFor(() => expect(lines.reduce((sum, { entries: count = 0 }) => sum + count, 0)).toBe(entries.length))

  // Real events of the same aggregate do not wait behind forged ones.
  await relay(own)
  await lab.emit({ count: 20 })
  await untilApplied(20)
})

test('a forged event takes nothing from the real one whose id it has', async () => {
  await consume(own)
  const event = await lab.emitOne(lab.aggregateIds[0] ?? '')
  await redis.xadd(streamOf(event.aggregateId), '*', 'event', JSON.stringify({ ...event, data: { sequence: 99 } }))
  await untilRefused(1)
  await relay(own)
  await untilApplied(1)
  expect(await refusals()).toHaveLength(1)
})

test('a signed entry that is written again is applied once', async () => {
  await relay(own)
  await consume(own)
  const event = await lab.emitOne(lab.aggregateIds[0] ?? '')
  const stream = streamOf(event.aggregateId)
  const entry = await vi.waitFor(async () => {
    const [last] = await redis.xrevrange(stream, '+', '-', 'COUNT', 1)
    if (last === undefined) throw new Error('Not sent yet')
    return last
  })
  await redis.xadd(stream, '*', ...entry[1])
  await redis.xadd(stream, '*', ...entry[1])
  await lab.emit({ count: 10 })
  await untilApplied(11)
  expect(await refusals()).toEqual([])
})

test('a producer changes its key while events flow, and its old key is worth nothing afterwards', async () => {
  const both = { producer: [pair.publicKey, next.publicKey] }
  const consumer = await consume({ signing: {}, public: both })
  const old = await relay(own)
  await lab.emit({ count: 40 })
  await old.stop()
  await lab.emit({ count: 40 })
  await relay({ signing: { producer: next.signingKey }, public: both })
  await lab.emit({ count: 40 })
  await untilApplied(120)
  await consumer.stop()

  await consume({ signing: {}, public: { producer: [next.publicKey] } })
  const stream = streamOf(lab.aggregateIds[0] ?? '')
  const text = forged()
  await redis.xadd(stream, '*', ...entryFields(text, proofBy(pair.signingKey, { stream, text })))
  await untilRefused(1)
  await lab.emit({ count: 10 })
  await untilApplied(130)
  expect((await refusals()).map(({ reason }) => reason)).toEqual(['unknown_key'])
})

test('entries that an older build wrote without a signature are refused, and its events come again signed', async () => {
  await lab.emit({ count: 10, parallel: 1 })
  const { rows } = await lab.producer.query<{ event_id: string; aggregate_id: string; data: object }>(
    'select event_id, aggregate_id, data from outbox order by id',
  )
  for (const { event_id: id, aggregate_id: of, data } of rows)
    await redis.xadd(streamOf(of), '*', 'event', forged({ id, aggregateId: of, data }))
  await lab.producer.query(`update outbox set stream_id = '0:1-1'`)
  await consume(own)
  await untilRefused(10)
  await relay(own)
  await untilApplied(10)
  expect(new Set((await refusals()).map(({ reason }) => reason))).toEqual(new Set(['unsigned']))
})

test('real events whose key was not set are applied by a replay once it is, and forged ones stay', async () => {
  await consume({ signing: {}, public: { producer: [next.publicKey] } })
  await relay(own)
  await lab.emit({ count: 5, parallel: 1 })
  await untilRefused(5)
  await redis.xadd(streamOf(lab.aggregateIds[0] ?? ''), '*', 'event', forged())
  await untilRefused(6)

  const outcomes: ReplayedRefusal['outcome'][] = []
  const onEvent = ({ outcome }: ReplayedRefusal) => outcomes.push(outcome)
  const options = { pool: lab.consumer, handle: lab.handle, logger, onEvent }
  await replayRefusedEvents({ ...options, keys: createEventKeys({ signing: {}, public: {} }) })
  expect(outcomes.splice(0)).toEqual(Array.from({ length: 6 }, () => 'refused'))
  await replayRefusedEvents({ ...options, keys: createEventKeys(own) })
  expect(outcomes).toEqual(['applied', 'applied', 'applied', 'applied', 'applied', 'refused'])
  expect(await lab.report()).toMatchObject({ applied: 5, outOfOrder: 0 })
  expect(await refusals()).toHaveLength(1)
})

test('a process without a key of a producer does not relay its outbox', async () => {
  await expect(relay({ signing: {}, public: {} })).rejects.toThrow('a key to sign the events of producer')
})
