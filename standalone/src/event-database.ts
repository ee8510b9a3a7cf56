import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Pool } from '@waystone/kit/postgres'
import { settingsOfSystem } from '@waystone/kit/running-system'
import type { SubgraphName } from './databases.js'

type Env = Readonly<Record<string, string | undefined>>

/** Which subgraph's events a command is about, and where the system's data lies. */
export interface EventOptions {
  readonly subgraph: SubgraphName
  readonly data: string
}

/** The settings of the subgraph's app, with DATABASE_URL as its own process has it. */
export async function readEventSettings(given: Env, { subgraph, data }: EventOptions): Promise<Env> {
  const name = `${subgraph.toUpperCase()}_DATABASE_URL`
  const env = await settingsOfSystem({ env: given, required: [name], directory: data, below: ['distributed'] })
  return {
    ...env,
    LOG_LEVEL: 'fatal',
    // Production wants a provider, of which a command makes no use.
    PAYMENTS: 'off',
    DATABASE_URL: env[name],
    DATABASE_READ_URL: undefined,
    DB_MAX_CONNECTIONS: '2',
  }
}

export async function withEventPool<T>(env: Env, work: (pool: Pool) => Promise<T>): Promise<T> {
  const logger = createLogger({ name: 'events', level: 'error' })
  const url = env['DATABASE_URL'] ?? ''
  const database = createDatabase({ url, maxConnections: 1, applicationName: 'events', logger })
  try {
    return await work(database.primary)
  } finally {
    await database.close()
  }
}
