import { businessMetrics } from './business-metrics.js'
import { gatewayMetrics } from './gateway-metrics.js'
import { listOf, type Metric } from './metric.js'
import { subgraphMetrics } from './subgraph-metrics.js'

/** Those of Node and the operating system that rules and dashboards use; prom-client exports more of them. */
export const processMetrics = listOf('every process', [
  ['waystone_build_info', 'gauge', 'version node', '1: the version of Waystone that runs, and that of Node'],
  ['process_start_time_seconds', 'gauge', '', 'when the process started'],
  ['process_cpu_seconds_total', 'counter', '', 'processor time of the process'],
  ['process_resident_memory_bytes', 'gauge', '', 'memory of the process'],
  ['nodejs_heap_size_used_bytes', 'gauge', '', 'memory of V8’s heap that is in use'],
  [
    'nodejs_eventloop_lag_p99_seconds',
    'gauge',
    '',
    'how late the event loop was, 99th percentile since the last scrape',
  ],
])

/** Written by commands, for the textfile collector of Prometheus’ node exporter. */
const textfileMetrics = listOf('textfile', [
  ['waystone_invariant_violations', 'gauge', 'invariant', 'violations that the last audit has found'],
  ['waystone_audit_last_run_timestamp_seconds', 'gauge', '', 'when the last audit that came to its end began'],
  [
    'waystone_backup_last_success_timestamp_seconds',
    'gauge',
    'kind',
    'the last good backup: `full`, `wal` or `logical`',
  ],
  ['waystone_restore_test_last_success_timestamp_seconds', 'gauge', '', 'the last restore that was tried and held'],
  [
    'waystone_restore_test_invariant_violations',
    'gauge',
    '',
    'violations that the audit of the last tried restore has found',
  ],
])

/** Every metric that Waystone exports; rules, dashboards and docs/metrics.md are made of it or checked by it. */
export const metrics: readonly Metric[] = [
  ...processMetrics,
  ...gatewayMetrics,
  ...subgraphMetrics,
  ...businessMetrics,
  ...textfileMetrics,
]
