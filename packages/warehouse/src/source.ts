import { StartError } from '@waystone/kit/errors'
import { connectClient } from '@waystone/kit/postgres'
import type { Client, QueryResultRow } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { SourceName } from './table.js'

/** A connection to a database that is read, or to its replica. */
export interface Source {
  readonly name: SourceName
  /** Stays the same on replicas and after a failover; another one after a restore from a dump. */
  readonly identity: string
  /** Of its history: a failover and a restore begin the next one. A replica may know of it a little later. */
  readonly timeline: number
  rows<Row extends QueryResultRow>(sql: string): Promise<readonly Row[]>
  /** Reads within one snapshot. */
  snapshot<T>(look: () => Promise<T>): Promise<T>
  /** The rows of a query as CSV in pieces of any length. */
  csv(query: string): AsyncIterable<Buffer>
  /**
   * Transactions below it have ended, and this connection sees all of their rows: in this statement, and in
   * later ones, since the connection stays on one server.
   */
  horizon(): Promise<bigint>
  close(): Promise<void>
}

/** The names of a primary's log files begin with it; a replica has it of its last checkpoint. */
const TIMELINE = `CASE WHEN pg_is_in_recovery() THEN (SELECT timeline_id FROM pg_control_checkpoint())
  ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END`

/** One connection for the whole run: behind a balancer, a second one might see less than the first. */
export async function openSource(name: SourceName, url: string): Promise<Source> {
  const client = await connect(name, url)
  const rows = async <Row extends QueryResultRow>(sql: string) => (await client.query<Row>(sql)).rows
  const [identity] = await rows<{ identity: string; timeline: number }>(
    `SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || oid AS identity, ${TIMELINE} AS timeline
      FROM pg_database WHERE datname = current_database()`,
  )
  return {
    name,
    identity: identity?.identity ?? '',
    timeline: identity?.timeline ?? 0,
    rows,
    snapshot: async look => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      try {
        return await look()
      } finally {
        await client.query('ROLLBACK')
      }
    },
    csv: async function* (query) {
      try {
        yield* client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT csv)`)) as AsyncIterable<Buffer>
      } catch (error) {
        throw unreadable(name, error)
      }
    },
    horizon: async () => {
      // Not pg_visible_in_snapshot: on a replica, the list of running transactions of this value is empty.
      const [row] = await rows<{ xmin: string }>('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin')
      return BigInt(row?.xmin ?? '0')
    },
    close: () => client.end(),
  }
}

async function connect(name: SourceName, url: string): Promise<Client> {
  try {
    // A connection that breaks fails the statement that uses it.
    const client = await connectClient(
      { connectionString: url, application_name: 'warehouse' },
      { prepare: each => each.on('error', () => undefined) },
    )
    await client.query('SET default_transaction_read_only = on')
    await client.query('SET statement_timeout = 0')
    return client
  } catch (error) {
    throw unreadable(name, error)
  }
}

const unreadable = (name: SourceName, error: unknown) =>
  new StartError(`The database of ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
