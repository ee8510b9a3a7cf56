import { ConfigError } from '@waystone/kit/config'
import * as z from 'zod'
import type { KubernetesObject } from '../objects.js'
import { newSecrets } from '../new-secrets.js'
import { processes, type ServingProcess } from '../processes.js'
import { isSecret, SECRET } from '../secrets.js'
import { podsOf, type Container, type Pod } from './pods.js'
import type { Secrets } from './secrets.js'

/** Read by Node, OpenSSL and OpenTelemetry rather than by our settings. */
const OF_LIBRARIES = /^(OTEL_\w+|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|TZ)$/
/** They name a file that only the container has. */
const FILES = /_FILE$|^(EXPLORER_TABS|TRUSTED_DOCUMENTS|SUPERGRAPH|SUPERGRAPH_CONTRACT|APPLE_ROOT_CERTIFICATES)$/
/** Stands for a secret that only the cluster knows. */
const UNKNOWN = 'x'.repeat(43)

const configMap = z.object({ data: z.record(z.string(), z.string()).default({}) })

export type ConfigMaps = ReadonlyMap<string, Readonly<Record<string, string>>>

export const configMapsOf = (objects: readonly KubernetesObject[]): ConfigMaps =>
  new Map(
    objects
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(object => [object.metadata.name, configMap.parse(object).data]),
  )

/** Problems of the settings of each process, which reads its environment as it will in the cluster. */
export function settingsProblems(objects: readonly KubernetesObject[], secrets: Secrets): readonly string[] {
  const maps = configMapsOf(objects)
  const pods = podsOf(objects)
  return processes.flatMap(process => {
    const pod = pods.find(({ kind, name }) => kind === 'Deployment' && name === process.name)
    if (pod === undefined) return [`there is no Deployment ${process.name}`]
    return [...mapProblems(process, pod, maps), ...configProblems(process, pod, { maps, secrets })]
  })
}

/** The container of our own image. */
const own = ({ spec: { containers } }: Pod): Container => containers[0] as Container

function mapProblems(process: ServingProcess, pod: Pod, maps: ConfigMaps): readonly string[] {
  const { env, envFrom } = own(pod)
  const decided = new Set(env.map(({ name }) => name))
  const known = (name: string, isShared: boolean) =>
    OF_LIBRARIES.test(name) || (isShared ? processes : [process]).some(({ settings }) => settings.includes(name))
  return envFrom.flatMap(({ configMapRef: { name: map } = { name: '' } }) => {
    const data = maps.get(map)
    if (data === undefined) return [`there is no ConfigMap ${map}: ${pod.title} needs it`]
    const isShared = !map.startsWith(`${process.name}-`)
    return Object.keys(data).flatMap(name => {
      if (isSecret(name)) return [`the ConfigMap ${map} has ${name}, which is secret: the Secret ${SECRET} is for it`]
      if (!known(name, isShared))
        return [`the ConfigMap ${map} has ${name}, which is no setting of ${isShared ? 'any process' : process.name}`]
      return decided.has(name)
        ? [`the ConfigMap ${map} has ${name}, which the base decides: ${pod.title} would not see it`]
        : []
    })
  })
}

function configProblems(
  process: ServingProcess,
  pod: Pod,
  given: { maps: ConfigMaps; secrets: Secrets },
): readonly string[] {
  const { env, samples } = environmentOf(own(pod), given)
  try {
    process.readConfig(env)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const isSample = (problem: string) =>
      samples.some(name => problem.startsWith(`${name}:`) || problem.startsWith(`${name}.`))
    return error.problems.filter(problem => !isSample(problem)).map(problem => `${pod.title}: ${problem}`)
  }
}

/**
 * The environment of a container, as the kubelet makes it.
 * @returns also the settings whose values only the cluster knows: secrets, for which there are samples, and
 * files
 */
export function environmentOf(
  { env, envFrom }: Container,
  {
    maps,
    secrets,
    podIp = '10.0.0.1',
  }: { readonly maps: ConfigMaps; readonly secrets: Secrets; readonly podIp?: string },
): { readonly env: Readonly<Record<string, string>>; readonly samples: readonly string[] } {
  const made: Readonly<Record<string, string>> = newSecrets()
  const values: Record<string, string> = {}
  for (const { configMapRef } of envFrom) Object.assign(values, maps.get(configMapRef?.name ?? ''))
  const samples = Object.keys(values).filter(name => FILES.test(name))
  for (const { name, value, valueFrom } of env) {
    if (valueFrom?.fieldRef !== undefined) values[name] = podIp
    else if (valueFrom?.secretKeyRef !== undefined) {
      const { name: secret, key } = valueFrom.secretKeyRef
      const known = secrets.get(secret)?.get(key)
      if (known === undefined) continue
      if (known === null) samples.push(name)
      values[name] = known ?? made[key] ?? UNKNOWN
    } else values[name] = (value ?? '').replaceAll(/\$\((\w+)\)/g, (text, of: string) => values[of] ?? text)
  }
  return { env: values, samples }
}
