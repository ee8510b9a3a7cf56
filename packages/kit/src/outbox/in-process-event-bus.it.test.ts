import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'
import { withTransaction } from '../postgres/index.js'
import { createEventLab, type EventLab } from '../testing/event-lab.js'
import { appendEvents } from './append-events.js'
import { listDeadLetters } from './dead-letters.js'
import type { EventBus } from './event-bus.js'
import type { PermanentFailure } from './failures.js'
import { createInProcessEventBus } from './in-process-event-bus.js'
import { replayDeadLetters } from './replay-dead-letters.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const retry = { attemptsMax: 3, delayMs: 5 }
class UnknownEvent extends Error implements PermanentFailure {
  readonly isPermanent = true
}

let lab: EventLab
let bus: EventBus

beforeEach(async () => {
  lab = await createEventLab()
  bus = createInProcessEventBus({
    logger,
    retry,
    metrics: createMetrics({ service: 'test' }),
    consumers: { producer: ['consumer'] },
  })
})
afterEach(async () => {
  await bus.close()
  await lab.close()
})

const relay = () => bus.relay({ producer: 'producer', pool: lab.producer })
const consume = (handle = lab.handle, group = 'consumer') =>
  bus.consume({ group, producers: ['producer'], pool: lab.consumer, handle })

test('what was committed is applied once and in order, and has left the outbox when the bus has settled', async () => {
  await relay()
  await consume()
  await lab.emit({ count: 1_000, parallel: 8 })
  await bus.settled()
  expect(await lab.report()).toEqual({ emitted: 1_000, applied: 1_000, outOfOrder: 0, waiting: 0, dead: 0 })
})

test('a handler of many is given those of a batch at once; when it throws, each is applied alone and only the bad one fails', async () => {
  const sizes: number[] = []
  const [bad = ''] = lab.aggregateIds
  const handle = Object.assign(
    async (...[event, tx]: Parameters<typeof lab.handle>) => {
      if (event.type === 'lab.bad') throw new Error('it is bad')
      await lab.handle(event, tx)
    },
    {
      together: async (events: readonly Parameters<typeof lab.handle>[0][], tx: Parameters<typeof lab.handle>[1]) => {
        sizes.push(events.length)
        for (const event of events) await handle(event, tx)
      },
    },
  )
  await lab.emit({ count: 50 })
  await lab.emitOne(bad, 'lab.bad')
  await lab.emit({ count: 50 })
  await consume(handle)
  await relay()
  await bus.settled()
  expect(Math.max(...sizes)).toBeGreaterThan(1)
  const { applied, dead, outOfOrder, waiting } = await lab.report()
  expect({ total: applied + dead, outOfOrder, waiting }).toEqual({ total: 101, outOfOrder: 0, waiting: 0 })
  expect((await listDeadLetters(lab.consumer, { limit: 100 })).every(({ event }) => event.aggregateId === bad)).toBe(
    true,
  )
})

