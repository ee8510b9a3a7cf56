export { appendEvents } from './append-events.js'
export { createInProcessEventBus } from './in-process-event-bus.js'
export { createRedisEventBus } from './redis-event-bus.js'
export type { AfterCommit, EventBus, EventEnvelope, EventHandler } from './event-bus.js'
