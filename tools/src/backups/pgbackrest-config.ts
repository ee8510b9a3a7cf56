import path from 'node:path'
import { bucketOf, type BackupSettings } from './settings.js'

/** The name under which pgBackRest knows the cluster: all databases of Waystone together. */
export const STANZA = 'waystone'
/** The most that a lost machine takes with it: a segment of WAL that is not full is archived after so long. */
export const ARCHIVE_TIMEOUT_SECONDS = 60
/** How long a backup waits for its last segment to arrive. */
const ARRIVAL_TIMEOUT_SECONDS = 120

/**
 * Renders pgBackRest's configuration. It holds the key, which is never passed as an argument: every account of the
 * machine can read arguments.
 */
export function renderPgbackrestConfig(settings: BackupSettings): string {
  const work = settings.BACKUP_WORK_DIRECTORY
  return section('global', {
    ...repositoryOptions(settings),
    'repo1-cipher-type': 'aes-256-cbc',
    'repo1-cipher-pass': settings.BACKUP_KEY,
    'repo1-retention-full-type': 'time',
    'repo1-retention-full': settings.BACKUP_RETENTION_DAYS,
    'process-max': settings.BACKUP_PROCESSES,
    'compress-type': 'zst',
    'start-fast': 'y',
    'archive-timeout': ARRIVAL_TIMEOUT_SECONDS,
    'log-level-console': 'info',
    'log-level-file': 'off',
    'log-level-stderr': 'off',
    'lock-path': path.join(work, 'lock'),
    'spool-path': path.join(work, 'spool'),
  }).concat(
    section(STANZA, {
      'pg1-path': settings.BACKUP_POSTGRES_DATA,
      'pg1-socket-path': settings.BACKUP_POSTGRES_SOCKET,
      'pg1-port': settings.BACKUP_POSTGRES_PORT,
      'pg1-user': settings.BACKUP_POSTGRES_USER,
    }),
  )
}

/** PostgreSQL's side: included by postgresql.conf; archive_mode counts from the next start. */
export function renderPostgresSettings(settings: BackupSettings): string {
  const { BACKUP_PGBACKREST: program, BACKUP_CONFIG_FILE: file } = settings
  const command = `${program} --config=${file} --stanza=${STANZA} archive-push %p`
  return `# Made by "npx waystone backup configure".
wal_level = replica
archive_mode = on
archive_command = '${command.replaceAll("'", "''")}'
archive_timeout = ${ARCHIVE_TIMEOUT_SECONDS}s
`
}

function repositoryOptions(settings: BackupSettings): Record<string, string | number | undefined> {
  const store = bucketOf(settings.BACKUP_REPOSITORY)
  if (store === null) return { 'repo1-type': 'posix', 'repo1-path': settings.BACKUP_REPOSITORY }
  return {
    'repo1-type': 's3',
    'repo1-path': store.path,
    'repo1-s3-bucket': store.bucket,
    'repo1-s3-endpoint': settings.BACKUP_S3_ENDPOINT,
    'repo1-s3-region': settings.BACKUP_S3_REGION,
    'repo1-s3-key': settings.BACKUP_S3_ACCESS_KEY,
    'repo1-s3-key-secret': settings.BACKUP_S3_SECRET_KEY,
    'repo1-s3-uri-style': settings.BACKUP_S3_URI_STYLE,
    'repo1-storage-ca-file': settings.BACKUP_S3_CA_FILE,
  }
}

const section = (name: string, options: Readonly<Record<string, string | number | undefined>>): string =>
  `[${name}]\n${Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([option, value]) => `${option}=${value}\n`)
    .join('')}`
