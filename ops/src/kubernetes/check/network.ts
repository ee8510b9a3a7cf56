import * as z from 'zod'
import { CLUSTER_LABEL, type KubernetesObject } from '../objects.js'
import { REDIS_PORT } from '../base/redis.js'
import { databaseOf, DATABASE_PORT } from '../base/databases.js'
import { processes } from '../processes.js'
import { matches, podsOf } from './pods.js'

const selector = z.object({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.enum(['In', 'Exists']), values: z.array(z.string()).default([]) }))
    .default([]),
})
const peer = z.object({
  podSelector: selector.optional(),
  namespaceSelector: selector.optional(),
  ipBlock: z.object({ cidr: z.string() }).optional(),
})
const ports = z.array(z.object({ port: z.number() })).optional()
const policies = z.object({
  spec: z.object({
    podSelector: selector,
    policyTypes: z.array(z.string()),
    ingress: z.array(z.object({ from: z.array(peer).optional(), ports })).default([]),
    egress: z.array(z.object({ to: z.array(peer).optional(), ports })).default([]),
  }),
})

type Labels = Readonly<Record<string, string>>

/** A pod, of our namespace unless that is said. */
export interface Endpoint {
  readonly labels: Labels
  readonly namespace?: string
}

/** The pods of a Deployment or job, by its name. */
export function podNamed(objects: readonly KubernetesObject[], name: string): Endpoint {
  const found = podsOf(objects).find(pod => pod.name === name)
  return { labels: found?.metadata.labels ?? {} }
}

export const databasePod = (subgraph: string): Endpoint => ({
  labels: { [CLUSTER_LABEL]: databaseOf(subgraph).cluster },
})

const selects = ({ matchLabels, matchExpressions }: z.infer<typeof selector>, labels: Labels): boolean =>
  matches(labels, matchLabels) &&
  matchExpressions.every(({ key, operator, values }) => {
    const value = labels[key]
    return value !== undefined && (operator === 'Exists' || values.includes(value))
  })

/** Tells whether the network policies let a pod open a connection to another, by the rules of Kubernetes. */
export function createReachability(objects: readonly KubernetesObject[]) {
  const known = objects.filter(({ kind }) => kind === 'NetworkPolicy').map(object => policies.parse(object).spec)

  const isPeer = ({ podSelector, namespaceSelector, ipBlock }: z.infer<typeof peer>, pod: Endpoint): boolean => {
    if (ipBlock !== undefined) return false
    const isNamespace =
      namespaceSelector === undefined
        ? pod.namespace === undefined
        : selects(namespaceSelector, { 'kubernetes.io/metadata.name': pod.namespace ?? '' })
    return isNamespace && (podSelector === undefined || selects(podSelector, pod.labels))
  }
  const allows = (
    rules: readonly { peers: z.infer<typeof peer>[] | undefined; ports: z.infer<typeof ports> }[],
    other: Endpoint,
    port: number,
  ): boolean =>
    rules.some(
      rule =>
        (rule.peers === undefined || rule.peers.some(each => isPeer(each, other))) &&
        (rule.ports === undefined || rule.ports.some(each => each.port === port)),
    )
  const lets = (type: 'Ingress' | 'Egress', pod: Endpoint, other: Endpoint, port: number): boolean => {
    if (pod.namespace !== undefined) return true
    const own = known.filter(
      ({ podSelector, policyTypes }) => policyTypes.includes(type) && selects(podSelector, pod.labels),
    )
    const rules = own.flatMap(({ ingress, egress }) =>
      type === 'Ingress'
        ? ingress.map(rule => ({ peers: rule.from, ports: rule.ports }))
        : egress.map(rule => ({ peers: rule.to, ports: rule.ports })),
    )
    return own.length === 0 || allows(rules, other, port)
  }
  return (from: Endpoint, to: Endpoint, port: number): boolean =>
    lets('Egress', from, to, port) && lets('Ingress', to, from, port)
}

/** Ways that a process needs and that the policies close. */
export function networkProblems(objects: readonly KubernetesObject[]): readonly string[] {
  const reaches = createReachability(objects)
  const pod = (name: string) => podNamed(objects, name)
  return processes.flatMap(({ name, calls, settings }) => {
    const needs: readonly (readonly [string, Endpoint, number])[] = [
      ...processes
        .filter(other => calls.includes(other.name))
        .map(other => [other.name, pod(other.name), other.port] as const),
      ['redis', pod('redis'), REDIS_PORT],
      ...(settings.includes('DATABASE_URL') ? [['its database', databasePod(name), DATABASE_PORT] as const] : []),
    ]
    return needs
      .filter(([, to, port]) => !reaches(pod(name), to, port))
      .map(([title, , port]) => `the network policies keep ${name} from ${title}, port ${port}`)
  })
}
