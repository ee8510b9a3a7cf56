import { createLogger } from '@waystone/kit/logger'
import { createMetrics } from '@waystone/kit/metrics'
import { createEventKeys, createRedisEventBus, developmentKeys } from '@waystone/kit/outbox'
import { createDatabase } from '@waystone/kit/postgres'

/** The consuming side of events.ts, in a process of its own: notes one row an event, and says when it was committed. */
const [redisUrl = '', databaseUrl = ''] = process.argv.slice(2)
const REPORT_INTERVAL_MS = 20

const logger = createLogger({ name: 'bench-consumer', level: 'warn' })
const database = createDatabase({ url: databaseUrl, maxConnections: 20, applicationName: 'bench-consumer', logger })
await database.primary.query('create table effect (event_id uuid primary key, user_id uuid not null)')
const bus = createRedisEventBus({
  url: redisUrl,
  logger,
  metrics: createMetrics({ service: 'bench-consumer', processMetrics: false }),
  consumers: { users: ['quests'] },
  keys: createEventKeys(developmentKeys(['users'])),
})

let applied: [id: string, at: number][] = []
await bus.consume({
  group: 'quests',
  producers: ['users'],
  pool: database.primary,
  handle: async (event, tx) => {
    const values = [event.id, event.aggregateId]
    await tx.query({ name: 'effect', text: 'insert into effect (event_id, user_id) values ($1, $2)', values })
    return () => {
      applied.push([event.id, performance.timeOrigin + performance.now()])
      return Promise.resolve()
    }
  },
})

// In batches: telling of each one alone would be a good part of the work.
setInterval(() => {
  if (applied.length === 0) return
  process.send?.(applied)
  applied = []
}, REPORT_INTERVAL_MS)
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
process.send?.([])
