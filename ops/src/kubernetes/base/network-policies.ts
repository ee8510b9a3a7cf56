import { CLUSTER_LABEL, COMPONENT_LABEL, NAME_LABEL, podsNamed, type KubernetesObject } from '../objects.js'
import { processes, subgraphNames, type ServingProcess } from '../processes.js'
import { databaseOf, DATABASE_PORT } from './databases.js'
import { JOBS_OF_ALL_DATABASES } from './jobs.js'
import { REDIS_PORT } from './redis.js'

type Peer = Readonly<Record<string, unknown>>

const namespaceNamed = (name: string): Peer => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
})
/** Where an overlay has these elsewhere, it patches the policies. */
const INGRESS = namespaceNamed('ingress')
const MONITORING = namespaceNamed('monitoring')
const DATABASE_OPERATOR = namespaceNamed('cnpg-system')

/** The instance manager of CloudNativePG, and its metrics. */
const STATUS_PORT = 8000
const DATABASE_METRICS_PORT = 9187
/** Of the API server, before and behind its Service, and of object stores. */
const API_PORTS = [443, 6443]

const tcp = (...ports: readonly number[]) => ports.map(port => ({ protocol: 'TCP', port }))
const clusterPods = (subgraph: string): Peer => ({
  podSelector: { matchLabels: { [CLUSTER_LABEL]: databaseOf(subgraph).cluster } },
})

/** Refuses every connection that no process needs; a subgraph reaches its own database only. */
export const networkPolicies = (): readonly KubernetesObject[] => [
  policy('deny-all', { podSelector: {} }, { ingress: [], egress: [] }),
  policy('dns', { podSelector: {} }, { egress: [nameService] }),
  ...processes.map(ofProcess),
  ...subgraphNames.flatMap(subgraph => [ofDatabase(subgraph), ofMigration(subgraph)]),
  policy('redis', podsNamed('redis'), {
    ingress: [
      {
        from: [
          {
            podSelector: {
              matchExpressions: [
                { key: COMPONENT_LABEL, operator: 'In', values: ['gateway', 'subgraph', 'seed', 'audit'] },
              ],
            },
          },
        ],
        ports: tcp(REDIS_PORT),
      },
    ],
  }),
  policy('jobs', JOBS_OF_ALL_DATABASES, {
    egress: [
      { to: subgraphNames.map(clusterPods), ports: tcp(DATABASE_PORT) },
      { to: [podsNamed('redis')], ports: tcp(REDIS_PORT) },
      { to: [podsNamed('gateway')], ports: tcp(portsOf('gateway').port) },
    ],
  }),
]

const nameService = {
  to: [{ ...namespaceNamed('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
}

/** The console's overview asks every process for its metrics, by way of the gateway. */
const readsMetrics = (name: string): boolean => name === 'gateway'

function ofProcess(process: ServingProcess): KubernetesObject {
  const { name, port, metricsPort, calls, settings } = process
  const callers = processes.filter(each => each.calls.includes(name)).map(each => podsNamed(each.name))
  const called = calls.map(portsOf)
  return policy(name, podsNamed(name), {
    ingress: [
      { from: [...callers, ...(name === 'gateway' ? [INGRESS, JOBS_OF_ALL_DATABASES] : [])], ports: tcp(port) },
      { from: [MONITORING, podsNamed('gateway')], ports: tcp(metricsPort) },
    ],
    egress: [
      ...called.map(each => ({
        to: [podsNamed(each.name)],
        ports: tcp(each.port, ...(readsMetrics(name) ? [each.metricsPort] : [])),
      })),
      { to: [podsNamed('redis')], ports: tcp(REDIS_PORT) },
      ...(settings.includes('DATABASE_URL') ? [{ to: [clusterPods(name)], ports: tcp(DATABASE_PORT) }] : []),
    ],
  })
}

/**
 * Instances reach each other, the API server by which CloudNativePG elects, and the store of their backups.
 */
const ofDatabase = (subgraph: string): KubernetesObject =>
  policy(databaseOf(subgraph).cluster, clusterPods(subgraph), {
    ingress: [
      {
        from: [podsNamed(subgraph), podsNamed(`migrate-${subgraph}`), JOBS_OF_ALL_DATABASES],
        ports: tcp(DATABASE_PORT),
      },
      { from: [clusterPods(subgraph), DATABASE_OPERATOR], ports: tcp(DATABASE_PORT, STATUS_PORT) },
      { from: [MONITORING], ports: tcp(DATABASE_METRICS_PORT) },
    ],
    egress: [{ to: [clusterPods(subgraph)], ports: tcp(DATABASE_PORT, STATUS_PORT) }, { ports: tcp(...API_PORTS) }],
  })

const ofMigration = (subgraph: string): KubernetesObject =>
  policy(`migrate-${subgraph}`, podsNamed(`migrate-${subgraph}`), {
    egress: [{ to: [clusterPods(subgraph)], ports: tcp(DATABASE_PORT) }],
  })

function portsOf(name: string): ServingProcess {
  const found = processes.find(each => each.name === name)
  if (found === undefined) throw new Error(`There is no process ${name}`)
  return found
}

export function policy(
  name: string,
  of: Peer,
  rules: { readonly ingress?: readonly unknown[]; readonly egress?: readonly unknown[] },
): KubernetesObject {
  const policyTypes = [...(rules.ingress ? ['Ingress'] : []), ...(rules.egress ? ['Egress'] : [])]
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, labels: { [NAME_LABEL]: name } },
    spec: { ...of, policyTypes, ...rules },
  }
}
