import { drainMs, LIVE_CONNECTIONS_METRIC, PING_INTERVAL_MS } from '@waystone/gateway/deployment'
import { SHUTDOWN_TIMEOUT_MS } from '@waystone/kit/lifecycle'
import * as z from 'zod'
import { databaseOf } from '../base/databases.js'
import { containerSecurity } from '../base/pods.js'
import { titleOf, type KubernetesObject } from '../objects.js'
import { defaultOf, subgraphs } from '../processes.js'
import { podsOf, type Container, type Pod } from './pods.js'
import type { Secrets } from './secrets.js'
import { configMapsOf, environmentOf } from './settings.js'

const autoscaler = z.object({
  spec: z.object({
    scaleTargetRef: z.object({ name: z.string() }),
    maxReplicas: z.number(),
    metrics: z.array(
      z.object({
        pods: z
          .object({ metric: z.object({ name: z.string() }), target: z.object({ averageValue: z.coerce.number() }) })
          .optional(),
      }),
    ),
  }),
})
const cluster = z.object({
  spec: z.object({ postgresql: z.object({ parameters: z.object({ max_connections: z.coerce.number() }) }) }),
})
const replicas = z.object({ spec: z.object({ replicas: z.number().default(1) }) })

/** Of an instance, beside its pool: LISTEN, the lock of the relay, and the watch of a replica. */
const CONNECTIONS_BESIDE = 5
/** For migrations, jobs and operators. */
const CONNECTIONS_RESERVED = 15

/** Figures that contradict each other, or the limits of the code, once the processes run. */
export function runningProblems(objects: readonly KubernetesObject[], secrets: Secrets): readonly string[] {
  const maps = configMapsOf(objects)
  const pods = podsOf(objects)
  const setting = (name: string, of: string, byDefault: number): number => {
    const pod = pods.find(each => each.kind === 'Deployment' && each.name === name)
    const value = pod && environmentOf(pod.spec.containers[0] as Container, { maps, secrets }).env[of]
    return value === undefined ? byDefault : Number(value)
  }
  const liveConnections = setting('gateway', 'LIMIT_LIVE_CONNECTIONS', defaultOf('LIMIT_LIVE_CONNECTIONS'))
  return [
    ...pods.flatMap(podProblems),
    ...pods.flatMap(imageProblems),
    ...drainProblems(liveConnections),
    ...objects
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .flatMap(object => metricProblems(object, liveConnections)),
    ...connectionProblems(objects, name => setting(name, 'DB_MAX_CONNECTIONS', 20)),
    ...ingressProblems(objects, setting('gateway', 'BODY_MAX_BYTES', defaultOf('BODY_MAX_BYTES'))),
  ]
}

function podProblems({ title, kind, spec }: Pod): readonly string[] {
  const confined = spec.containers.flatMap(each =>
    Object.entries(containerSecurity)
      .filter(([name, value]) => JSON.stringify(each.securityContext[name]) !== JSON.stringify(value))
      .map(
        ([name, value]) => `${title}: expected securityContext.${name} of ${each.name} to be ${JSON.stringify(value)}`,
      ),
  )
  const { runAsNonRoot, seccompProfile } = spec.securityContext
  const restricted =
    runAsNonRoot === true && JSON.stringify(seccompProfile) === '{"type":"RuntimeDefault"}'
      ? []
      : [`${title}: expected runAsNonRoot and the seccomp profile RuntimeDefault`]
  const preStop = spec.containers[0]?.lifecycle?.preStop.sleep?.seconds
  const needed = (preStop ?? 0) + SHUTDOWN_TIMEOUT_MS / 1000
  const isKilled = kind === 'Deployment' && preStop !== undefined && spec.terminationGracePeriodSeconds < needed
  return [
    ...confined,
    ...restricted,
    ...(isKilled
      ? [
          `${title}: terminationGracePeriodSeconds is ${spec.terminationGracePeriodSeconds}; preStop and a shutdown take up to ${needed}`,
        ]
      : []),
  ]
}

/** A name without a tag, or with `latest`, is another image every day. */
const imageProblems = ({ title, spec }: Pod): readonly string[] =>
  spec.containers
    .filter(({ image }) => !/@sha256:[0-9a-f]{64}$|:(?!latest$)[\w.-]+$/.test(image))
    .map(({ image }) => `${title}: expected the image ${image} with a tag that is not latest, or with a digest`)

const drainProblems = (connections: number): readonly string[] =>
  drainMs(connections) <= SHUTDOWN_TIMEOUT_MS
    ? []
    : [
        `gateway: ${connections} live connections take ${drainMs(connections)} ms to send away; a shutdown has ${SHUTDOWN_TIMEOUT_MS}`,
      ]

function metricProblems(object: KubernetesObject, liveConnections: number): readonly string[] {
  const { metrics } = autoscaler.parse(object).spec
  return metrics.flatMap(({ pods }) => {
    if (pods === undefined) return []
    if (pods.metric.name !== LIVE_CONNECTIONS_METRIC)
      return [`${titleOf(object)}: no process exports ${pods.metric.name}`]
    return pods.target.averageValue < liveConnections
      ? []
      : [
          `${titleOf(object)}: a gateway refuses clients at ${liveConnections}, before ${pods.target.averageValue} ask for another gateway`,
        ]
  })
}

function connectionProblems(objects: readonly KubernetesObject[], poolOf: (name: string) => number): readonly string[] {
  const find = (kind: string, name: string) => objects.find(each => each.kind === kind && each.metadata.name === name)
  return subgraphs.flatMap(({ name }) => {
    const database = find('Cluster', databaseOf(name).cluster)
    const deployment = find('Deployment', name)
    if (database === undefined || deployment === undefined) return []
    const scaled = find('HorizontalPodAutoscaler', name)
    const instances = scaled ? autoscaler.parse(scaled).spec.maxReplicas : replicas.parse(deployment).spec.replicas
    const most = cluster.parse(database).spec.postgresql.parameters.max_connections
    // One more during a rolling restart.
    const needed = (instances + 1) * (poolOf(name) + CONNECTIONS_BESIDE) + CONNECTIONS_RESERVED
    return needed <= most
      ? []
      : [
          `Cluster ${databaseOf(name).cluster}: max_connections is ${most}; ${instances} instances of ${name} and one more while they restart may open ${needed}`,
        ]
  })
}

/** By the annotations of HAProxy's and nginx's controllers. */
const ingressProblems = (objects: readonly KubernetesObject[], bodyMaxBytes: number): readonly string[] =>
  objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(object => {
      const annotations = Object.entries(object.metadata.annotations ?? {})
      const short = annotations.filter(
        ([name, value]) => /timeout/.test(name) && Number.parseInt(value) * 1000 <= PING_INTERVAL_MS,
      )
      const small = annotations.filter(
        ([name, value]) => name.endsWith('/proxy-body-size') && Number(value) < bodyMaxBytes,
      )
      return [
        ...short.map(
          ([name, value]) =>
            `${titleOf(object)}: ${name} is ${value}; live connections are silent for ${PING_INTERVAL_MS / 1000} s`,
        ),
        ...small.map(
          ([name, value]) => `${titleOf(object)}: ${name} is ${value}; the gateway takes ${bodyMaxBytes} bytes`,
        ),
      ]
    })
