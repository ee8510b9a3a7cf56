import { readMigrationState, type MigrationState } from '@waystone/kit/migrate'
import { countDeadLetters, countRefusedEvents, measureBacklog } from '@waystone/kit/outbox'
import { withTransaction, type Pool, type Queryable } from '@waystone/kit/postgres'

/** The facts about a subgraph's database that an operator looks at first. */
export interface DatabaseFacts {
  readonly serverVersion: string
  readonly roundTripMs: number
  readonly migrations: MigrationState
  /**
   * Events that some consumer has not applied yet, and the age of the oldest: how far the slowest consumer is
   * behind.
   */
  readonly outbox: { readonly events: number; readonly oldestSeconds: number }
  /** Events of other subgraphs that were applied here. Counted up to INBOX_COUNT_MAX. */
  readonly inboxEvents: number
  readonly deadLetters: number
  readonly refusedEvents: number
}

export type DatabaseStatus = { readonly subgraph: string } & (
  | ({ readonly state: 'reachable' } & DatabaseFacts)
  | { readonly state: 'unreachable'; readonly reason: string }
)

/** To count further would read millions of rows for a figure that says no more. */
export const INBOX_COUNT_MAX = 1_000_000
const STATEMENT_TIMEOUT_MS = 10_000

export async function readDatabaseStatus(options: {
  subgraph: string
  pool: Pool
  /** prisma/<name> */
  directory: string
}): Promise<DatabaseStatus> {
  const { subgraph, pool, directory } = options
  try {
    const facts = await withTransaction(pool, tx => readFacts(tx, directory))
    return { subgraph, state: 'reachable', ...facts }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { subgraph, state: 'unreachable', reason }
  }
}

async function readFacts(tx: Queryable, directory: string): Promise<DatabaseFacts> {
  await tx.query({ text: `SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT_MS}` })
  await tx.query({ text: 'SET TRANSACTION READ ONLY' })
  const started = performance.now()
  const { rows } = await tx.query<{ version: string }>({ text: `SELECT current_setting('server_version') AS version` })
  const roundTripMs = Math.round((performance.now() - started) * 10) / 10
  const migrations = await readMigrationState(tx, directory)
  const serverVersion = rows[0]?.version ?? ''
  // A database that was never migrated has none of the tables below.
  if (migrations.applied.length === 0) {
    const outbox = { events: 0, oldestSeconds: 0 }
    return { serverVersion, roundTripMs, migrations, outbox, inboxEvents: 0, deadLetters: 0, refusedEvents: 0 }
  }
  return {
    serverVersion,
    roundTripMs,
    migrations,
    outbox: await measureBacklog(tx),
    inboxEvents: await countInbox(tx),
    deadLetters: await countDeadLetters(tx),
    refusedEvents: await countRefusedEvents(tx),
  }
}

async function countInbox(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<{ count: number }>({
    text: `SELECT count(*)::int AS count FROM (SELECT FROM inbox LIMIT ${INBOX_COUNT_MAX}) AS counted`,
  })
  return rows[0]?.count ?? 0
}
