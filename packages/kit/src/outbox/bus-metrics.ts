import { sharedCounter, sharedGauge, sharedHistogram, type Registry } from '../metrics/index.js'

const LAG_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300]

/** Metrics for operators: the size of the backlog, its age, and the number of dead letters. */
export function createBusMetrics(registry: Registry) {
  return {
    backlog: sharedGauge(registry, {
      name: 'waystone_outbox_backlog_events',
      help: 'Events in the outbox that some consumer has not acknowledged yet',
      labelNames: ['producer'],
    }),
    oldest: sharedGauge(registry, {
      name: 'waystone_outbox_oldest_seconds',
      help: 'Age of the oldest event in the outbox, 0 when it is empty',
      labelNames: ['producer'],
    }),
    waiting: sharedGauge(registry, {
      name: 'waystone_events_waiting',
      help: 'Events that were handed over and that a consumer has not applied yet, by the stream that they are in',
      labelNames: ['producer', 'group', 'stream'],
    }),
    waitingSeconds: sharedGauge(registry, {
      name: 'waystone_events_waiting_seconds',
      help: 'How long the oldest event of a stream has waited for a consumer, 0 when none waits',
      labelNames: ['producer', 'group', 'stream'],
    }),
    relayed: sharedCounter(registry, {
      name: 'waystone_outbox_relayed_total',
      help: 'Events handed to the transport, repetitions included',
      labelNames: ['producer'],
    }),
    republished: sharedCounter(registry, {
      name: 'waystone_outbox_republished_total',
      help: 'Events to be sent again because the transport lost its end, or because the relay began anew',
      labelNames: ['producer'],
    }),
    applied: sharedCounter(registry, {
      name: 'waystone_events_applied_total',
      help: 'Events whose effect was committed',
      labelNames: ['group', 'producer'],
    }),
    duplicates: sharedCounter(registry, {
      name: 'waystone_events_duplicate_total',
      help: 'Deliveries dropped because the inbox knew the event',
      labelNames: ['group', 'producer'],
    }),
    failed: sharedCounter(registry, {
      name: 'waystone_events_failed_total',
      help: 'Attempts to apply an event that failed',
      labelNames: ['group', 'producer'],
    }),
    dead: sharedCounter(registry, {
      name: 'waystone_events_dead_total',
      help: 'Events set aside as dead letters, those parked behind another included',
      labelNames: ['group', 'producer'],
    }),
    refused: sharedCounter(registry, {
      name: 'waystone_events_refused_total',
      help: 'Events that are not shown to be their producer’s, that it denies, or that may have been applied before',
      labelNames: ['group', 'producer', 'reason'],
    }),
    unanswered: sharedCounter(registry, {
      name: 'waystone_event_checks_unanswered_total',
      help: 'Times that a producer did not say whether it knows its events, which wait meanwhile',
      labelNames: ['group', 'producer'],
    }),
    lag: sharedHistogram(registry, {
      name: 'waystone_events_lag_seconds',
      help: 'From when an event occurred to when its effect was committed',
      labelNames: ['group', 'producer'],
      buckets: LAG_BUCKETS_SECONDS,
    }),
  }
}

export type BusMetrics = ReturnType<typeof createBusMetrics>
