import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createEntityCache, type EntityCache } from '../cache/index.js'
import { createLogger } from '../logger/index.js'
import { createLiveUpdates, redisEngine } from '../live/index.js'
import { createMetrics } from '../metrics/index.js'
import { connectRedis } from '../redis/index.js'
import { createEventLab } from '../testing/event-lab.js'
import { startTestRedisCluster, type TestRedisCluster } from '../testing/test-redis-cluster.js'
import { developmentKeys } from './event-keys.js'
import { createEventKeys } from './event-signatures.js'
import { createRedisEventBus } from './redis-event-bus.js'
import { streamKey } from './streams.js'

const logger = createLogger({ name: 'test', level: 'silent' })
const LONG_MS = 90_000

let cluster: TestRedisCluster
beforeAll(async () => {
  cluster = await startTestRedisCluster()
})
afterAll(async () => await cluster.close())

const applied = { outOfOrder: 0, waiting: 0, dead: 0 }

async function startEvents() {
  const lab = await createEventLab()
  const consumers = { producer: ['consumer'] }
  const bus = createRedisEventBus({
    url: cluster.url,
    logger,
    metrics: createMetrics({ service: 'test' }),
    consumers,
    keys: createEventKeys(developmentKeys(['producer'])),
  })
  await bus.relay({ producer: 'producer', pool: lab.producer })
  await bus.consume({ group: 'consumer', producers: ['producer'], pool: lab.consumer, handle: lab.handle })
  const close = async () => {
    await bus.close()
    await lab.close()
  }
  return { lab, close }
}

function openCache(): { cache: EntityCache; close(): Promise<void> } {
  const redis = connectRedis({ url: cluster.url, logger, role: 'commands' })
  const cache = createEntityCache({ namespace: 'test', redis, logger, metrics: createMetrics({ service: 'test' }) })
  const close = async () => {
    await cache.close()
    redis.disconnect()
  }
  return { cache, close }
}

test('events go through a cluster, each once and in order', async () => {
  const { lab, close } = await startEvents()
  await lab.emit({ count: 300 })
  await vi.waitFor(async () => expect(await lab.report()).toEqual({ ...applied, emitted: 300, applied: 300 }), {
    timeout: 15_000,
    interval: 50,
  })
  await close()
})

test(
  'live updates go through a cluster, and again after each of its masters was killed',
  async () => {
    const topic = { topic: 'thing', key: 'a' }
    // So long that nothing here is healed by it.
    const catchUpIntervalMs = 3_600_000
    const processes = Array.from({ length: 3 }, () => {
      const engine = redisEngine({ url: cluster.url, logger })
      const metrics = createMetrics({ service: 'test' })
      return { engine, live: createLiveUpdates({ namespace: 'test', engine, logger, metrics, catchUpIntervalMs }) }
    })
    await expect.poll(() => processes.every(({ engine }) => engine.isReady())).toBe(true)
    const [publisher] = processes
    const bells = await Promise.all(processes.map(({ live }) => live.follow(topic)))
    let published = 0
    /** Publishes until every bell has heard one of these messages, not necessarily the first. */
    const untilAllHear = async () => {
      const since = published
      const hearing = new Set(bells)
      await vi.waitUntil(
        () => {
          publisher?.live.publish({ ...topic, id: String(++published) })
          for (const bell of hearing) if (bell.hear().some(id => Number(id) > since)) hearing.delete(bell)
          return hearing.size === 0
        },
        { timeout: 20_000, interval: 20 },
      )
    }
    await untilAllHear()
    // Classic channels would carry each message to every node.
    expect(await cluster.channels('CHANNELS')).toEqual([])
    expect(await cluster.channels('SHARDCHANNELS')).toEqual(['test:live:thing:a'])
    // One in the slots of each.
    for (const key of ['test:{a}', 'test:{b}', 'test:{c}']) {
      const killed = await cluster.killMasterOf(key)
      await untilAllHear()
      await cluster.untilWhole()
      await cluster.revive(killed)
      await untilAllHear()
    }
    for (const { live } of processes) live.close()
  },
  LONG_MS,
)

