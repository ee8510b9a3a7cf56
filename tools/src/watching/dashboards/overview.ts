import { lines, number, quantile, rate, type Dashboard } from '../dashboard.js'

const REQUESTS = 'waystone_gateway_request_duration_seconds'

export const overview: Dashboard = {
  uid: 'waystone-overview',
  title: 'Waystone: overview',
  rows: [
    {
      title: 'Now',
      panels: [
        number('Processes that answer', 'short', 'sum(up{job="waystone"})'),
        number('Characters in the world', 'short', 'sum(waystone_world_players)'),
        number('Live connections', 'short', 'sum(waystone_gateway_live_connections)'),
        number('Dead letters', 'short', 'sum(max by (group, producer) (waystone_dead_letters))'),
        number(
          'Violated invariants',
          'short',
          'count(max by (invariant) (waystone_invariant_violations) > 0) or vector(0)',
        ),
        number(
          'Age of the last full backup',
          's',
          'time() - max(waystone_backup_last_success_timestamp_seconds{kind="full"})',
        ),
      ],
    },
    {
      title: 'Objectives: 99.9 % without a fault, 99 % within 250 ms',
      panels: [
        lines(
          'Burn of the availability budget',
          'short',
          ['waystone:fault_ratio:rate1h / 0.001', '1 h'],
          ['waystone:fault_ratio:rate6h / 0.001', '6 h'],
          ['waystone:fault_ratio:rate3d / 0.001', '3 d'],
        ),
        lines(
          'Burn of the latency budget',
          'short',
          ['waystone:slow_ratio:rate1h / 0.01', '1 h'],
          ['waystone:slow_ratio:rate6h / 0.01', '6 h'],
          ['waystone:slow_ratio:rate3d / 0.01', '3 d'],
        ),
        lines(
          'Requests',
          'reqps',
          [rate(`${REQUESTS}_count`, 'outcome'), '{{outcome}}'],
          ['sum(rate(waystone_gateway_faults_total[$__rate_interval]))', 'faults'],
        ),
        lines(
          'Time to the answer',
          's',
          [quantile(0.5, REQUESTS), 'p50'],
          [quantile(0.95, REQUESTS), 'p95'],
          [quantile(0.99, REQUESTS), 'p99'],
        ),
      ],
    },
    {
      title: 'Processes',
      panels: [
        lines('Processor time', 'percentunit', [
          'sum by (service, instance) (rate(process_cpu_seconds_total{job="waystone"}[$__rate_interval]))',
          '{{service}} {{instance}}',
        ]),
        lines('Memory', 'bytes', [
          'sum by (service, instance) (process_resident_memory_bytes{job="waystone"})',
          '{{service}} {{instance}}',
        ]),
        lines('Heap in use', 'bytes', [
          'sum by (service, instance) (nodejs_heap_size_used_bytes{job="waystone"})',
          '{{service}} {{instance}}',
        ]),
        lines('Lateness of event loops, p99', 's', [
          'max by (service, instance) (nodejs_eventloop_lag_p99_seconds{job="waystone"})',
          '{{service}} {{instance}}',
        ]),
        lines('Age of processes', 's', [
          'time() - max by (service, instance) (process_start_time_seconds{job="waystone"})',
          '{{service}} {{instance}}',
        ]),
        lines('Versions', 'short', ['count by (version, node) (waystone_build_info)', '{{version}} on Node {{node}}']),
      ],
    },
  ],
}
