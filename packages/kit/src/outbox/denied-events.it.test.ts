import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../clock/index.js'
import { createLogger } from '../logger/index.js'
import { createMetrics, type Registry } from '../metrics/index.js'
import { createEventLab, type EventLab } from '../testing/event-lab.js'
import { createBusMetrics } from './bus-metrics.js'
import { createEventApplier } from './event-applier.js'
import { createEventKeys } from './event-signatures.js'
import { parkEvents } from './dead-letters.js'
import { withCheck } from './denied-events.js'
import type { EventBus, EventEnvelope, EventHandler } from './event-bus.js'
import { createInProcessEventBus } from './in-process-event-bus.js'
import { replayDeadLetters, type ReplayedEvent } from './replay-dead-letters.js'
import { replayRefusedEvents, type ReplayedRefusal } from './replay-refused-events.js'
import { listRefusedEvents } from './refused-events.js'

const logger = createLogger({ name: 'test', level: 'silent' })
let lab: EventLab
let bus: EventBus
let registry: Registry
let denied: Set<string>
let asked: string[][]
let isSilent: boolean
let handle: EventHandler

beforeEach(async () => {
  lab = await createEventLab({ aggregates: 2 })
  registry = createMetrics({ service: 'test' })
  bus = createInProcessEventBus({ logger, metrics: registry, retry: { attemptsMax: 2, delayMs: 5 } })
  denied = new Set()
  asked = []
  isSilent = false
  handle = withCheck(
    async (event, tx) => await lab.handle(event, tx),
    async events => {
      asked.push(events.map(({ id }) => id))
      if (isSilent) throw new Error('away')
      return events.filter(({ id }) => denied.has(id))
    },
  )
})
afterEach(async () => {
  await bus.close()
  await lab.close()
})

const start = async () => {
  await bus.consume({ group: 'consumer', producers: ['producer'], pool: lab.consumer, handle })
  await bus.relay({ producer: 'producer', pool: lab.producer })
}
const countOf = async (metric: string) => {
  const found = await registry.getSingleMetric(metric)?.get()
  return found?.values.reduce((sum, { value }) => sum + value, 0)
}
const refusals = async () =>
  (await listRefusedEvents(lab.consumer, { limit: 100 })).map(({ eventId, reason }) => ({ eventId, reason }))
const emit = async (count: number): Promise<EventEnvelope[]> => {
  const events: EventEnvelope[] = []
  for (let made = 0; made < count; made++) events.push(await lab.emitOne(lab.aggregateIds[0] ?? ''))
  return events
}

test('an event that its producer denies is set aside, and later ones of its aggregate do not wait behind it', async () => {
  const [, second] = await emit(3)
  denied.add(second?.id ?? '')
  await start()
  await bus.settled()
  expect(await refusals()).toEqual([{ eventId: second?.id, reason: 'denied' }])
  expect(await lab.report()).toMatchObject({ applied: 2, dead: 0, waiting: 0 })
  expect(await countOf('waystone_events_refused_total')).toBe(1)
})

test('a denied event with the id of a real one that comes with it takes nothing from that', async () => {
  const [real] = await emit(1)
  if (real === undefined) throw new Error('Expected an event')
  const forged = { ...real, data: { sequence: 99 } }
  const applier = createEventApplier({
    group: 'consumer',
    pool: lab.consumer,
    handle: withCheck(
      async (event, tx) => await lab.handle(event, tx),
      async events => events.filter(event => event.data['sequence'] === 99),
    ),
    retry: { attemptsMax: 1, delayMs: 1 },
    clock: systemClock,
    logger,
    metrics: createBusMetrics(registry),
  })
  expect((await applier.apply('producer', [forged, real])).held).toEqual(new Set())
  expect(await lab.report()).toMatchObject({ applied: 1, outOfOrder: 0, dead: 0 })
  expect(await refusals()).toEqual([{ eventId: real.id, reason: 'denied' }])
})

test('the producer is asked once for all events that come together', async () => {
  const events = await emit(250)
  await start()
  await bus.settled()
  expect(asked).toEqual([events.map(({ id }) => id)])
  expect(await lab.report()).toMatchObject({ applied: 250, outOfOrder: 0 })
})

test('while the producer does not answer its events wait, as long as it takes, and are then applied once', async () => {
  isSilent = true
  await emit(3)
  await start()
  // More often than a failing event is tried.
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(3), { timeout: 20_000, interval: 20 })
  expect(await lab.report()).toMatchObject({ applied: 0, dead: 0, waiting: 3 })
  expect(await countOf('waystone_event_checks_unanswered_total')).toBeGreaterThanOrEqual(3)
  isSilent = false
  await bus.settled()
  expect(await lab.report()).toMatchObject({ applied: 3, dead: 0, outOfOrder: 0, waiting: 0 })
  expect(await refusals()).toEqual([])
})

test('a dead letter is asked about when it is replayed, and one that is denied makes way for those behind it', async () => {
  const [first, second, third] = await emit(3)
  await parkEvents(lab.consumer, 'producer', [first, second, third] as EventEnvelope[])
  const told: [string, string][] = []
  const onEvent = ({ event, outcome }: ReplayedEvent) => told.push([event.id, outcome])
  const replay = () => replayDeadLetters({ pool: lab.consumer, handle, logger, onEvent })

  isSilent = true
  await expect(replay()).rejects.toThrow('producer does not say whether it knows its events, which wait: Error: away')
  expect(await lab.report()).toMatchObject({ applied: 0, dead: 3 })
  isSilent = false
  denied.add(first?.id ?? '')
  expect(await replay()).toEqual({ replayed: 2, failed: 0 })
  expect(told).toEqual([
    [first?.id, 'denied'],
    [second?.id, 'applied'],
    [third?.id, 'applied'],
  ])
  expect(await lab.report()).toMatchObject({ applied: 2, dead: 0 })
  expect(await refusals()).toEqual([{ eventId: first?.id, reason: 'denied' }])
})

test('a denied event is asked about again by a replay: it stays, or is applied once the producer confirms it', async () => {
  const [event] = await emit(1)
  denied.add(event?.id ?? '')
  await start()
  await bus.settled()
  const outcomes: Pick<ReplayedRefusal, 'outcome' | 'error'>[] = []
  const onEvent = ({ outcome, error }: ReplayedRefusal) => outcomes.push({ outcome, error })
  const keys = createEventKeys({ signing: {}, public: {} })
  const replay = () => replayRefusedEvents({ pool: lab.consumer, keys, handle, logger, onEvent })
  await replay()
  expect(await lab.report()).toMatchObject({ applied: 0 })
  denied.clear()
  await replay()
  expect(outcomes).toEqual([
    { outcome: 'refused', error: 'denied' },
    { outcome: 'applied', error: null },
  ])
  expect(await lab.report()).toMatchObject({ applied: 1 })
  expect(await refusals()).toEqual([])
})
