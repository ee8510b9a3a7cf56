import { DNS_INTERVAL_MS } from '@waystone/kit/discovery'
import { READY_TIMEOUT_MS } from '@waystone/kit/http'
import { SHUTDOWN_TIMEOUT_MS } from '@waystone/kit/lifecycle'
import { labelsOf, podsNamed, type KubernetesObject } from '../objects.js'
import { processes, type ServingProcess } from '../processes.js'
import { INTERNAL_SECRETS } from '../secrets.js'
import { environmentOf, instancesOf, settingsSources } from './environment.js'
import { containerSecurity, memoryVolume, NODE_UID, podDefaults, podSecurity, spread } from './pods.js'

export const IMAGE = 'waystone'

/** Until load balancers and proxies of nodes have heard that a pod is going. */
const ENDPOINTS_SECONDS = 5
/** And until callers that look the name up have done so again. */
export const PRE_STOP_SECONDS = ENDPOINTS_SECONDS + Math.ceil(DNS_INTERVAL_MS / 1000)
const MARGIN_SECONDS = 5
/** The kubelet kills what is left after this time, which contains the preStop hook. */
export const GRACE_SECONDS = PRE_STOP_SECONDS + Math.ceil(SHUTDOWN_TIMEOUT_MS / 1000) + MARGIN_SECONDS
/**
 * A subgraph migrates its database before it serves; a migration that rewrites a large table takes its time.
 */
const START_SECONDS_MAX = 600

const REQUESTS: Readonly<Record<string, { cpu: string; memory: string; limit: string }>> = {
  gateway: { cpu: '1', memory: '768Mi', limit: '1536Mi' },
  characters: { cpu: '500m', memory: '512Mi', limit: '1Gi' },
}
const REQUESTS_OF_OTHERS = { cpu: '250m', memory: '384Mi', limit: '768Mi' }

/** The Deployment and the Services of each process. */
export const workloads = (): readonly KubernetesObject[] =>
  processes.flatMap(each => [deployment(each), ...services(each)])

function deployment(process: ServingProcess): KubernetesObject {
  const { name, component } = process
  const labels = labelsOf(name, component)
  const { podSelector } = podsNamed(name)
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    // No `replicas`: the autoscaler has them, and another apply would take them from it.
    spec: {
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: podSelector,
      template: {
        metadata: { labels },
        spec: {
          ...podDefaults,
          serviceAccountName: 'waystone',
          securityContext: podSecurity(NODE_UID),
          terminationGracePeriodSeconds: GRACE_SECONDS,
          topologySpreadConstraints: spread(podSelector.matchLabels),
          containers: [container(process)],
          volumes,
        },
      },
    },
  }
}

function container(process: ServingProcess) {
  const { name, command, port, metricsPort } = process
  const { cpu, memory, limit } = REQUESTS[name] ?? REQUESTS_OF_OTHERS
  return {
    name,
    image: IMAGE,
    command,
    ports: [
      { name: 'http', containerPort: port },
      { name: 'metrics', containerPort: metricsPort },
    ],
    env: environmentOf(process, processes),
    envFrom: settingsSources(name),
    ...probes,
    // The process serves on while it is taken out of the list of endpoints.
    lifecycle: { preStop: { sleep: { seconds: PRE_STOP_SECONDS } } },
    resources: { requests: { cpu, memory }, limits: { memory: limit } },
    securityContext: containerSecurity,
    volumeMounts,
  }
}

const probe = (path: string, more: Readonly<Record<string, number>>) => ({ httpGet: { path, port: 'http' }, ...more })

const READY_SECONDS = Math.ceil(READY_TIMEOUT_MS / 1000) + 1
/** A failing database makes a process unready, and is no reason to restart it. */
const probes = {
  startupProbe: probe('/healthz', { periodSeconds: 2, timeoutSeconds: 2, failureThreshold: START_SECONDS_MAX / 2 }),
  livenessProbe: probe('/healthz', { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }),
  readinessProbe: probe('/readyz', { periodSeconds: 5, timeoutSeconds: READY_SECONDS, failureThreshold: 2 }),
}

export const volumes = [
  memoryVolume('tmp', '64Mi'),
  { name: 'internal-secrets', secret: { secretName: INTERNAL_SECRETS, optional: true } },
]

export const volumeMounts = [
  { name: 'tmp', mountPath: '/tmp' },
  { name: 'internal-secrets', mountPath: '/run/secrets/waystone', readOnly: true },
]

/** A name with an address for each ready instance; for clients of the gateway also one that is balanced. */
function services({ name, component, port }: ServingProcess): readonly KubernetesObject[] {
  const service = (serviceName: string, spec: Readonly<Record<string, unknown>>): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName, labels: labelsOf(name, component) },
    spec: {
      ...spec,
      selector: podsNamed(name).podSelector.matchLabels,
      ports: [{ name: 'http', port, targetPort: 'http' }],
    },
  })
  const instances = service(instancesOf(name), { clusterIP: 'None' })
  return name === instancesOf(name) ? [instances] : [service(name, {}), instances]
}
