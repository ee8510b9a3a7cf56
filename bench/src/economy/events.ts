import { randomUUID } from 'node:crypto'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { newEvent } from '@waystone/events'
import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import {
  announceRows,
  createEventKeys,
  createRedisEventBus,
  developmentKeys,
  eventParameters,
  insertEvents,
} from '@waystone/kit/outbox'
import type { Pool } from 'pg'
import { until } from '../load.js'
import { percentile, rounded } from '../statistics.js'
import { benchUserId } from './identities.js'
import type { DatabaseUrls, Servers } from './servers.js'

export interface EventFigures {
  readonly pacedPerSecond: number
  /** From the commit of what caused the event to the commit of its effect. */
  readonly p50Ms: number
  readonly p99Ms: number
  readonly sustainedPerSecond: number
}

interface EventOptions {
  readonly seconds: number
  /** Of a set-up that nothing else runs on. */
  readonly urls: DatabaseUrls
}

const PACED_PER_SECOND = 500
/** The most events that are written and not yet applied: writers that are faster than the consumers wait. */
const UNAPPLIED_MAX = 2_000
const WRITERS = 8
const AGGREGATES = 500
const EMIT = { name: 'emit', text: insertEvents({ firstParameter: 1 }) }

/**
 * users' outbox, the relay, Redis, and a consumer in a process of its own whose effect is one row in another database.
 * Both ends read the same clock: they run on one machine.
 */
export async function measureEvents(servers: Servers, options: EventOptions): Promise<EventFigures> {
  const pool = servers.pool(options.urls.users)
  const redisUrl = await servers.redis()
  const effects = await startConsumer(servers, { redisUrl, databaseUrl: options.urls.quests })
  const bus = createRedisEventBus({
    url: redisUrl,
    logger: createLogger({ name: 'bench', level: 'warn' }),
    metrics: createMetrics({ service: 'bench', processMetrics: false }),
    consumers: { users: ['quests'] },
    keys: createEventKeys(developmentKeys(['users'])),
  })
  const relay = await bus.relay({ producer: 'users', pool })
  servers.lifecycle.onClose('bus', async () => {
    await relay.stop()
    await bus.close()
  })
  const emit = createEmitter(pool)

  await writeAsFastAsApplied(emit, effects, 1)
  const committed = await writePaced(emit, options.seconds)
  await effects.wait([...committed.keys()].at(-1) ?? '', emit.count())
  const latencies = [...committed].map(([id, at]) => (effects.at.get(id) ?? Number.NaN) - at)
  const started = performance.now()
  const before = effects.at.size
  await writeAsFastAsApplied(emit, effects, options.seconds)
  const sustained = ((effects.at.size - before) * 1000) / (performance.now() - started)
  return {
    pacedPerSecond: PACED_PER_SECOND,
    p50Ms: rounded(percentile(latencies, 0.5)),
    p99Ms: rounded(percentile(latencies, 0.99)),
    sustainedPerSecond: rounded(sustained),
  }
}

/** Of one clock for all processes of this machine. */
export const nowMs = (): number => performance.timeOrigin + performance.now()

interface Effects {
  /** When the effect of an event was committed. */
  readonly at: ReadonlyMap<string, number>
  wait(lastId: string, count: number): Promise<void>
}

async function startConsumer(servers: Servers, env: { redisUrl: string; databaseUrl: string }): Promise<Effects> {
  const child = fork(fileURLToPath(new URL('./event-consumer.ts', import.meta.url)), [env.redisUrl, env.databaseUrl], {
    execArgv: process.execArgv,
  })
  servers.lifecycle.onClose('consumer', async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
  })
  const at = new Map<string, number>()
  await once(child, 'message')
  child.on('message', (applied: readonly [id: string, at: number][]) => {
    for (const [id, time] of applied) at.set(id, time)
  })
  return {
    at,
    wait: async (_, count) => await until('every event to be applied', () => Promise.resolve(at.size >= count)),
  }
}

interface Emitter {
  /** Commits one event. @returns its id and when it was committed. */
  once(): Promise<{ id: string; at: number }>
  count(): number
}

function createEmitter(pool: Pool): Emitter {
  let count = 0
  return {
    once: async () => {
      const id = randomUUID()
      const userId = benchUserId(1 + (count++ % AGGREGATES))
      const event = newEvent('user.signed_in', {
        id,
        occurredAt: new Date(),
        data: { userId, sessionId: id, first: false },
      })
      // One statement that is its own transaction, as a draw with its event is.
      await pool.query({ ...EMIT, values: eventParameters([event]) })
      announceRows(pool)
      return { id, at: nowMs() }
    },
    count: () => count,
  }
}

async function writePaced(emit: Emitter, seconds: number): Promise<Map<string, number>> {
  const committed = new Map<string, number>()
  const writing: Promise<void>[] = []
  const started = performance.now()
  for (let sent = 0; sent < seconds * PACED_PER_SECOND; ) {
    const due = Math.floor(((performance.now() - started) / 1000) * PACED_PER_SECOND)
    for (; sent < due; sent++) writing.push(emit.once().then(({ id, at }) => void committed.set(id, at)))
    await delay(1)
  }
  await Promise.all(writing)
  return committed
}

async function writeAsFastAsApplied(emit: Emitter, effects: Effects, seconds: number): Promise<void> {
  const started = performance.now()
  const write = async () => {
    while (performance.now() - started < seconds * 1000) {
      if (emit.count() - effects.at.size < UNAPPLIED_MAX) await emit.once()
      else await delay(1)
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, write))
  await effects.wait('', emit.count())
}
