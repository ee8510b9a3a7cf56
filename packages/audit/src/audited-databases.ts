import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { sourceOf, type Source } from './audit.js'
import { auditedSubgraphs } from './invariants.js'
import type { Subgraph } from './invariant.js'

/** The databases of all subgraphs, opened to be audited. */
export interface AuditedDatabases {
  readonly databases: Readonly<Record<Subgraph, Database>>
  readonly sources: Readonly<Record<Subgraph, Source>>
  close(): Promise<void>
}

/** An audit looks at two databases at once at most, and at each by one snapshot beside the present. */
const CONNECTIONS_MAX = 2

export function openAuditedDatabases(options: {
  urlOf: (subgraph: Subgraph) => string
  applicationName: string
}): AuditedDatabases {
  const { urlOf, applicationName } = options
  const logger = createLogger({ name: applicationName, level: 'error' })
  const databases = ofEach(name =>
    createDatabase({ url: urlOf(name), maxConnections: CONNECTIONS_MAX, applicationName, logger }),
  )
  return {
    databases,
    sources: ofEach(name => sourceOf(databases[name].primary)),
    close: async () => {
      await Promise.all(Object.values(databases).map(database => database.close()))
    },
  }
}

const ofEach = <T>(valueOf: (subgraph: Subgraph) => T): Record<Subgraph, T> =>
  Object.fromEntries(auditedSubgraphs.map(name => [name, valueOf(name)])) as Record<Subgraph, T>
