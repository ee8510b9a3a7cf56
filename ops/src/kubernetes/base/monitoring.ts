import { LIVE_CONNECTIONS_METRIC } from '@waystone/gateway/deployment'
import { CLUSTER_LABEL, COMPONENT_LABEL, type KubernetesObject } from '../objects.js'

/** A pod that serves metrics, found by Prometheus Operator. */
const podMonitor = (name: string, selector: Readonly<Record<string, unknown>>): KubernetesObject => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PodMonitor',
  metadata: { name },
  spec: { selector, podMetricsEndpoints: [{ port: 'metrics', path: '/metrics', interval: '15s' }] },
})

/** Pods, not Services: metrics have a port that no Service shows. */
export const podMonitors = (): readonly KubernetesObject[] => [
  podMonitor('waystone', {
    matchExpressions: [{ key: COMPONENT_LABEL, operator: 'In', values: ['gateway', 'subgraph'] }],
  }),
  podMonitor('databases', {
    matchExpressions: [
      { key: CLUSTER_LABEL, operator: 'Exists' },
      { key: 'cnpg.io/podRole', operator: 'In', values: ['instance'] },
    ],
  }),
]

/**
 * The values of prometheus-adapter's chart that make the custom metric of the gateway's autoscaler. The
 * gateway exports it for each transport.
 */
export const adapterValues = () => ({
  rules: {
    custom: [
      {
        seriesQuery: `${LIVE_CONNECTIONS_METRIC}{namespace!="",pod!=""}`,
        resources: { overrides: { namespace: { resource: 'namespace' }, pod: { resource: 'pod' } } },
        name: { as: LIVE_CONNECTIONS_METRIC },
        metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)',
      },
    ],
  },
})
