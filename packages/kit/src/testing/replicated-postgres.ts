import { execFile } from 'node:child_process'
import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Client } from 'pg'
import { startEmbeddedPostgres, type DatabaseSpec, type EmbeddedPostgres } from '../embedded-postgres/index.js'
import { connectClient } from '../postgres/connection.js'
import { createTestDirectory } from './test-directory.js'

/** A PostgreSQL server and a real streaming replica of it. */
export interface ReplicatedPostgres {
  url(database: string): string
  /** The same database on the replica. */
  readUrl(database: string): string
  /** Lets the replica receive and not apply: it stays as it is, and answers. */
  pauseReplay(): Promise<void>
  resumeReplay(): Promise<void>
  /** Lets the replica receive nothing more, for good: what is written from now on is on the primary alone. */
  cutReplica(): Promise<void>
  /** Makes a primary of the replica, on another timeline. */
  promoteReplica(): Promise<void>
  stopReplica(): Promise<void>
  startReplica(): Promise<void>
  close(): Promise<void>
}

const copy = promisify(execFile)
const RECEIVER_POLL_MS = 20

/**
 * Starts both, made as pg_basebackup would: npm's binaries have none. A copy of the files between
 * pg_backup_start and pg_backup_stop, with the label that they give; concurrent writes are in the copied log
 * or come by streaming.
 */
export async function startReplicatedPostgres(databases: readonly DatabaseSpec[]): Promise<ReplicatedPostgres> {
  const parent = createTestDirectory('replicated')
  const start = (name: string, port?: number) =>
    startEmbeddedPostgres({
      directory: path.join(parent, name),
      databases: name === 'primary' ? databases : [],
      isDurable: false,
      settings: { wal_keep_size: '256MB' },
      port,
    })
  const primary = await start('primary')
  const from = await connectClient({ connectionString: primary.superuserUrl() })
  await copyCluster(primary.directory, { to: path.join(parent, 'replica'), client: from, port: primary.port })
  await from.end()

  let replica: EmbeddedPostgres | null = await start('replica')
  const { port } = replica
  const directoryOfReplica = encoded(replica)
  const onReplica = async (text: string) => {
    const client = await connectClient({ connectionString: replica?.superuserUrl() ?? '' })
    await client.query(text)
    await client.end()
  }
  const stopReplica = async () => {
    await replica?.stop()
    replica = null
  }
  return {
    url: primary.url,
    readUrl: database =>
      primary.url(database).replace(`:${primary.port}/`, `:${port}/`).replace(encoded(primary), directoryOfReplica),
    pauseReplay: () => onReplica('SELECT pg_wal_replay_pause()'),
    resumeReplay: () => onReplica('SELECT pg_wal_replay_resume()'),
    cutReplica: async () => {
      await onReplica("ALTER SYSTEM SET primary_conninfo = ''")
      await onReplica('SELECT pg_reload_conf()')
      await untilReceiverEnds(() => connectClient({ connectionString: replica?.superuserUrl() ?? '' }))
    },
    promoteReplica: () => onReplica('SELECT pg_promote()'),
    stopReplica,
    startReplica: async () => {
      replica ??= await start('replica', port)
    },
    close: async () => {
      await stopReplica()
      await primary.stop()
      rmSync(parent, { recursive: true, force: true })
    },
  }
}

async function untilReceiverEnds(connect: () => Promise<Client>): Promise<void> {
  const client = await connect()
  try {
    for (;;) {
      const { rowCount } = await client.query('SELECT FROM pg_stat_wal_receiver')
      if (rowCount === 0) return
      await delay(RECEIVER_POLL_MS)
    }
  } finally {
    await client.end()
  }
}

const encoded = ({ directory }: EmbeddedPostgres) => encodeURIComponent(directory)

async function copyCluster(directory: string, options: { to: string; client: Client; port: number }): Promise<void> {
  const { to, client, port } = options
  await client.query("SELECT pg_backup_start('replica', true)")
  // Owners and modes stay: as root, the server runs as another user.
  await copy('cp', ['-a', directory, to])
  const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)')
  const data = path.join(to, 'data')
  for (const file of ['data/postmaster.pid', 'data/postmaster.opts', 'owner'])
    rmSync(path.join(to, file), { force: true })
  const { user, password } = client
  writeFileSync(path.join(data, 'backup_label'), rows[0]?.labelfile ?? '')
  writeFileSync(path.join(data, 'standby.signal'), '')
  appendFileSync(
    path.join(data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${port} user=${user} password=${password}'\n`,
  )
  const written = ['backup_label', 'standby.signal'].map(name => path.join(data, name))
  await copy('chown', ['--reference', path.join(data, 'PG_VERSION'), ...written])
}
