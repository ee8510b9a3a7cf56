import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { spawnBound, type BoundProcess } from '@waystone/kit/process'
import { BackupError } from './backup-error.js'
import { toolEnvironment, type Account } from './run-tool.js'

/** A PostgreSQL server on a restored cluster that only this process can reach: by a socket in a folder of its own. */
export interface ClusterServer {
  /** Of the superuser. */
  url(database: string): string
  /** The moment of the last transaction that was replayed; null where none was. */
  readonly reachedAt: Date | null
  stop(): Promise<void>
}

export interface ClusterOptions {
  /** Where the server's programs are. */
  readonly bin: string
  readonly data: string
  readonly superuser: string
  readonly account: Account | undefined
  /** A folder for what only this server needs. */
  readonly scratch: string
  /** `keep` leaves what has to be archived to the next start of the cluster; `none` archives nothing, ever. */
  readonly archiving: 'keep' | 'none'
  /** False for a cluster that is gone when the server has stopped. */
  readonly isDurable: boolean
}

const POLL_INTERVAL_MS = 20
const PORT = 5432
/** Of postmaster.pid; see storage/pidfile.h of PostgreSQL. */
const STATUS_LINE = 7
const REACHED = /last completed transaction was at log time ([\d-]+ [\d:.]+)\+00/

/**
 * Starts a server on a cluster, and waits until it has replayed all that its recovery asks for and takes connections.
 * @throws BackupError when recovery ends before its target, or the server does not start; with its last words.
 */
export async function startCluster(options: ClusterOptions): Promise<ClusterServer> {
  const { bin, data, account, scratch, superuser } = options
  const directory = mkdtempSync(path.join(scratch, 'server-'))
  if (account !== undefined) chownSync(directory, account.uid, account.gid)
  const config = writeSettings(directory, options)
  let reachedAt: Date | null = null
  const server = await spawnBound({
    command: path.join(bin, 'postgres'),
    args: ['-D', data, ...Object.entries(config).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    endSignal: 'SIGINT',
    env: toolEnvironment,
    user: account,
    onLine: line => {
      reachedAt = timeIn(line) ?? reachedAt
    },
  })
  try {
    await waitUntilReady(server, data)
  } catch (error) {
    rmSync(directory, { recursive: true, force: true })
    throw error
  }
  const host = encodeURIComponent(directory)
  return {
    url: database => `postgres://${encodeURIComponent(superuser)}@/${database}?host=${host}&port=${PORT}`,
    reachedAt,
    stop: async () => {
      server.kill('SIGINT')
      await server.ended
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** @throws BackupError with the server's last words when it ends before it takes connections. */
export async function waitUntilReady(server: BoundProcess, data: string): Promise<void> {
  while (!isReady(data, server.pid)) {
    if (server.end !== undefined) throw new BackupError(whyEnded(server.end.lastWords))
    await delay(POLL_INTERVAL_MS)
  }
}

/** The cluster's own configuration is for production: its addresses, libraries and certificates are not used here. */
function writeSettings(directory: string, { archiving, isDurable }: ClusterOptions): Readonly<Record<string, string>> {
  mkdirSync(directory, { recursive: true })
  const configFile = path.join(directory, 'postgresql.conf')
  const hbaFile = path.join(directory, 'pg_hba.conf')
  writeFileSync(configFile, '', { mode: 0o644 })
  // The folder of the socket is closed to other accounts.
  writeFileSync(hbaFile, 'local all all trust\n', { mode: 0o644 })
  return {
    config_file: configFile,
    hba_file: hbaFile,
    listen_addresses: '',
    unix_socket_directories: directory,
    port: String(PORT),
    // Without it recovery asks for as many connections as production allows.
    hot_standby: 'off',
    shared_preload_libraries: '',
    ssl: 'off',
    logging_collector: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    lc_messages: 'C',
    shared_buffers: '256MB',
    max_wal_size: '4GB',
    // With no command, what is to be archived waits for the start of production: a new timeline's history is among it.
    archive_mode: archiving === 'keep' ? 'on' : 'off',
    archive_command: '',
    fsync: isDurable ? 'on' : 'off',
  }
}

function isReady(data: string, pid: number): boolean {
  try {
    const lines = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')
    return Number(lines[0]) === pid && lines[STATUS_LINE]?.trim() === 'ready'
  } catch {
    // It has not written the file yet.
    return false
  }
}

function timeIn(line: string): Date | null {
  const [, text] = REACHED.exec(line) ?? []
  return text === undefined ? null : new Date(`${text.replace(' ', 'T')}Z`)
}

function whyEnded(lastWords: string): string {
  const lines = lastWords.split('\n').slice(-12).join('\n')
  const sentence = /recovery ended before configured recovery target was reached/.test(lastWords)
    ? 'the archive ends before this moment: no transaction of that time or later was archived. --to latest restores all there is.'
    : /invalid checkpoint record|could not locate|could not read|invalid page|PANIC/.test(lastWords)
      ? 'the restored cluster is damaged: try an earlier backup with --backup.'
      : 'PostgreSQL does not start on the restored cluster.'
  return `restore: ${sentence}\n${lines}`
}
