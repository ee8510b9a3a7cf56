import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { createEventKeys, createRedisEventBus, developmentKeys } from '@waystone/kit/outbox'
import { createEventLab, startTestRedis } from '@waystone/kit/testing'
import { expect, it, vi } from 'vitest'
import { isShort } from './short-form.js'

const EVENTS = isShort ? 4_000 : 20_000
const AGGREGATES = 200
/** Faults of Redis, at even distances in the stream of events. */
const BLOWS = ['flush', 'flush', 'kill', 'flush', 'flush'] as const
const WAIT = { timeout: 60_000, interval: 20 }

it(`of ${EVENTS} events, with four FLUSHALL and a kill -9 of Redis in between, none is lost, doubled or out of order`, async () => {
  const redis = await startTestRedis()
  const lab = await createEventLab({ aggregates: AGGREGATES })
  const registry = createMetrics({ service: 'test' })
  const bus = createRedisEventBus({
    url: redis.url,
    logger: createLogger({ name: 'test', level: 'silent' }),
    metrics: registry,
    consumers: { producer: ['consumer'] },
    keys: createEventKeys(developmentKeys(['producer'])),
  })
  try {
    await bus.relay({ producer: 'producer', pool: lab.producer })
    await bus.consume({ group: 'consumer', producers: ['producer'], pool: lab.consumer, handle: lab.handle })
    const emitting = lab.emit({ count: EVENTS, parallel: 8 })
    const applied = async () => (await lab.report()).applied
    for (const [place, blow] of BLOWS.entries()) {
      const due = ((place + 1) * EVENTS) / (BLOWS.length + 1)
      await vi.waitUntil(async () => (await applied()) >= due, WAIT)
      // Redis holds events that have not been applied at this moment, or soon will.
      if (blow === 'flush') await redis.flush()
      else {
        await redis.kill()
        await redis.restart()
      }
    }
    expect(await applied()).toBeLessThan(EVENTS)
    await emitting
    await vi.waitFor(
      async () =>
        expect(await lab.report()).toEqual({ emitted: EVENTS, applied: EVENTS, outOfOrder: 0, waiting: 0, dead: 0 }),
      WAIT,
    )
    // It has been put to the test: events were sent again.
    const republished = await registry.getSingleMetric('waystone_outbox_republished_total')?.get()
    expect(republished?.values.reduce((total, { value }) => total + value, 0)).toBeGreaterThan(0)
  } finally {
    await bus.close()
    await lab.close()
    await redis.close()
  }
})
