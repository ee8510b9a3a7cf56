import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createEventLab, type EventLab } from '../testing/event-lab.js'
import { countDeadLetters, listDeadLetters, parkEvents } from './dead-letters.js'
import type { EventEnvelope } from './event-bus.js'
import { claimEvents } from './inbox.js'
import { replayDeadLetters, type ReplayedEvent, type ReplayRequest } from './replay-dead-letters.js'

const logger = createLogger({ name: 'test', level: 'silent' })
let lab: EventLab
let told: (Pick<ReplayedEvent, 'outcome' | 'error'> & { id: string })[]

beforeEach(async () => {
  lab = await createEventLab()
  told = []
})
afterEach(() => lab.close())

/** Events of the nth aggregate that are dead letters, in their order. */
async function deadLetters(aggregate: number, count: number): Promise<readonly EventEnvelope[]> {
  const events: EventEnvelope[] = []
  for (let i = 0; i < count; i++) events.push(await lab.emitOne(lab.aggregateIds[aggregate] ?? ''))
  await parkEvents(lab.consumer, 'producer', events)
  return events
}

const replay = (request: ReplayRequest, handle = lab.handle) =>
  replayDeadLetters({
    ...request,
    pool: lab.consumer,
    handle,
    logger,
    onEvent: ({ event, outcome, error }) => told.push({ id: event.id, outcome, error }),
  })

const left = async () => (await listDeadLetters(lab.consumer, { limit: 100 })).map(({ event }) => event.id)

test('a replay of one aggregate leaves the others, and tells of each event in order', async () => {
  const ours = await deadLetters(0, 3)
  const others = await deadLetters(1, 2)
  expect(await replay({ aggregateId: lab.aggregateIds[0] })).toEqual({ replayed: 3, failed: 0 })
  expect(told).toEqual(ours.map(({ id }) => ({ id, outcome: 'applied', error: null })))
  expect(await left()).toEqual(others.map(({ id }) => id))
  expect(await countDeadLetters(lab.consumer, { aggregateId: lab.aggregateIds[0] })).toBe(0)
  expect(await countDeadLetters(lab.consumer)).toBe(2)
})

test('one event is replayed alone when it is the first of its aggregate, and not at all when it is not', async () => {
  const [first, second] = await deadLetters(0, 3)
  expect(await replay({ eventId: second?.id })).toEqual({ replayed: 0, failed: 0 })
  expect(await replay({ eventId: first?.id })).toEqual({ replayed: 1, failed: 0 })
  expect(told.map(({ id }) => id)).toEqual([first?.id])
  expect(await replay({ eventId: second?.id })).toEqual({ replayed: 1, failed: 0 })
  expect(await lab.report()).toMatchObject({ applied: 2, outOfOrder: 0, dead: 1 })
})

test('what was applied before is told apart and not applied again', async () => {
  const [event] = await deadLetters(0, 1)
  await claimEvents(lab.consumer, 'producer', [event?.id ?? ''])
  expect(await replay({})).toEqual({ replayed: 1, failed: 0 })
  expect(told).toEqual([{ id: event?.id, outcome: 'known', error: null }])
  expect(await lab.report()).toMatchObject({ applied: 0, dead: 0 })
})

test('what fails again is told with its reason, once, and counted as an attempt', async () => {
  const [ill] = await deadLetters(0, 3)
  const [sound] = await deadLetters(1, 1)
  const result = await replay({}, async (event, tx) => {
    if (event.id === ill?.id) throw new RangeError('too many')
    return await lab.handle(event, tx)
  })
  expect(result).toEqual({ replayed: 1, failed: 1 })
  expect(told).toEqual([
    { id: ill?.id, outcome: 'failed', error: 'RangeError: too many' },
    { id: sound?.id, outcome: 'applied', error: null },
  ])
  const [letter] = await listDeadLetters(lab.consumer, { eventId: ill?.id, limit: 1 })
  expect(letter).toMatchObject({ attempts: 1, error: 'RangeError: too many' })
})

test('four replays of the same dead letters apply each once', async () => {
  await deadLetters(0, 20)
  await deadLetters(1, 20)
  const results = await Promise.all([replay({}), replay({}), replay({}), replay({})])
  expect(results.reduce((sum, { replayed }) => sum + replayed, 0)).toBe(40)
  expect(new Set(told.map(({ id }) => id)).size).toBe(40)
  expect(await lab.report()).toMatchObject({ applied: 40, outOfOrder: 0, dead: 0 })
})
