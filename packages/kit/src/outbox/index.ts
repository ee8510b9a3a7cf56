export { announceRows } from './announce.js'
export { announceAfterCommit, appendEvents, eventParameters, insertEvents } from './append-events.js'
export { countEvents, countEventsOn, type CountsOfEvent } from './count-events.js'
export { createBatchHandler, type BatchHandler } from './batch-handler.js'
export { withCheck } from './denied-events.js'
export { createInProcessEventBus } from './in-process-event-bus.js'
export { createRedisEventBus } from './redis-event-bus.js'
export { followEvents } from './follow-events.js'
export { countDeadLetters, listDeadLetters, type DeadLetter, type DeadLetterFilter } from './dead-letters.js'
export {
  createDeadLetterDesk,
  type DeadLetterDesk,
  type DeadLetterPage,
  type DeadLetterResult,
  type ShownDeadLetter,
} from './dead-letter-desk.js'
export {
  replayDeadLetters,
  type ReplayedEvent,
  type ReplayRequest,
  type ReplayResult,
} from './replay-dead-letters.js'
export {
  countRefusedEvents,
  deleteRefusedEvent,
  deleteRefusedEventsOf,
  listRefusedEvents,
  type RefusedEvent,
} from './refused-events.js'
export { replayRefusedEvents, type ReplayedRefusal } from './replay-refused-events.js'
export { createEventKeys, type EventKeys } from './event-signatures.js'
export { developmentKeys, eventKeyPairOf, newEventKeyPair, publicKeyOf, type EventKeyPair } from './event-keys.js'
export type { AfterCommit, EventBus, EventEnvelope, EventHandler } from './event-bus.js'
export { recordAdminAction } from './record-admin-action.js'
export { listWaitingEvents, measureBacklog, type WaitingEvent } from './outbox-rows.js'
export { measureSetAside } from './set-aside-metrics.js'
export { keepInboxShort } from './prune-inbox.js'
export type { RetryPolicy } from './failures.js'
