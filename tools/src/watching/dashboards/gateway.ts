import { lines, quantile, rate, type Dashboard } from '../dashboard.js'

const REQUESTS = 'waystone_gateway_request_duration_seconds'
const FETCHES = 'waystone_gateway_subgraph_duration_seconds'

export const gateway: Dashboard = {
  uid: 'waystone-gateway',
  title: 'Waystone: gateway',
  rows: [
    {
      title: 'Requests',
      panels: [
        lines('By operation', 'reqps', [rate(`${REQUESTS}_count`, 'operation'), '{{operation}}']),
        lines('p99 by operation', 's', [quantile(0.99, REQUESTS, 'operation'), '{{operation}}']),
        lines('In flight', 'short', ['sum by (instance) (waystone_gateway_requests_in_flight)', '{{instance}}']),
        lines('Turned away', 'reqps', [rate('waystone_gateway_turned_away_total', 'reason'), '{{reason}}']),
        lines(
          'Over a limit',
          'reqps',
          [rate('waystone_gateway_limits_exceeded_total', 'limit'), '{{limit}}'],
          [rate('waystone_gateway_rate_limited_total', 'limit'), 'rate of {{limit}}'],
        ),
        lines(
          'Costs of operations',
          'short',
          [quantile(0.5, 'waystone_gateway_operation_cost'), 'p50'],
          [quantile(0.99, 'waystone_gateway_operation_cost'), 'p99'],
        ),
        lines('Documents', 'reqps', [rate('waystone_gateway_trusted_documents_total', 'outcome'), '{{outcome}}']),
        lines(
          'Plans, repeated answers, entities',
          'ops',
          [rate('waystone_gateway_plans_total', 'outcome'), 'plan {{outcome}}'],
          [rate('waystone_gateway_repeated_answers_total', 'outcome'), 'answer {{outcome}}'],
          [rate('waystone_gateway_entity_cache_total', 'outcome'), 'entity {{outcome}}'],
        ),
        lines('Questions about policies', 'reqps', [
          rate('waystone_gateway_policy_duration_seconds_count', 'outcome'),
          '{{outcome}}',
        ]),
      ],
    },
    {
      title: 'Subgraphs',
      panels: [
        lines('Fetches', 'reqps', [rate(`${FETCHES}_count`, 'subgraph, outcome'), '{{subgraph}} {{outcome}}']),
        lines('p99 of fetches', 's', [quantile(0.99, FETCHES, 'subgraph'), '{{subgraph}}']),
        lines('Instances that get requests', 'short', ['sum by (target) (waystone_instance_healthy)', '{{target}}']),
        lines(
          'Failed tries, requests without an answer',
          'ops',
          [rate('waystone_instance_failures_total', 'target'), '{{target}} tries'],
          [rate('waystone_service_unavailable_total', 'target'), '{{target}} unanswered'],
        ),
        lines(
          'Supergraphs',
          'short',
          ['sum by (outcome) (increase(waystone_gateway_supergraph_loads_total[1h]))', '{{outcome}}'],
          ['count by (id) (waystone_gateway_supergraph_info)', 'serving {{id}}'],
        ),
        lines(
          'Workers',
          'short',
          ['sum by (instance, state) (waystone_gateway_workers)', '{{instance}} {{state}}'],
          ['sum by (instance) (increase(waystone_gateway_worker_losses_total[1h]))', '{{instance}} lost'],
        ),
      ],
    },
    {
      title: 'Live updates',
      panels: [
        lines('Connections', 'short', ['sum by (transport) (waystone_gateway_live_connections)', '{{transport}}']),
        lines(
          'Subscriptions, channels, upstreams',
          'short',
          ['sum(waystone_gateway_live_subscriptions)', 'subscriptions'],
          ['sum(waystone_gateway_live_channels)', 'channels'],
          ['sum(waystone_gateway_live_upstreams)', 'upstreams'],
        ),
        lines(
          'Answers',
          'ops',
          ['sum(rate(waystone_gateway_live_executions_total[$__rate_interval]))', 'executed'],
          ['sum(rate(waystone_gateway_live_messages_total[$__rate_interval]))', 'serialized'],
          ['sum(rate(waystone_gateway_live_deliveries_total[$__rate_interval]))', 'delivered'],
        ),
        lines(
          'Cut off, turned away, behind',
          'ops',
          [rate('waystone_gateway_live_cut_offs_total', 'reason'), 'cut off: {{reason}}'],
          [rate('waystone_gateway_live_turned_away_total', 'reason'), 'turned away: {{reason}}'],
          ['sum(rate(waystone_gateway_live_behind_total[$__rate_interval]))', 'behind'],
        ),
        lines('Subgraphs’ sockets', 'short', ['sum by (subgraph) (waystone_socket_connections)', '{{subgraph}}']),
        lines(
          'Messages and closings of sockets',
          'ops',
          [rate('waystone_socket_messages_total', 'subgraph'), '{{subgraph}}'],
          [rate('waystone_socket_closings_total', 'subgraph, code'), '{{subgraph}} closed {{code}}'],
        ),
        lines('Publications', 'ops', [
          rate('waystone_live_publications_total', 'namespace, outcome'),
          '{{namespace}} {{outcome}}',
        ]),
        lines('Followers', 'short', ['sum by (namespace) (waystone_live_followers)', '{{namespace}}']),
      ],
    },
  ],
}
