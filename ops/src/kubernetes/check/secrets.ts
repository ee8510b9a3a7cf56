import * as z from 'zod'
import { databaseOf } from '../base/databases.js'
import { titleOf, type KubernetesObject } from '../objects.js'
import { subgraphNames } from '../processes.js'
import { podsOf, type SecretReference } from './pods.js'

/** The keys of each Secret that there will be, with the value where it is known. */
export type Secrets = ReadonlyMap<string, ReadonlyMap<string, string | null>>

const secret = z.object({
  data: z.record(z.string(), z.string()).default({}),
  stringData: z.record(z.string(), z.string()).default({}),
})
const externalSecret = z.object({
  spec: z.object({
    target: z.object({ name: z.string().optional() }).default({}),
    data: z.array(z.object({ secretKey: z.string() })).default([]),
  }),
})
const certificates = z.object({ spec: z.object({ tls: z.array(z.object({ secretName: z.string() })).default([]) }) })
/** CloudNativePG puts these and more into the Secret of a database's owner. */
const OWNER_KEYS = ['username', 'password', 'dbname', 'host', 'port', 'uri']

/** Those that the objects hold, fetch or have made. */
export function secretsOf(objects: readonly KubernetesObject[]): Secrets {
  const found = new Map<string, Map<string, string | null>>()
  const add = (name: string, entries: Iterable<readonly [string, string | null]>) =>
    found.set(name, new Map([...(found.get(name) ?? []), ...entries]))
  for (const object of objects) {
    const { name } = object.metadata
    if (object.kind === 'Secret') {
      const { data, stringData } = secret.parse(object)
      add(
        name,
        Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
      )
      add(name, Object.entries(stringData))
    } else if (object.kind === 'ExternalSecret') {
      const { target, data } = externalSecret.parse(object).spec
      add(
        target.name ?? name,
        data.map(({ secretKey }) => [secretKey, null]),
      )
    } else if (object.kind === 'Cluster')
      add(
        `${name}-app`,
        OWNER_KEYS.map(key => [key, null]),
      )
  }
  return found
}

/** Secrets and keys that something needs and nothing gives. */
export function secretProblems(objects: readonly KubernetesObject[], secrets: Secrets): readonly string[] {
  const ofContainers = podsOf(objects).flatMap(({ title, spec }) =>
    spec.containers.flatMap(({ env }) =>
      env.flatMap(({ name, valueFrom }) =>
        valueFrom?.secretKeyRef === undefined ? [] : missing(`${title} needs it for ${name}`, valueFrom.secretKeyRef),
      ),
    ),
  )
  const ofStores = objects
    .filter(({ kind }) => kind === 'ObjectStore')
    .flatMap(object => referencesIn(object).flatMap(each => missing(`${titleOf(object)} needs it`, each)))
  return [...ofContainers, ...ofStores, ...unknownOwners(), ...certificateProblems(objects, secrets)]

  function missing(why: string, { name, key, optional }: SecretReference): readonly string[] {
    if (optional || secrets.get(name)?.has(key) === true) return []
    const lacks = secrets.has(name)
      ? `the Secret ${name} has no key ${key}`
      : `there is no Secret ${name}, with the key ${key}`
    return [`${lacks}: ${why}`]
  }
  function unknownOwners(): readonly string[] {
    return subgraphNames.flatMap(each =>
      secrets.has(databaseOf(each).secret) ? [] : [`there is no database of ${each}`],
    )
  }
}

/** `{ name, key }` anywhere in an object. */
function referencesIn(value: unknown): readonly SecretReference[] {
  if (typeof value !== 'object' || value === null) return []
  const reference = z.strictObject({ name: z.string(), key: z.string() }).safeParse(value)
  if (reference.success) return [{ ...reference.data, optional: false }]
  return Object.values(value).flatMap(referencesIn)
}

/** A certificate comes from cert-manager, which an annotation asks, or is a Secret. */
const certificateProblems = (objects: readonly KubernetesObject[], secrets: Secrets): readonly string[] =>
  objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(object => {
      const isManaged = Object.keys(object.metadata.annotations ?? {}).some(name => name.startsWith('cert-manager.io/'))
      const names = isManaged ? [] : certificates.parse(object).spec.tls.map(({ secretName }) => secretName)
      return names
        .filter(name => !secrets.has(name))
        .map(
          name =>
            `there is no Secret ${name}: ${titleOf(object)} needs it for TLS, and names no issuer of cert-manager`,
        )
    })
