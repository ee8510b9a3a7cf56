import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { spawnSync } from 'node:child_process'
import { BackupError } from './backup-error.js'
import { openPgbackrest, type Pgbackrest } from './pgbackrest.js'
import type { Account } from './run-tool.js'
import { readBackupSettings, type BackupSettings } from './settings.js'
import { stepsOn, type Steps } from './steps.js'

/** All that the commands work with. */
export interface Backups {
  readonly settings: BackupSettings
  readonly pgbackrest: Pgbackrest
  readonly account: Account | undefined
  /** For scratch clusters. */
  readonly scratch: string
  readonly steps: Steps
}

const DEBIAN_SERVERS = '/usr/lib/postgresql'

/** @throws ConfigError for wrong settings. */
export function openBackups(env: Readonly<Record<string, string | undefined>>): Backups {
  const settings = readBackupSettings(env)
  const account = postgresAccount(settings.BACKUP_POSTGRES_USER)
  return {
    settings,
    account,
    pgbackrest: openPgbackrest(settings, account),
    scratch: path.join(settings.BACKUP_WORK_DIRECTORY, 'scratch'),
    steps: stepsOn(process.stderr),
  }
}

/** The programs of a version of PostgreSQL. @throws BackupError where they are not installed. */
export function serverPrograms({ BACKUP_POSTGRES_BIN: given }: BackupSettings, version: string | null): string {
  if (given !== undefined) {
    if (!existsSync(path.join(given, 'postgres')))
      throw new BackupError(`backup: BACKUP_POSTGRES_BIN (${given}) holds no postgres.`)
    return given
  }
  const installed = existsSync(DEBIAN_SERVERS) ? readdirSync(DEBIAN_SERVERS) : []
  const wanted = version ?? installed.toSorted((one, other) => Number(one) - Number(other)).at(-1)
  const bin = path.join(DEBIAN_SERVERS, wanted ?? '', 'bin')
  if (wanted === undefined || !existsSync(path.join(bin, 'postgres')))
    throw new BackupError(
      `backup: PostgreSQL ${wanted ?? ''} is not in ${DEBIAN_SERVERS}: install postgresql-${wanted ?? '18'}, or set BACKUP_POSTGRES_BIN to where its programs are.`,
    )
  return bin
}

/** The account that PostgreSQL runs as, where this process is root; pgBackRest's files belong to it, too. */
export function postgresAccount(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = ['-u', '-g'].map(flag => spawnSync('id', [flag, name], { encoding: 'utf8' }))
  if (uid?.status !== 0 || gid?.status !== 0)
    throw new BackupError(`backup: this machine has no account ${name}, which PostgreSQL runs as.`)
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}
