import { subgraphNames } from '../processes.js'
import type { KubernetesObject } from '../objects.js'
import { databaseOf } from './databases.js'

const PLUGIN = 'barman-cloud.cloudnative-pg.io'
/** The Secret with the login of the object store, by these keys. */
const STORE_SECRET = 'waystone-backups'
const RETENTION = '30d'

/** The archive of all clusters: each has a folder of its own, by its name. */
const objectStore: KubernetesObject = {
  apiVersion: 'barmancloud.cnpg.io/v1',
  kind: 'ObjectStore',
  metadata: { name: 'backups' },
  spec: {
    retentionPolicy: RETENTION,
    configuration: {
      // An overlay says which bucket, and which endpoint where it is not of AWS.
      destinationPath: 's3://waystone-backups',
      s3Credentials: {
        accessKeyId: { name: STORE_SECRET, key: 'ACCESS_KEY_ID' },
        secretAccessKey: { name: STORE_SECRET, key: 'ACCESS_SECRET_KEY' },
      },
      wal: { compression: 'gzip', encryption: 'AES256', maxParallel: 4 },
      data: { compression: 'gzip', encryption: 'AES256', jobs: 2 },
    },
  },
}

/** A full one every day at 00:00 UTC, from a replica; the log is archived all the time. */
const scheduledBackups: readonly KubernetesObject[] = subgraphNames.map(subgraph => ({
  apiVersion: 'postgresql.cnpg.io/v1',
  kind: 'ScheduledBackup',
  metadata: { name: databaseOf(subgraph).cluster },
  spec: {
    // Seconds come first.
    schedule: '0 0 0 * * *',
    immediate: true,
    backupOwnerReference: 'cluster',
    cluster: { name: databaseOf(subgraph).cluster },
    target: 'prefer-standby',
    method: 'plugin',
    pluginConfiguration: { name: PLUGIN },
  },
}))

export const backups = (): readonly KubernetesObject[] => [objectStore, ...scheduledBackups]

/** For every cluster. */
export const backupPatch = [
  {
    op: 'add',
    path: '/spec/plugins',
    value: [{ name: PLUGIN, isWALArchiver: true, parameters: { barmanObjectName: objectStore.metadata.name } }],
  },
]
