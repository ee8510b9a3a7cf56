import type { Pool } from 'pg'
import { READ_LAG_MAX_MS } from '../config/index.js'
import type { Logger } from '../logger/index.js'
import { createPool, createPrimaryPool } from './connection.js'
import type { NamedPool } from './pool-metrics.js'
import { createReadPool, readPrimary, type ReadPool } from './read-pool.js'
import { watchReplica } from './replica-watch.js'
import { traceStatements } from './trace-statements.js'
import type { Tracing } from '../tracing/index.js'

/** One subgraph's database. */
export interface Database {
  readonly primary: Pool
  /** For reads that may be a moment old. */
  readonly reads: ReadPool
  /** The pools whose connections /metrics shows. */
  readonly pools: readonly NamedPool[]
  /** Waits for connections in use to be given back. A second call answers the first one's promise. */
  close(): Promise<void>
}

const CONNECTIONS_MIN = 5
const IDLE_TIMEOUT_MS = 30_000
/** How long a caller waits for a connection, whether it must be opened or is in use by another. */
const CONNECT_TIMEOUT_MS = 20_000
/** How long a caller waits for a primary that went away: a failover takes less. */
const FAILOVER_PATIENCE_MS = 6_000
/** Reads that wait longer for a connection to the replica go to the primary. */
const REPLICA_CONNECT_TIMEOUT_MS = 2_000
/** Connections to a replica that hangs are closed, so that new ones are available when it is back. */
const REPLICA_QUERY_TIMEOUT_MS = 10_000
const WATCH_TIMEOUT_MS = 1_000

/** Makes the pools; nothing connects before the first statement, except for what watches a replica. */
export function createDatabase(options: {
  url: string
  /**
   * For what writes: the URL must lead to a primary, which callers wait for while it is away. Commands that
   * only read may be pointed to a replica.
   */
  isPrimary?: boolean
  /** Of one streaming replica of it. */
  readUrl?: string | undefined
  /** A replica that is further behind is not read. */
  readLagMaxMs?: number | undefined
  maxConnections: number
  applicationName: string
  logger: Logger
  /** Makes statements spans of the requests that run them. */
  tracing?: Tracing | null
}): Database {
  const {
    url,
    isPrimary = false,
    readUrl,
    readLagMaxMs = READ_LAG_MAX_MS,
    maxConnections,
    applicationName,
    logger,
    tracing,
  } = options
  const primary = openPool({
    url,
    maxConnections,
    applicationName,
    logger,
    ...(isPrimary && { patienceMs: FAILOVER_PATIENCE_MS }),
  })
  const replicated = readUrl === undefined ? null : openReplica({ ...options, readUrl, readLagMaxMs, primary })
  const pools: readonly NamedPool[] = [
    { name: 'primary', pool: primary },
    ...(replicated === null ? [] : [{ name: 'replica', pool: replicated.pool } as const]),
  ]
  if (tracing) for (const { pool } of pools) traceStatements(pool, { database: applicationName, tracing })
  const close = async () => {
    await replicated?.close()
    await primary.end()
  }
  let closing: Promise<void> | undefined
  return {
    primary,
    reads: replicated?.reads ?? readPrimary(primary),
    pools,
    close: () => (closing ??= close()),
  }
}

function openReplica(options: {
  url: string
  readUrl: string
  readLagMaxMs: number
  maxConnections: number
  applicationName: string
  logger: Logger
  primary: Pool
}): { reads: ReadPool; pool: Pool; close(): Promise<void> } {
  const { url, readUrl, readLagMaxMs: lagMaxMs, maxConnections, applicationName: name, logger, primary } = options
  const replica = openPool({
    url: readUrl,
    maxConnections,
    applicationName: `${name}-read`,
    logger,
    connectTimeoutMs: REPLICA_CONNECT_TIMEOUT_MS,
    queryTimeoutMs: REPLICA_QUERY_TIMEOUT_MS,
  })
  const watching = {
    maxConnections: 1,
    applicationName: `${name}-lag`,
    logger,
    connectTimeoutMs: WATCH_TIMEOUT_MS,
    queryTimeoutMs: WATCH_TIMEOUT_MS,
  }
  const watch = watchReplica({
    primary: openPool({ ...watching, url }),
    replica: openPool({ ...watching, url: readUrl }),
    lagMaxMs,
    name,
    logger,
  })
  return {
    reads: createReadPool({ primary, replica, watch }),
    pool: replica,
    close: async () => {
      await watch.close()
      await replica.end()
    },
  }
}

function openPool(options: {
  url: string
  maxConnections: number
  applicationName: string
  logger: Logger
  connectTimeoutMs?: number
  queryTimeoutMs?: number
  /** Of the primary alone. */
  patienceMs?: number
}): Pool {
  const { patienceMs } = options
  const config = {
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections,
    min: Math.min(CONNECTIONS_MIN, options.maxConnections),
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    ...(options.queryTimeoutMs !== undefined && { query_timeout: options.queryTimeoutMs }),
    keepAlive: true,
  }
  const pool = patienceMs === undefined ? createPool(config) : createPrimaryPool(config, { patienceMs })
  // An idle connection that breaks is dropped by the pool; without a listener its event would end the process.
  // The error carries the client, and with it the password: only its text is logged.
  pool.on('error', error => {
    options.logger.warn(
      { database: options.applicationName, reason: error.message },
      'an idle database connection broke; the pool opens a new one when it needs it',
    )
  })
  // While a connection is lent, the pool does not listen, and a borrower that starts to listen once it has
  // been handed over comes too late: the answer that freed it and the server's farewell may lie in one
  // packet. Statements on it fail.
  pool.on('connect', client => client.on('error', () => undefined))
  return pool
}
