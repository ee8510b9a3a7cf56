import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'
import { createEventKeys, createRedisEventBus, developmentKeys } from '../outbox/index.js'
import { createPool } from '../postgres/index.js'

// Run as a process of its own by a test that kills it: consumes events and never finishes one.
const bus = createRedisEventBus({
  url: process.env['LAB_REDIS_URL'] ?? '',
  logger: createLogger({ name: 'stuck', level: 'silent' }),
  metrics: createMetrics({ service: 'stuck' }),
  consumers: { producer: ['consumer'] },
  keys: createEventKeys(developmentKeys(['producer'])),
})
await bus.consume({
  group: 'consumer',
  producers: ['producer'],
  pool: createPool({ connectionString: process.env['LAB_DATABASE_URL'] }),
  handle: () => new Promise(() => undefined),
})
process.send?.('ready')