test('an event of a transaction that was rolled back never existed', async () => {
  await relay()
  await consume()
  const event = {
    id: randomUUID(),
    type: 'lab.counted',
    version: 1,
    aggregateId: lab.aggregateIds[0] ?? '',
    occurredAt: new Date().toISOString(),
    data: { sequence: 1 },
  }
  const failing = withTransaction(lab.producer, async tx => {
    await appendEvents(tx, [event])
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  await lab.emit({ count: 1 })
  await bus.settled()
  expect(await lab.report()).toMatchObject({ applied: 1 })
})

test('events of one transaction keep their order', async () => {
  const seen: unknown[] = []
  await relay()
  await consume(async event => {
    seen.push(event.data['place'])
  })
  const aggregateId = randomUUID()
  const places = Array.from({ length: 20 }, (_, place) => place)
  await withTransaction(lab.producer, tx =>
    appendEvents(
      tx,
      places.map(place => ({
        id: randomUUID(),
        type: 'lab.placed',
        version: 1,
        aggregateId,
        occurredAt: new Date().toISOString(),
        data: { place },
      })),
    ),
  )
  await bus.settled()
  expect(seen).toEqual(places)
})

test('nothing is handed over before every consuming group is there', async () => {
  await relay()
  const other = await consume(async () => undefined, 'another')
  await lab.emit({ count: 3 })
  expect(await lab.report()).toMatchObject({ waiting: 3 })
  await other.stop()
  await consume()
  await bus.settled()
  expect(await lab.report()).toMatchObject({ applied: 3, waiting: 0 })
})

test('what an event causes after its commit runs when the effect can be seen, and its failure changes nothing', async () => {
  const visible: number[] = []
  await relay()
  await consume(async (event, tx) => {
    await lab.handle(event, tx)
    return async () => {
      visible.push((await lab.report()).applied)
      throw new Error('the cache is away')
    }
  })
  await lab.emit({ count: 1 })
  await bus.settled()
  expect(visible).toEqual([1])
  expect(await lab.report()).toMatchObject({ applied: 1, waiting: 0, dead: 0 })
})

test('an event that fails now and then is applied in the end, in order, and only once', async () => {
  const failed = new Set<string>()
  await relay()
  await consume(async (event, tx) => {
    await lab.handle(event, tx)
    if (failed.has(event.id)) return
    failed.add(event.id)
    throw new Error('not the first time')
  })
  await lab.emit({ count: 60, parallel: 3 })
  await bus.settled()
  expect(await lab.report()).toEqual({ emitted: 60, applied: 60, outOfOrder: 0, waiting: 0, dead: 0 })
})

test('an event that this build does not know is a dead letter at once, with the reason, and can be replayed by one that does', async () => {
  await relay()
  const attempts: string[] = []
  await consume(async (event, tx) => {
    attempts.push(event.type)
    if (event.type === 'lab.newer') throw new UnknownEvent('No event of type "lab.newer" is known')
    await lab.handle(event, tx)
  })
  const [aggregateId = ''] = lab.aggregateIds
  const newer = await lab.emitOne(aggregateId, 'lab.newer')
  await bus.settled()
  await lab.emitOne(aggregateId)
  await bus.settled()
  expect(await lab.report()).toMatchObject({ applied: 0, dead: 2, waiting: 0 })
  const [letter, parked] = await listDeadLetters(lab.consumer, { limit: 10 })
  expect(letter).toMatchObject({
    producer: 'producer',
    event: newer,
    attempts: 1,
    error: expect.stringContaining('No event of type "lab.newer"'),
  })
  expect(parked).toMatchObject({ attempts: 0, error: expect.stringContaining('Waits behind') })
  expect(attempts.filter(type => type === 'lab.newer').length).toBeLessThanOrEqual(2)
  expect(await replayDeadLetters({ pool: lab.consumer, handle: lab.handle, logger })).toEqual({
    replayed: 2,
    failed: 0,
  })
  expect(await lab.report()).toEqual({ emitted: 2, applied: 2, outOfOrder: 0, waiting: 0, dead: 0 })
})

test('a replay that fails again keeps the dead letters of that aggregate in order and takes the others', async () => {
  await relay()
  const [ill = '', sound = ''] = lab.aggregateIds
  await consume(() => Promise.reject(new UnknownEvent('unknown')))
  for (const aggregateId of [ill, sound, ill, sound]) await lab.emitOne(aggregateId)
  await bus.settled()
  const handle: typeof lab.handle = async (event, tx) => {
    if (event.aggregateId === ill) throw new Error('still ill')
    return await lab.handle(event, tx)
  }
  expect(await replayDeadLetters({ pool: lab.consumer, handle, logger })).toEqual({ replayed: 2, failed: 1 })
  const [first, second] = await listDeadLetters(lab.consumer, { limit: 10 })
  expect([first?.attempts, first?.error]).toEqual([2, 'Error: still ill'])
  expect(second?.attempts).toBe(0)
  expect(await replayDeadLetters({ pool: lab.consumer, handle: lab.handle, logger })).toEqual({
    replayed: 2,
    failed: 0,
  })
  expect(await lab.report()).toMatchObject({ applied: 4, outOfOrder: 0, dead: 0 })
})

test('replays and new events at the same time keep the order', async () => {
  await relay()
  let isIll = true
  await consume(async (event, tx) => {
    if (isIll) throw new UnknownEvent('not yet')
    return await lab.handle(event, tx)
  })
  await lab.emit({ count: 80 })
  await bus.settled()
  isIll = false
  const emitting = lab.emit({ count: 200 })
  const replays = [
    replayDeadLetters({ pool: lab.consumer, handle: lab.handle, logger }),
    replayDeadLetters({ pool: lab.consumer, handle: lab.handle, logger }),
  ]
  await Promise.all([emitting, ...replays])
  await bus.settled()
  await replayDeadLetters({ pool: lab.consumer, handle: lab.handle, logger })
  expect(await lab.report()).toEqual({ emitted: 280, applied: 280, outOfOrder: 0, waiting: 0, dead: 0 })
})

test('a consumer’s database that cannot be reached delays its events and makes no dead letters', async () => {
  await relay()
  let isDown = true
  await consume(async (event, tx) => {
    if (isDown) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    return await lab.handle(event, tx)
  })
  await lab.emit({ count: 5 })
  await expect.poll(async () => (await lab.report()).waiting).toBe(5)
  isDown = false
  await bus.settled()
  expect(await lab.report()).toEqual({ emitted: 5, applied: 5, outOfOrder: 0, waiting: 0, dead: 0 })
})
