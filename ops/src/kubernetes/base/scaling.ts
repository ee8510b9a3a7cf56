import { LIVE_CONNECTIONS_METRIC } from '@waystone/gateway/deployment'
import { labelsOf, podsNamed, type KubernetesObject } from '../objects.js'
import { defaultOf, processes, type ServingProcess } from '../processes.js'

const CPU_PERCENT = 70
/** Of the connections that a gateway admits: the rest is for the clients of a gateway that goes. */
const CONNECTIONS_SHARE = 0.7
const INSTANCES_MIN = 2
const GATEWAYS_MAX = 12
/** As many as the connections of a database allow: `check` counts them. */
const SUBGRAPHS_MAX = 6

export const scaling = (): readonly KubernetesObject[] =>
  processes.flatMap(each => [autoscaler(each), disruptionBudget(each)])

const cpu = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: CPU_PERCENT } },
}

/** Clients stay where they are connected, so only their number tells that a gateway is full. */
const liveConnections = {
  type: 'Pods',
  pods: {
    metric: { name: LIVE_CONNECTIONS_METRIC },
    target: {
      type: 'AverageValue',
      averageValue: String(Math.floor(defaultOf('LIMIT_LIVE_CONNECTIONS') * CONNECTIONS_SHARE)),
    },
  },
}

function autoscaler({ name, component }: ServingProcess): KubernetesObject {
  const isGateway = component === 'gateway'
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, labels: labelsOf(name, component) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: INSTANCES_MIN,
      maxReplicas: isGateway ? GATEWAYS_MAX : SUBGRAPHS_MAX,
      metrics: isGateway ? [cpu, liveConnections] : [cpu],
      // Each instance that goes sends its clients away: slowly, and one at a time.
      behavior: {
        scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }] },
        scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 2, periodSeconds: 30 }] },
      },
    },
  }
}

/** The drain of a machine takes one instance of a process at a time. */
const disruptionBudget = ({ name, component }: ServingProcess): KubernetesObject => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, labels: labelsOf(name, component) },
  spec: { maxUnavailable: 1, selector: podsNamed(name).podSelector, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
})
