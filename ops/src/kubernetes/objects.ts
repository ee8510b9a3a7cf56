/** An object of the Kubernetes API, as a manifest has it. */
export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly [field: string]: unknown
}

/** The part of a process in the system, which its pods are labelled by. */
export type Component = 'gateway' | 'subgraph' | 'redis' | 'migration' | 'seed' | 'audit'

export const NAME_LABEL = 'app.kubernetes.io/name'
export const COMPONENT_LABEL = 'app.kubernetes.io/component'
/** CloudNativePG labels all pods of a cluster by it, those of its jobs as well. */
export const CLUSTER_LABEL = 'cnpg.io/cluster'

export const labelsOf = (name: string, component: Component) => ({
  [NAME_LABEL]: name,
  [COMPONENT_LABEL]: component,
  'app.kubernetes.io/part-of': 'waystone',
})

export const podsNamed = (name: string) => ({ podSelector: { matchLabels: { [NAME_LABEL]: name } } })

/** Shown in messages: `Deployment users`. */
export const titleOf = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.name}`
