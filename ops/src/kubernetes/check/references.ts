import * as z from 'zod'
import { titleOf, type KubernetesObject } from '../objects.js'
import { matches, podsOf } from './pods.js'

const labels = z.record(z.string(), z.string())
const service = z.object({
  spec: z.object({
    selector: labels,
    ports: z.array(z.object({ name: z.string(), targetPort: z.union([z.string(), z.number()]) })),
  }),
})
const budget = z.object({ spec: z.object({ selector: z.object({ matchLabels: labels }) }) })
const autoscaler = z.object({ spec: z.object({ scaleTargetRef: z.object({ kind: z.string(), name: z.string() }) }) })
const ingress = z.object({
  spec: z.object({
    rules: z.array(
      z.object({
        http: z.object({
          paths: z.array(
            z.object({
              backend: z.object({ service: z.object({ name: z.string(), port: z.object({ name: z.string() }) }) }),
            }),
          ),
        }),
      }),
    ),
  }),
})
const cluster = z.object({
  spec: z.object({
    plugins: z.array(z.object({ parameters: z.object({ barmanObjectName: z.string() }) })).default([]),
  }),
})
const scheduledBackup = z.object({ spec: z.object({ cluster: z.object({ name: z.string() }) }) })

/** Objects that name or select what is not there: the API server takes them without a word. */
export function referenceProblems(objects: readonly KubernetesObject[]): readonly string[] {
  const pods = podsOf(objects)
  const has = (kind: string, name: string) => objects.some(each => each.kind === kind && each.metadata.name === name)
  const absent = (kind: string, name: string) => (has(kind, name) ? [] : [`there is no ${kind} ${name}`])
  const selected = (wanted: Readonly<Record<string, string>>) =>
    pods.filter(pod => matches(pod.metadata.labels, wanted))

  const of: Readonly<Record<string, (object: KubernetesObject) => readonly string[]>> = {
    Service: object => {
      const { selector, ports } = service.parse(object).spec
      const found = selected(selector)
      if (found.length === 0) return ['it selects no pod']
      const names = new Set(
        found.flatMap(({ spec }) => spec.containers.flatMap(each => each.ports.map(({ name }) => name))),
      )
      return ports
        .filter(({ targetPort }) => typeof targetPort === 'string' && !names.has(targetPort))
        .map(({ targetPort }) => `its pods have no port ${targetPort}`)
    },
    PodDisruptionBudget: object =>
      selected(budget.parse(object).spec.selector.matchLabels).length === 0 ? ['it selects no pod'] : [],
    HorizontalPodAutoscaler: object => {
      const { kind, name } = autoscaler.parse(object).spec.scaleTargetRef
      return absent(kind, name)
    },
    Ingress: object =>
      ingress.parse(object).spec.rules.flatMap(({ http }) =>
        http.paths.flatMap(({ backend }) => {
          const { name, port } = backend.service
          const target = objects.find(each => each.kind === 'Service' && each.metadata.name === name)
          if (target === undefined) return absent('Service', name)
          const isThere = service.parse(target).spec.ports.some(each => each.name === port.name)
          return isThere ? [] : [`the Service ${name} has no port ${port.name}`]
        }),
      ),
    Cluster: object =>
      cluster
        .parse(object)
        .spec.plugins.flatMap(({ parameters }) => absent('ObjectStore', parameters.barmanObjectName)),
    ScheduledBackup: object => absent('Cluster', scheduledBackup.parse(object).spec.cluster.name),
  }
  const namespaces = new Set(
    objects.filter(({ kind }) => kind !== 'Namespace').map(({ metadata }) => metadata.namespace),
  )
  return [
    ...objects.flatMap(object => (of[object.kind]?.(object) ?? []).map(problem => `${titleOf(object)}: ${problem}`)),
    ...(namespaces.size > 1
      ? [`expected one namespace, not ${[...namespaces].map(String).toSorted().join(', ')}`]
      : []),
  ]
}
