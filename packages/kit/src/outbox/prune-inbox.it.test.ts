import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../clock/index.js'
import { createLogger } from '../logger/index.js'
import { createMetrics, type Registry } from '../metrics/index.js'
import { createEventLab, type EventLab } from '../testing/event-lab.js'
import { createBusMetrics } from './bus-metrics.js'
import { createEventApplier, type EventApplier } from './event-applier.js'
import type { EventEnvelope } from './event-bus.js'
import { createEventKeys } from './event-signatures.js'
import { pruneInbox } from './prune-inbox.js'
import { listRefusedEvents } from './refused-events.js'
import { replayRefusedEvents, type ReplayedRefusal } from './replay-refused-events.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const DAY_MS = 24 * 60 * 60 * 1_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)

let lab: EventLab
let registry: Registry
let applier: EventApplier

beforeEach(async () => {
  lab = await createEventLab({ aggregates: 2 })
  registry = createMetrics({ service: 'test' })
  applier = createEventApplier({
    group: 'consumer',
    pool: lab.consumer,
    handle: lab.handle,
    retry: { attemptsMax: 1, delayMs: 1 },
    clock: systemClock,
    logger,
    metrics: createBusMetrics(registry),
  })
})
afterEach(() => lab.close())

/** An event of the nth aggregate that occurred days ago. */
const eventOf = async (aggregate: number, days: number): Promise<EventEnvelope> => ({
  ...(await lab.emitOne(lab.aggregateIds[aggregate] ?? '')),
  occurredAt: daysAgo(days).toISOString(),
})
/** Applies an event as if it were that long ago. */
async function applyDaysAgo(days: number, aggregate = 0): Promise<EventEnvelope> {
  const event = await eventOf(aggregate, days)
  await applier.apply('producer', [event])
  await lab.consumer.query('update inbox set applied_at = $2 where event_id = $1', [event.id, event.occurredAt])
  return event
}
const ids = async () =>
  (await lab.consumer.query<{ id: string }>('select event_id as id from inbox')).rows.map(row => row.id)
const horizon = async () =>
  (await lab.consumer.query<{ at: Date }>('select applied_at as at from inbox_horizon')).rows.map(row => row.at)
const refusals = async () =>
  (await listRefusedEvents(lab.consumer, { limit: 100 })).map(({ eventId, reason }) => ({ eventId, reason }))
const applied = async () => (await lab.report()).applied
async function replayed(eventId?: string) {
  const told: Pick<ReplayedRefusal, 'outcome' | 'error'>[] = []
  await replayRefusedEvents({
    pool: lab.consumer,
    keys: createEventKeys({ signing: {}, public: {} }),
    handle: lab.handle,
    logger,
    eventId,
    onEvent: ({ outcome, error }) => told.push({ outcome, error }),
  })
  return told
}

test('ids that are older than 60 days are deleted, younger ones stay, and the horizon is the youngest deleted', async () => {
  await applyDaysAgo(90)
  const last = await applyDaysAgo(61)
  const kept = [await applyDaysAgo(59), await applyDaysAgo(0)]
  await pruneInbox(lab.consumer)
  expect((await ids()).toSorted()).toEqual(kept.map(({ id }) => id).toSorted())
  expect(await horizon()).toEqual([new Date(last.occurredAt)])
  await pruneInbox(lab.consumer)
  expect((await ids()).length).toBe(2)
  expect(await horizon()).toEqual([new Date(last.occurredAt)])
})

test('an inbox of many pages is pruned to its end, statement by statement, and no further than it is stopped', async () => {
  await lab.consumer.query(
    `insert into inbox (event_id, producer, applied_at)
     select gen_random_uuid(), 'producer', now() - case when n % 10 = 0 then 5 else 70 end * interval '1 day'
     from generate_series(1, 40000) as n`,
  )
  let statements = 0
  await pruneInbox(lab.consumer, () => statements++ === 1)
  const left = (await ids()).length
  expect(left).toBeGreaterThan(4_000)
  expect(left).toBeLessThan(40_000)
  await pruneInbox(lab.consumer)
  expect((await ids()).length).toBe(4_000)
})

test('several processes that prune at once delete each id once', async () => {
  for (let n = 0; n < 20; n++) await applyDaysAgo(n < 10 ? 70 : 5, 0)
  await Promise.all([pruneInbox(lab.consumer), pruneInbox(lab.consumer), pruneInbox(lab.consumer)])
  expect((await ids()).length).toBe(10)
  expect((await horizon()).length).toBe(1)
})

test('an event that comes again while its id is kept is applied once, however often the inbox is pruned', async () => {
  await applyDaysAgo(80)
  const event = await applyDaysAgo(59.5)
  await pruneInbox(lab.consumer)
  const before = await applied()
  expect((await applier.apply('producer', [event])).held.size).toBe(0)
  expect(await applied()).toBe(before)
  expect(await refusals()).toEqual([])
})

test('one that comes again after its id was deleted is set aside, and later ones of its aggregate are applied', async () => {
  const event = await applyDaysAgo(70)
  await pruneInbox(lab.consumer)
  const next = await eventOf(0, 0)
  expect((await applier.apply('producer', [event, next])).held.size).toBe(0)
  expect(await refusals()).toEqual([{ eventId: event.id, reason: 'forgotten' }])
  expect(await lab.report()).toMatchObject({ applied: 2, outOfOrder: 0, dead: 0 })
})

test('one that was late for its consumer, and no id of its time was deleted, is applied', async () => {
  await applyDaysAgo(80)
  await pruneInbox(lab.consumer)
  const late = await eventOf(1, 75)
  await applier.apply('producer', [late])
  expect(await refusals()).toEqual([])
  expect(await lab.report()).toMatchObject({ applied: 2, outOfOrder: 0 })
})

test('a forgotten event is applied by a replay that names it, and by no other', async () => {
  await applyDaysAgo(70, 1)
  await pruneInbox(lab.consumer)
  const event = await eventOf(0, 71)
  await applier.apply('producer', [event])
  expect(await replayed()).toEqual([{ outcome: 'refused', error: 'forgotten' }])
  expect(await replayed(randomUUID())).toEqual([])
  expect(await refusals()).toEqual([{ eventId: event.id, reason: 'forgotten' }])
  expect(await applied()).toBe(1)
  expect(await replayed(event.id)).toEqual([{ outcome: 'applied', error: null }])
  expect(await applied()).toBe(2)
  expect(await refusals()).toEqual([])
  await applier.apply('producer', [event])
  expect(await applied()).toBe(2)
})
