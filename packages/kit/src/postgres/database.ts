import type { Pool } from 'pg'
import type { Logger } from '../logger/index.js'
import { createPool } from './connection.js'

/** One subgraph's database: `primary` writes; `replica` reads what may be a moment old, and is `primary` where there is no replica. */
export interface Database {
  readonly primary: Pool
  readonly replica: Pool
  /** Waits for connections in use to be given back. A second call answers the first one's promise. */
  close(): Promise<void>
}

const CONNECTIONS_MIN = 5
const IDLE_TIMEOUT_MS = 30_000
/** How long a caller waits for a connection, whether it must be opened or is in use by another. */
const CONNECT_TIMEOUT_MS = 20_000

/** Makes the pools; nothing connects before the first statement. */
export function createDatabase(options: {
  url: string
  readUrl?: string | undefined
  maxConnections: number
  applicationName: string
  logger: Logger
}): Database {
  const { url, readUrl, maxConnections, applicationName, logger } = options
  const primary = openPool({ url, maxConnections, applicationName, logger })
  const replica =
    readUrl === undefined
      ? primary
      : openPool({ url: readUrl, maxConnections, applicationName: `${applicationName}-read`, logger })
  let closing: Promise<void> | undefined
  return {
    primary,
    replica,
    close: () => (closing ??= closePools(new Set([primary, replica]))),
  }
}

function openPool(options: { url: string; maxConnections: number; applicationName: string; logger: Logger }): Pool {
  const pool = createPool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.maxConnections,
    min: Math.min(CONNECTIONS_MIN, options.maxConnections),
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  })
  // An idle connection that breaks is dropped by the pool; without a listener its event would end the process.
  // The error carries the client, and with it the password: only its text is logged.
  pool.on('error', error => {
    options.logger.warn(
      { database: options.applicationName, reason: error.message },
      'an idle database connection broke; the pool opens a new one when it needs it',
    )
  })
  // While a connection is lent, the pool does not listen, and a borrower that starts to listen once it has been handed
  // over comes too late: the answer that freed it and the server's farewell may lie in one packet. Statements on it fail.
  pool.on('connect', client => client.on('error', () => undefined))
  return pool
}

async function closePools(pools: ReadonlySet<Pool>): Promise<void> {
  await Promise.all([...pools].map(async pool => await pool.end()))
}
