import { expect, test, vi } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createBell } from './bell.js'
import { createLiveStream } from './live-stream.js'

const logger = createLogger({ name: 'test', level: 'silent' })

test('what rings while a reading is under way is read after it, in one', async () => {
  const bell = createBell(() => {})
  const readings: (readonly string[])[] = []
  const stream = createLiveStream({
    bell,
    logger,
    read: async ids => {
      readings.push(ids)
      return { items: [readings.length] }
    },
  })
  expect((await stream.next()).value).toBe(1)
  for (const id of ['a', 'b', 'a', 'c']) bell.ring(id)
  expect((await stream.next()).value).toBe(2)
  expect(readings).toEqual([[], ['a', 'b', 'c']])
})

test('a slow subscriber costs no reading and no memory', async () => {
  const bell = createBell(() => {})
  const read = vi.fn(async (ids: readonly string[]) => ({ items: [ids.length] }))
  const stream = createLiveStream({ bell, logger, read })
  await stream.next()
  for (let id = 0; id < 5_000; id++) bell.ring(String(id))
  expect(read).toHaveBeenCalledTimes(1)
  expect((await stream.next()).value).toBe(1_000)
})

test('more than one part is read on without a ring', async () => {
  const bell = createBell(() => {})
  let part = 0
  const stream = createLiveStream({ bell, logger, read: async () => ({ items: [++part, part], isMore: part < 3 }) })
  const told = []
  for (let index = 0; index < 6; index++) told.push((await stream.next()).value)
  expect(told).toEqual([1, 1, 2, 2, 3, 3])
})

test('a reading that fails is made again at the next ring', async () => {
  const bell = createBell(() => {})
  let failures = 1
  const stream = createLiveStream({
    bell,
    logger,
    read: async () => {
      if (failures-- > 0) throw new Error('the database is away')
      return { items: ['told'] }
    },
  })
  const next = stream.next()
  await expect.poll(() => failures).toBe(0)
  bell.ring()
  expect(await next).toEqual({ done: false, value: 'told' })
})

test.each(['return', 'throw'] as const)('%s ends it at once, though it waits for its bell', async way => {
  const onClose = vi.fn()
  const bell = createBell(onClose)
  const stream = createLiveStream({ bell, logger, read: async () => ({ items: [] }) })
  const waiting = stream.next()
  expect(await stream[way]?.()).toEqual({ done: true, value: undefined })
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect(await stream.next()).toEqual({ done: true, value: undefined })
  expect(onClose).toHaveBeenCalledTimes(1)
})
