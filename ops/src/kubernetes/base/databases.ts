import { subgraphNames } from '../processes.js'
import type { KubernetesObject } from '../objects.js'

export const DATABASE_PORT = 5432
/** Postgres' own image of CloudNativePG, of the release that compose and the tests run. */
const IMAGE = 'ghcr.io/cloudnative-pg/postgresql:18-standard-bookworm'
/** All instances of a subgraph together may open fewer: `check` counts them. */
export const CONNECTIONS_MAX = 200

/** The database of a subgraph, by the names that CloudNativePG gives to what it makes. */
export function databaseOf(subgraph: string) {
  const cluster = `${subgraph}-db`
  const owner = `waystone_${subgraph}`
  // The Service -rw follows the primary; the Secret -app holds the owner's login.
  return { cluster, host: `${cluster}-rw`, name: owner, owner, secret: `${cluster}-app` }
}

/** A cluster of three for each subgraph: one may be lost without a write, and without the loss of one. */
export const databaseClusters = (): readonly KubernetesObject[] =>
  subgraphNames.map(subgraph => {
    const { cluster, name, owner } = databaseOf(subgraph)
    return {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      metadata: { name: cluster },
      spec: {
        instances: 3,
        imageName: IMAGE,
        primaryUpdateStrategy: 'unsupervised',
        primaryUpdateMethod: 'switchover',
        // As the embedded one of `npm start`: the same order and the same upper case everywhere.
        bootstrap: {
          initdb: {
            database: name,
            owner,
            encoding: 'UTF8',
            localeProvider: 'builtin',
            builtinLocale: 'C.UTF-8',
            dataChecksums: true,
          },
        },
        postgresql: {
          parameters: {
            max_connections: String(CONNECTIONS_MAX),
            shared_buffers: '256MB',
            timezone: 'UTC',
            // At most so much is lost with a whole cluster: the rest is in the archive.
            archive_timeout: '60s',
          },
          // A commit is acknowledged when one of the two replicas has it; with none of them, writes wait.
          synchronous: { method: 'any', number: 1, dataDurability: 'required' },
        },
        storage: { size: '20Gi' },
        walStorage: { size: '10Gi' },
        resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } },
        affinity: {
          enablePodAntiAffinity: true,
          podAntiAffinityType: 'preferred',
          topologyKey: 'kubernetes.io/hostname',
        },
      },
    }
  })
