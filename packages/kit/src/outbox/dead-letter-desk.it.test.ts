import { afterEach, beforeEach, expect, test } from 'vitest'
import { randomUUID } from 'node:crypto'
import { systemClock } from '../clock/index.js'
import { createLogger } from '../logger/index.js'
import { createEventLab, type EventLab } from '../testing/event-lab.js'
import { buryEvent, parkEvents } from './dead-letters.js'
import { createDeadLetterDesk, type DeadLetterDesk } from './dead-letter-desk.js'
import type { EventEnvelope, EventHandler } from './event-bus.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const admin = randomUUID()
let lab: EventLab
let failing: Set<string>
let desk: DeadLetterDesk

beforeEach(async () => {
  lab = await createEventLab()
  failing = new Set()
  const handle: EventHandler = async (event, tx) => {
    await lab.handle(event, tx)
    if (failing.has(event.id)) throw new RangeError('too many')
  }
  desk = createDeadLetterDesk({ pool: lab.consumer, handle, logger, clock: systemClock })
})
afterEach(() => lab.close())

/** Events of the nth aggregate that are dead letters: the first failed, the others wait behind it. */
async function deadLetters(aggregate: number, count: number): Promise<readonly EventEnvelope[]> {
  const events: EventEnvelope[] = []
  for (let i = 0; i < count; i++) events.push(await lab.emitOne(lab.aggregateIds[aggregate] ?? ''))
  const [first, ...others] = events as [EventEnvelope, ...EventEnvelope[]]
  const failed = { producer: 'producer', event: first, error: 'Error: before', attempts: 5, firstFailedAt: new Date() }
  await buryEvent(lab.consumer, failed)
  await parkEvents(lab.consumer, 'producer', others)
  return events
}

const positions = async () =>
  (await desk.page({ after: null, limit: 101, isCounted: false })).letters.map(({ position }) => position)
const replay = (asked: readonly string[]) => desk.replay({ positions: asked, actor: admin, reason: 'it is mended' })
const logged = async () =>
  (
    await lab.consumer.query<{ actor: string; reason: string; user_id: string; data: Record<string, unknown> }>(
      `SELECT actor, reason, user_id, data FROM admin_action WHERE action = 'DEAD_LETTER_REPLAYED' ORDER BY position`,
    )
  ).rows

test('pages go through all dead letters in the order of replays, and count them where that is asked for', async () => {
  const events = [...(await deadLetters(0, 3)), ...(await deadLetters(1, 2))]
  const first = await desk.page({ after: null, limit: 3, isCounted: true })
  const rest = await desk.page({ after: first.letters.at(-1)?.position ?? null, limit: 3, isCounted: false })
  expect([...first.letters, ...rest.letters].map(({ eventId }) => eventId)).toEqual(events.map(({ id }) => id))
  expect([first.totalCount, rest.totalCount]).toEqual([5, null])
  expect(first.letters[0]).toMatchObject({
    producer: 'producer',
    aggregateId: lab.aggregateIds[0],
    type: 'lab.counted',
    payload: { sequence: 1 },
    error: 'Error: before',
    attempts: 5,
  })
  expect(first.letters[1]).toMatchObject({ attempts: 0, error: expect.stringContaining('Waits behind') as string })
})

test('the chosen ones are replayed, the earliest first, and each is logged with what came of it', async () => {
  const [ours, others] = [await deadLetters(0, 3), await deadLetters(1, 1)]
  const [one = '', two = '', three = '', other = ''] = await positions()
  expect(await replay([two, one])).toEqual([
    { position: one, outcome: 'applied', error: null },
    { position: two, outcome: 'applied', error: null },
  ])
  expect(await positions()).toEqual([three, other])
  expect(await lab.report()).toMatchObject({ applied: 2, outOfOrder: 0, dead: 2 })
  expect(await logged()).toEqual(
    ours.slice(0, 2).map(event => ({
      actor: admin,
      reason: 'it is mended',
      user_id: event.aggregateId,
      data: { producer: 'producer', eventId: event.id, type: 'lab.counted', outcome: 'applied' },
    })),
  )
  expect(others).toHaveLength(1)
})

test('one that waits behind an earlier one stays, and so does one that fails again, which is an attempt more', async () => {
  const [ill] = await deadLetters(0, 2)
  failing.add(ill?.id ?? '')
  const [one = '', two = ''] = await positions()
  expect(await replay([two])).toEqual([{ position: two, outcome: 'waiting', error: null }])
  expect(await logged()).toEqual([])
  expect(await replay([one, two])).toEqual([
    { position: one, outcome: 'failed', error: 'RangeError: too many' },
    { position: two, outcome: 'waiting', error: null },
  ])
  const { letters } = await desk.page({ after: null, limit: 1, isCounted: false })
  expect(letters).toMatchObject([{ position: one, attempts: 6, error: 'RangeError: too many' }])
  expect((await logged()).map(({ data }) => data['outcome'])).toEqual(['failed'])
  expect(await lab.report()).toMatchObject({ applied: 0, dead: 2 })
})

test('one that cannot be logged is not applied', async () => {
  await deadLetters(0, 1)
  const [one = ''] = await positions()
  const asked = { positions: [one], reason: 'it is mended' }
  // The column takes no null: as a fault of the log would be.
  await expect(desk.replay({ ...asked, actor: null as unknown as string })).rejects.toThrow(/null value/)
  expect(await lab.report()).toMatchObject({ applied: 0, dead: 1 })
})

test('four administrators who replay the same apply each once, and log each once', async () => {
  await deadLetters(0, 10)
  await deadLetters(1, 10)
  const all = await positions()
  const results = (await Promise.all([1, 2, 3, 4].map(() => replay(all)))).flat()
  expect(results.filter(({ outcome }) => outcome === 'applied')).toHaveLength(20)
  expect(results.filter(({ outcome }) => !['applied', 'gone', 'waiting'].includes(outcome))).toEqual([])
  expect(await logged()).toHaveLength(20)
  expect(await lab.report()).toMatchObject({ applied: 20, outOfOrder: 0, dead: 0 })
  expect(await replay(all.slice(0, 1))).toEqual([{ position: all[0], outcome: 'gone', error: null }])
})
