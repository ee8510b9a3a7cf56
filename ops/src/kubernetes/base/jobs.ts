import { COMPONENT_LABEL, labelsOf, type Component, type KubernetesObject } from '../objects.js'
import { commandOf, subgraphNames } from '../processes.js'
import {
  commandEnvironment,
  databaseVariables,
  settingsSources,
  SHARED_SETTINGS,
  type Variable,
} from './environment.js'
import { containerSecurity, NODE_UID, podDefaults, podSecurity } from './pods.js'
import { IMAGE, volumeMounts, volumes } from './workloads.js'

interface Command {
  readonly name: string
  readonly component: Component
  readonly command: readonly string[]
  readonly env: readonly Variable[]
  readonly envFrom: readonly Readonly<Record<string, unknown>>[]
}

/** `waystone` is in the image's PATH. */
const migrations: readonly Command[] = subgraphNames.map(subgraph => ({
  name: `migrate-${subgraph}`,
  component: 'migration',
  command: ['waystone', 'migrate', 'deploy', subgraph],
  env: [{ name: 'NODE_ENV', value: 'production' }, ...databaseVariables(subgraph, '')],
  envFrom: [{ configMapRef: { name: SHARED_SETTINGS } }],
}))

const seed: Command = {
  name: 'seed',
  component: 'seed',
  command: commandOf('seed'),
  env: commandEnvironment(),
  envFrom: settingsSources('seed'),
}

const audit: Command = { ...seed, name: 'audit', component: 'audit', command: ['waystone', 'audit'] }

/**
 * Jobs of a release: migrations, which wait for each other and for the databases, and the catalog. A
 * finished job goes by itself, since the image of one that is there cannot be changed.
 */
export const releaseJobs = (): readonly KubernetesObject[] =>
  [...migrations, seed].map(each => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: each.name, labels: labelsOf(each.name, each.component) },
    spec: { backoffLimit: 10, ttlSecondsAfterFinished: 600, template: template(each) },
  }))

/** Every invariant of the economy, once a day: a violation is a failed job. */
export const auditJob = (): KubernetesObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: audit.name, labels: labelsOf(audit.name, audit.component) },
  spec: {
    schedule: '30 4 * * *',
    timeZone: 'Etc/UTC',
    concurrencyPolicy: 'Forbid',
    failedJobsHistoryLimit: 7,
    successfulJobsHistoryLimit: 1,
    jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 3600, template: template(audit) } },
  },
})

function template({ name, component, command, env, envFrom }: Command) {
  return {
    metadata: { labels: labelsOf(name, component) },
    spec: {
      ...podDefaults,
      serviceAccountName: 'waystone',
      restartPolicy: component === 'audit' ? 'Never' : 'OnFailure',
      securityContext: podSecurity(NODE_UID),
      containers: [
        {
          name,
          image: IMAGE,
          command,
          env,
          envFrom,
          resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
          securityContext: containerSecurity,
          volumeMounts,
        },
      ],
      volumes,
    },
  }
}

/** Pods of jobs that work on all databases. */
export const JOBS_OF_ALL_DATABASES = {
  podSelector: { matchExpressions: [{ key: COMPONENT_LABEL, operator: 'In', values: ['seed', 'audit'] }] },
}