test('entities are spread over a cluster by their ids, found again, and invalidated together', async () => {
  const { cache, close } = openCache()
  const ids = Array.from({ length: 50 }, (_, place) => `id-${place}`)
  const queries: number[] = []
  const read = async (version: number) =>
    await cache.getMany('row', ids, async missing => {
      queries.push(missing.length)
      return new Map(missing.map(id => [id, { id, version }]))
    })
  await vi.waitFor(
    async () => {
      await read(1)
      queries.length = 0
      await read(1)
      expect(queries).toEqual([])
    },
    { timeout: 10_000, interval: 50 },
  )
  await cache.invalidate('row', ids)
  expect(await read(2)).toEqual(ids.map(id => ({ id, version: 2 })))
  expect(queries).toEqual([50])
  await close()
})

test(
  'while the master of the events is killed, twice, none is lost, doubled or out of order',
  async () => {
    const { lab, close } = await startEvents()
    let emitted = 0
    const traffic = new AbortController()
    const emitting = (async () => {
      while (!traffic.signal.aborted) {
        await lab.emit({ count: 50 })
        emitted += 50
        // No further ahead than this, or a slow machine would still be at it when all have to be there.
        while (emitted - (await lab.report()).applied > 1_000 && !traffic.signal.aborted) await delay(20)
      }
    })()
    const appliedSince = async () => {
      const before = (await lab.report()).applied
      await vi.waitFor(async () => expect((await lab.report()).applied).toBeGreaterThan(before + 100), {
        timeout: 30_000,
        interval: 50,
      })
    }
    for (let failovers = 0; failovers < 2; failovers++) {
      await appliedSince()
      const killed = await cluster.killMasterOf(streamKey('producer', 0))
      await cluster.untilWhole()
      await appliedSince()
      await cluster.revive(killed)
    }
    traffic.abort()
    await emitting
    await vi.waitFor(async () => expect(await lab.report()).toEqual({ ...applied, emitted, applied: emitted }), {
      timeout: 30_000,
      interval: 50,
    })
    await close()
  },
  LONG_MS,
)

test(
  'while masters of cached entities are killed, no read and no write fails, and none reads what was before an answered write',
  async () => {
    const processes = [openCache(), openCache()]
    const ids = Array.from({ length: 12 }, (_, place) => `id-${place}`)
    /** The truth, as the database has it, and what writers have been answered for. */
    const rows = new Map(ids.map(id => [id, 0]))
    const answered = new Map(ids.map(id => [id, 0]))
    let [reads, writes, queries] = [0, 0, 0]
    const stale: string[] = []
    const stop = new AbortController()

    const load = async (missing: readonly string[]) => {
      queries++
      return new Map(missing.map(id => [id, { version: rows.get(id) ?? 0 }]))
    }
    const reader = async ({ cache }: { cache: EntityCache }) => {
      while (!stop.signal.aborted) {
        const atLeast = ids.map(id => answered.get(id) ?? 0)
        const found = await cache.getMany('row', ids, load)
        for (const [place, id] of ids.entries()) {
          const version = found[place]?.version ?? -1
          if (version < (atLeast[place] ?? 0)) stale.push(`${id}: ${version} after ${atLeast[place]} was answered`)
        }
        reads++
        await new Promise(setImmediate)
      }
    }
    const writer = async ({ cache }: { cache: EntityCache }, mine: readonly string[]) => {
      while (!stop.signal.aborted) {
        for (const id of mine) {
          const version = (rows.get(id) ?? 0) + 1
          rows.set(id, version)
          await cache.invalidate('row', [id])
          answered.set(id, version)
          writes++
        }
        await delay(5)
      }
    }
    const [first, second] = processes as [(typeof processes)[0], (typeof processes)[0]]
    const running = [reader(first), reader(second), writer(first, ids.slice(0, 6)), writer(second, ids.slice(6))]
    /** Most of the reads find what they look for without a query. */
    const untilCached = async () =>
      await vi.waitFor(
        async () => {
          const [readsBefore, queriesBefore] = [reads, queries]
          await vi.waitUntil(() => reads > readsBefore + 50, { timeout: 10_000, interval: 5 })
          expect(queries - queriesBefore).toBeLessThan(reads - readsBefore)
        },
        { timeout: 20_000, interval: 100 },
      )
    await untilCached()
    for (const key of ['test:row:{id-0}', 'test:{cache}:members']) {
      const before = { reads, writes }
      const killed = await cluster.killMasterOf(key)
      await cluster.untilWhole()
      await untilCached()
      await cluster.revive(killed)
      expect(reads).toBeGreaterThan(before.reads)
      expect(writes).toBeGreaterThan(before.writes)
    }
    stop.abort()
    await Promise.all(running)
    expect(stale).toEqual([])
    for (const { close } of processes) await close()
  },
  LONG_MS,
)
