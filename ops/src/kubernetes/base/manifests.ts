import { stringify } from 'yaml'
import { processes } from '../processes.js'
import type { KubernetesObject } from '../objects.js'
import { backupPatch, backups } from './backups.js'
import { databaseClusters } from './databases.js'
import { settingsMapOf, SHARED_SETTINGS, sharedSettings } from './environment.js'
import { ingress } from './ingress.js'
import { internet } from './internet.js'
import { auditJob, releaseJobs } from './jobs.js'
import { adapterValues, podMonitors } from './monitoring.js'
import { networkPolicies } from './network-policies.js'
import { redis } from './redis.js'
import { scaling } from './scaling.js'
import { workloads } from './workloads.js'

const HEADER = '# Made from the code by `npm run ops:kubernetes -- generate`; overlays change it, hands do not.\n'
const NAMESPACE = 'waystone'

const namespace: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: NAMESPACE,
    labels: Object.fromEntries(
      ['enforce', 'audit', 'warn'].map(mode => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
    ),
  },
}

const serviceAccount: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'waystone' },
  automountServiceAccountToken: false,
}

const base: Readonly<Record<string, readonly KubernetesObject[]>> = {
  'namespace.yaml': [namespace, serviceAccount],
  'workloads.yaml': workloads(),
  'redis.yaml': redis(),
  'databases.yaml': databaseClusters(),
  'jobs.yaml': [...releaseJobs(), auditJob()],
  'network-policies.yaml': networkPolicies(),
  'ingress.yaml': [ingress()],
}

/**
 * ConfigMaps get the sum of their content as a part of their name: a changed setting is a rolling restart.
 */
const settings = {
  configMapGenerator: [
    { name: SHARED_SETTINGS, literals: sharedSettings },
    ...[...processes.map(({ name }) => name), 'seed'].map(name => ({ name: settingsMapOf(name) })),
  ],
}

/** The text of each generated file, by its place below ops/kubernetes. */
export function manifests(): ReadonlyMap<string, string> {
  return new Map([
    ...kustomization('base', base, { namespace: NAMESPACE, ...settings }),
    ...component(
      'backups',
      { 'backups.yaml': backups() },
      {
        patches: [
          { target: { group: 'postgresql.cnpg.io', kind: 'Cluster' }, patch: stringify(backupPatch, { lineWidth: 0 }) },
        ],
      },
    ),
    ...component('monitoring', { 'pod-monitors.yaml': podMonitors() }),
    ...component('scaling', { 'scaling.yaml': scaling() }),
    ...component('internet', { 'network-policies.yaml': internet() }),
    ['prometheus-adapter-values.yaml', text([adapterValues()])],
  ])
}

type Files = Readonly<Record<string, readonly KubernetesObject[]>>

function kustomization(folder: string, files: Files, more: object): [string, string][] {
  const file = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: Object.keys(files) }
  return [
    ...Object.entries(files).map(([name, objects]): [string, string] => [`${folder}/${name}`, text(objects)]),
    [`${folder}/kustomization.yaml`, text([{ ...file, ...more }])],
  ]
}

/** A part that an overlay may take or leave. */
const component = (name: string, files: Files, more: object = {}): [string, string][] =>
  kustomization(`components/${name}`, files, {
    apiVersion: 'kustomize.config.k8s.io/v1alpha1',
    kind: 'Component',
    ...more,
  })

const text = (documents: readonly unknown[]): string =>
  HEADER + documents.map(each => stringify(each, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n')
