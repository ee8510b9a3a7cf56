import { lines, quantile, rate, type Dashboard } from '../dashboard.js'

export const events: Dashboard = {
  uid: 'waystone-events',
  title: 'Waystone: events and databases',
  rows: [
    {
      title: 'Events',
      panels: [
        lines('Waiting in outboxes', 'short', ['max by (producer) (waystone_outbox_backlog_events)', '{{producer}}']),
        lines('Oldest in outboxes', 's', ['max by (producer) (waystone_outbox_oldest_seconds)', '{{producer}}']),
        lines('Waiting for consumers', 'short', [
          'sum by (producer, group) (max by (producer, group, stream) (waystone_events_waiting))',
          '{{producer}} → {{group}}',
        ]),
        lines('Oldest that waits for a consumer', 's', [
          'max by (producer, group) (waystone_events_waiting_seconds)',
          '{{producer}} → {{group}}',
        ]),
        lines('p99 from event to effect', 's', [quantile(0.99, 'waystone_events_lag_seconds', 'group'), '{{group}}']),
        lines(
          'Applied and dropped as known',
          'ops',
          [rate('waystone_events_applied_total', 'group'), '{{group}}'],
          [rate('waystone_events_duplicate_total', 'group'), '{{group}} known'],
        ),
        lines(
          'Handed over, and again',
          'ops',
          [rate('waystone_outbox_relayed_total', 'producer'), '{{producer}}'],
          [rate('waystone_outbox_republished_total', 'producer'), '{{producer}} again'],
        ),
        lines(
          'Failures',
          'ops',
          [rate('waystone_events_failed_total', 'group, producer'), '{{group}} failed'],
          [rate('waystone_events_dead_total', 'group, producer'), '{{group}} dead'],
          [rate('waystone_events_refused_total', 'group, reason'), '{{group}} refused: {{reason}}'],
          [rate('waystone_event_checks_unanswered_total', 'group'), '{{group}} unconfirmed'],
        ),
        lines(
          'Set aside now',
          'short',
          ['max by (group, producer) (waystone_dead_letters)', 'dead: {{group}} of {{producer}}'],
          ['max by (group, producer) (waystone_refused_events)', 'refused: {{group}} of {{producer}}'],
        ),
        lines('Calls between services that were refused', 'ops', [
          rate('waystone_internal_calls_refused_total', 'service, status'),
          '{{service}} {{status}}',
        ]),
      ],
    },
    {
      title: 'Databases',
      panels: [
        lines('Connections', 'short', [
          'sum by (database, pool, state) (waystone_db_pool_connections)',
          '{{database}} {{pool}} {{state}}',
        ]),
        lines('Part of the connections in use', 'percentunit', [
          'sum by (database, pool) (waystone_db_pool_connections{state="active"}) / sum by (database, pool) (waystone_db_pool_connections_max)',
          '{{database}} {{pool}}',
        ]),
        lines('Waiting for a connection', 'short', [
          'sum by (database, pool) (waystone_db_pool_waiting)',
          '{{database}} {{pool}}',
        ]),
        lines('Replicas: lag', 's', ['max by (database) (waystone_replica_lag_seconds)', '{{database}}']),
        lines('Replicas: read', 'short', ['min by (database) (waystone_replica_used)', '{{database}}']),
        lines('Reads by who answered', 'ops', [
          rate('waystone_replica_reads_total', 'database, answer'),
          '{{database}} {{answer}}',
        ]),
        lines('Part of entities found in the cache', 'percentunit', [
          'sum by (namespace, kind) (rate(waystone_cache_reads_total{outcome="hit"}[$__rate_interval])) / sum by (namespace, kind) (rate(waystone_cache_reads_total[$__rate_interval]))',
          '{{namespace}} {{kind}}',
        ]),
        lines(
          'Caches declared void, unconfirmed invalidations',
          'ops',
          [rate('waystone_cache_generations_total', 'namespace'), '{{namespace}} void'],
          [rate('waystone_cache_unconfirmed_invalidations_total', 'namespace'), '{{namespace}} unconfirmed'],
        ),
      ],
    },
    {
      title: 'Backups and audits',
      panels: [
        lines('Age of the last good backup', 's', [
          'time() - max by (kind) (waystone_backup_last_success_timestamp_seconds)',
          '{{kind}}',
        ]),
        lines(
          'Age of the last restore that held, of the last audit',
          's',
          ['time() - max(waystone_restore_test_last_success_timestamp_seconds)', 'restore'],
          ['time() - max(waystone_audit_last_run_timestamp_seconds)', 'audit'],
        ),
        lines(
          'Violations',
          'short',
          ['max by (invariant) (waystone_invariant_violations) > 0', '{{invariant}}'],
          ['max(waystone_restore_test_invariant_violations)', 'in the restored backup'],
        ),
      ],
    },
  ],
}
