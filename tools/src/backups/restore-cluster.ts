import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { connectClient } from '@waystone/kit/postgres'
import { processIdentity } from '@waystone/kit/process'
import { BackupError } from './backup-error.js'
import { startCluster, type ClusterServer } from './cluster-server.js'
import type { Pgbackrest } from './pgbackrest.js'
import type { Backup } from './repository.js'
import { targetOf, type RestorePoint } from './restore-point.js'
import type { Account } from './run-tool.js'
import type { Steps } from './steps.js'
import { checkTarget } from './target-directory.js'

export interface RestoreOptions {
  readonly pgbackrest: Pgbackrest
  readonly account: Account | undefined
  readonly backup: Backup
  readonly point: RestorePoint
  readonly superuser: string
  readonly bin: string
  readonly scratch: string
  readonly steps: Steps
  /** The only database whose rows are needed; without it all are restored. */
  readonly only?: string
  /** A timeline that is not the newest: what happened before a later restore. */
  readonly timeline?: string | undefined
}

/** Fetches the files of a backup into a new folder, with what has PostgreSQL replay up to the point. */
export async function fetchCluster(directory: string, options: RestoreOptions): Promise<void> {
  const { pgbackrest, account, backup, point, steps, only, timeline } = options
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (account !== undefined) chownSync(directory, account.uid, account.gid)
  await steps.run(`fetching backup ${backup.label}`, () =>
    pgbackrest.run('restore', [
      `--pg1-path=${directory}`,
      `--set=${backup.label}`,
      ...(point.kind === 'time'
        ? ['--type=time', `--target=${targetOf(point.at)}`, '--target-action=promote']
        : ['--type=default']),
      ...(only === undefined ? [] : [`--db-include=${only}`]),
      ...(timeline === undefined ? [] : [`--target-timeline=${timeline}`]),
    ]),
  )
}

/**
 * Restores the cluster to a point, beside its place, and moves it there once it has come up: whatever fails before,
 * the target is as it was.
 * @returns the moment of the last transaction that it has.
 * @throws BackupError when the archive does not reach the point, or the repository is damaged.
 */
export async function restoreCluster(
  target: string,
  options: RestoreOptions & {
    /** A copy to look at beside the running system, into whose archive it must never write. */
    readonly isCopy: boolean
  },
): Promise<Date | null> {
  const { isCopy } = options
  const unfinished = `${target}.restoring`
  // Of a restore that was killed.
  rmSync(unfinished, { recursive: true, force: true })
  try {
    await fetchCluster(unfinished, options)
    const server = await options.steps.run('replaying WAL', () =>
      startCluster({ ...options, data: unfinished, archiving: isCopy ? 'none' : 'keep', isDurable: true }),
    )
    try {
      await forgetRecovery(server, { isCopy })
    } finally {
      await server.stop()
    }
    if (existsSync(target)) rmdirSync(target)
    renameSync(unfinished, target)
    return server.reachedAt
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw error
  }
}

/** A cluster to look at, which is gone afterwards and archives nothing. */
export async function withScratchCluster<T>(
  options: RestoreOptions,
  work: (server: ClusterServer) => Promise<T>,
): Promise<T> {
  const directory = path.join(options.scratch, 'cluster')
  const giveUp = takeScratch(options.scratch)
  try {
    // Of a run that was killed.
    rmSync(directory, { recursive: true, force: true })
    checkTarget(directory, { bytes: options.backup.bytes })
    await fetchCluster(directory, options)
    const server = await options.steps.run('replaying WAL', () =>
      startCluster({ ...options, data: directory, archiving: 'none', isDurable: false }),
    )
    try {
      return await work(server)
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
    giveUp()
  }
}

/** One scratch cluster at a time: each may be as large as production. @returns what gives the place up. */
function takeScratch(scratch: string): () => void {
  const file = path.join(scratch, 'owner')
  const owner = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (owner !== '' && processIdentity(Number.parseInt(owner, 10)) === owner)
    throw new BackupError(
      `restore: process ${Number.parseInt(owner, 10)} uses ${scratch}: try again when it has ended.`,
    )
  writeFileSync(file, processIdentity(process.pid) ?? '')
  return () => rmSync(file, { force: true })
}

/** A standby that is made of this cluster later must not replay up to the old point again. */
async function forgetRecovery(server: ClusterServer, { isCopy }: { readonly isCopy: boolean }): Promise<void> {
  const client = await connectClient({ connectionString: server.url('postgres') })
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT name FROM pg_settings WHERE sourcefile LIKE '%postgresql.auto.conf' AND (name = 'restore_command' OR name LIKE 'recovery\\_target%')`,
    )
    for (const { name } of rows) await client.query(`ALTER SYSTEM RESET ${name}`)
    if (isCopy) await client.query('ALTER SYSTEM SET archive_mode = off')
  } finally {
    await client.end()
  }
}
