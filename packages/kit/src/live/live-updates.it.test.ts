import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'
import { createDatabase, withTransaction, type Database } from '../postgres/index.js'
import { createTestDatabase, startTestRedis, type TestDatabase, type TestRedis } from '../testing/index.js'
import type { Bell } from './bell.js'
import {
  createLiveUpdates,
  inProcessEngine,
  redisEngine,
  tellAfterCommit,
  tellFrom,
  type LiveUpdates,
} from './index.js'

const logger = createLogger({ name: 'test', level: 'silent' })
/** So long that nothing here is healed by it. */
const NEVER_MS = 3_600_000
let redis: TestRedis
let testDatabase: TestDatabase
let database: Database
const opened: { close(): void }[] = []
beforeAll(async () => {
  redis = await startTestRedis()
  testDatabase = await createTestDatabase({ migrations: null })
  database = createDatabase({ url: testDatabase.url, maxConnections: 4, applicationName: 'test', logger })
})
afterEach(() => {
  for (const live of opened.splice(0)) live.close()
})
afterAll(async () => {
  await database.close()
  await testDatabase.close()
  await redis.close()
})

/** As one process has them. */
function aProcess(catchUpIntervalMs = NEVER_MS) {
  const metrics = createMetrics({ service: 'test' })
  const engine = redisEngine({ url: redis.url, logger })
  const live = createLiveUpdates({ namespace: 'test', engine, logger, metrics, catchUpIntervalMs })
  opened.push(live)
  const published = async (outcome: string) => {
    const values = (await metrics.getSingleMetric('waystone_live_publications_total')?.get())?.values ?? []
    return values.find(({ labels }) => labels['outcome'] === outcome)?.value
  }
  return { live, engine, published, isReady: () => expect.poll(() => engine.isReady(), { timeout: 10_000 }).toBe(true) }
}
const topic = (key: string) => ({ topic: 'thing', key })
/** The ids that come, without those of the first look. */
const listening = async (live: LiveUpdates, key: string): Promise<Bell> => {
  const bell = await live.follow(topic(key))
  bell.hear()
  return bell
}
const hears = async (bell: Bell): Promise<readonly string[]> => {
  await bell.rung()
  return bell.hear()
}

test('what one process publishes, all processes that follow it hear, and no others', async () => {
  const [a, b] = [aProcess(), aProcess()]
  await Promise.all([a.isReady(), b.isReady()])
  const [mine, theirs, other] = await Promise.all([
    listening(a.live, 'user'),
    listening(b.live, 'user'),
    listening(b.live, 'other'),
  ])
  a.live.publish({ ...topic('user'), id: '1' })
  expect(await hears(mine)).toEqual(['1'])
  expect(await hears(theirs)).toEqual(['1'])
  a.live.publish({ ...topic('other'), id: '2' })
  expect(await hears(other)).toEqual(['2'])
})

test('a channel is left with its last follower, and one that is left before it is joined does no harm', async () => {
  const { live, isReady } = aProcess()
  await isReady()
  const [first, second] = await Promise.all([listening(live, 'shared'), listening(live, 'shared')])
  first.close()
  live.publish({ ...topic('shared'), id: '1' })
  expect(await hears(second)).toEqual(['1'])
  second.close()
  for (let times = 0; times < 20; times++) {
    const bells = await Promise.all([live.follow(topic('brief')), live.follow(topic('brief'))])
    for (const bell of bells) bell.close()
  }
  const last = await listening(live, 'brief')
  live.publish({ ...topic('brief'), id: '2' })
  expect(await hears(last)).toEqual(['2'])
})

test('while Redis is away nothing waits for it and what cannot be published is counted; when it is back, every bell rings', async () => {
  const { live, engine, published, isReady } = aProcess()
  await isReady()
  const before = await listening(live, 'before')
  await redis.kill()
  await expect.poll(() => engine.isReady()).toBe(false)
  live.publish({ ...topic('before'), id: '1' })
  await expect.poll(() => published('failed')).toBe(1)
  const meanwhile = await listening(live, 'meanwhile')
  await redis.restart()
  expect(await hears(before)).toEqual([])
  await hears(meanwhile)
  // The connection that publishes comes back in its own time.
  const publishes = () => {
    live.publish({ ...topic('meanwhile'), id: '2' })
    return meanwhile.hear()
  }
  await expect.poll(publishes, { timeout: 10_000 }).toEqual(['2'])
  live.publish({ ...topic('before'), id: '3' })
  expect(await hears(before)).toEqual(['3'])
})

test('a process that stops while Redis is away leaves nothing behind', async () => {
  const { live, engine, isReady } = aProcess()
  await isReady()
  const unhandled: unknown[] = []
  const note = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', note)
  const joined = await live.follow(topic('joined'))
  await redis.kill()
  await expect.poll(() => engine.isReady()).toBe(false)
  const [one, two] = [await live.follow(topic('waiting')), await live.follow(topic('waiting'))]
  live.close()
  // Rejections are reported a turn after they happened.
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)))
  await redis.restart()
  process.off('unhandledRejection', note)
  expect([joined, one, two].map(bell => bell.isClosed)).toEqual([true, true, true])
  expect(unhandled).toEqual([])
})

test('a Redis that hangs holds up neither followers nor publishers', async () => {
  const { live, published, isReady } = aProcess()
  await isReady()
  await expect.poll(() => published('failed')).toBe(0)
  redis.freeze()
  try {
    const bell = await live.follow(topic('frozen'))
    expect(bell.hear()).toEqual([])
    live.publish({ ...topic('frozen'), id: '1' })
    await expect.poll(() => published('failed'), { timeout: 10_000 }).toBe(1)
  } finally {
    redis.thaw()
  }
})

test('every bell rings from time to time, for what was lost on the way', async () => {
  const { live, isReady } = aProcess(20)
  await isReady()
  const bell = await listening(live, 'quiet')
  expect(await hears(bell)).toEqual([])
  expect(await hears(bell)).toEqual([])
})

test('what a transaction tells is published once, after its commit; what is rolled back, never', async () => {
  const metrics = createMetrics({ service: 'test' })
  const live = createLiveUpdates({
    namespace: 'test',
    engine: inProcessEngine(),
    logger,
    metrics,
    catchUpIntervalMs: NEVER_MS,
  })
  opened.push(live)
  const telling = tellFrom(database.primary, live)
  const bell = await listening(live, 'row')
  await withTransaction(database.primary, async tx => {
    tellAfterCommit(tx, { ...topic('row'), id: '1' })
    tellAfterCommit(tx, { ...topic('row'), id: '1' })
    await tx.query({ text: 'SELECT 1' })
    expect(bell.hear()).toEqual([])
  })
  expect(await hears(bell)).toEqual(['1'])
  const failed = withTransaction(database.primary, async tx => {
    tellAfterCommit(tx, { ...topic('row'), id: '2' })
    await tx.query({ text: 'SELECT 1 / 0' })
  })
  await expect(failed).rejects.toThrow('division by zero')
  let attempts = 0
  await withTransaction(database.primary, async tx => {
    tellAfterCommit(tx, { ...topic('row'), id: `attempt ${++attempts}` })
    if (attempts === 1) throw Object.assign(new Error('deadlock'), { code: '40P01' })
    await tx.query({ text: 'SELECT 1' })
  })
  expect(await hears(bell)).toEqual(['attempt 2'])
  tellAfterCommit(database.primary, { ...topic('row'), id: '3' })
  expect(await hears(bell)).toEqual(['3'])
  telling.stop()
  tellAfterCommit(database.primary, { ...topic('row'), id: '4' })
  expect(bell.hear()).toEqual([])
})
