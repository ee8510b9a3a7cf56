import path from 'node:path'
import { parseConfig } from '@waystone/kit/config'
import * as z from 'zod'

/** 32 random bytes or more, in base64 or base64url. */
const KEY = /^[A-Za-z0-9+/_-]{43,}={0,2}$/
const newKeyCommand = 'openssl rand -base64 48'
const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/[\w./-]*)?$/
const RETENTION_DAYS_MAX = 365
const PROCESSES_MAX = 32

/** A value of pgBackRest's configuration ends with its line. */
const oneLine = z.string().regex(/^[^\p{Cc}]+$/u, 'expected one line of printable characters')
const absolutePath = oneLine.refine(path.isAbsolute, 'expected an absolute path')
const secretText = z.string().regex(/^[!-~]+$/, 'expected printable characters without spaces')

const shape = {
  /** A directory, or s3://bucket/prefix. */
  BACKUP_REPOSITORY: oneLine.refine(
    text => path.isAbsolute(text) || BUCKET.test(text),
    'expected an absolute path, or s3://bucket/prefix',
  ),
  BACKUP_KEY: z
    .string({ error: `is needed: without it nothing can be backed up or restored; ${newKeyCommand} prints a new one` })
    .regex(KEY, `expected at least 43 characters of base64; ${newKeyCommand} prints a new one`),
  BACKUP_S3_ENDPOINT: oneLine.optional(),
  BACKUP_S3_REGION: oneLine.optional(),
  BACKUP_S3_ACCESS_KEY: secretText.optional(),
  BACKUP_S3_SECRET_KEY: secretText.optional(),
  /** `path` is what most stores other than Amazon's take. */
  BACKUP_S3_URI_STYLE: z.enum(['host', 'path']).default('host'),
  BACKUP_S3_CA_FILE: absolutePath.optional(),
  BACKUP_POSTGRES_DATA: absolutePath,
  BACKUP_POSTGRES_SOCKET: absolutePath.default('/var/run/postgresql'),
  BACKUP_POSTGRES_PORT: z.coerce.number().int().min(1).max(65_535).default(5432),
  BACKUP_POSTGRES_USER: oneLine.default('postgres'),
  /** Where initdb, postgres and pg_dump are; without it, Debian's folder of the cluster's version. */
  BACKUP_POSTGRES_BIN: absolutePath.optional(),
  /** The program, where it is not on PATH. */
  BACKUP_PGBACKREST: oneLine.default('pgbackrest'),
  BACKUP_RETENTION_DAYS: z.coerce.number().int().min(1).max(RETENTION_DAYS_MAX).default(30),
  BACKUP_PROCESSES: z.coerce.number().int().min(1).max(PROCESSES_MAX).default(2),
  /** pgBackRest's configuration, which holds the secrets: readable by its owner only. */
  BACKUP_CONFIG_FILE: absolutePath.default('/etc/pgbackrest/waystone.conf'),
  /** Locks, scratch clusters, and what is known of past runs. */
  BACKUP_WORK_DIRECTORY: absolutePath.default('/var/lib/waystone-backups'),
  /** For the textfile collector of node-exporter. */
  BACKUP_METRICS_FILE: absolutePath.optional(),
}

export type BackupSettings = z.output<z.ZodObject<typeof shape>>

type Env = Readonly<Record<string, string | undefined>>

/** The names of all settings, for the pages and files that repeat them. */
export const backupSettingNames: readonly string[] = Object.keys(shape)

/** @throws ConfigError naming all that is wrong, without the value of a secret. */
export const readBackupSettings = (env: Env): BackupSettings => parseConfig(shape, env, missingOfStore)

/** A store in the cloud needs all four; a directory needs none. */
function missingOfStore(present: Readonly<Record<string, string>>): readonly string[] {
  if (!(present['BACKUP_REPOSITORY'] ?? '').startsWith('s3://')) return []
  return ['BACKUP_S3_ENDPOINT', 'BACKUP_S3_REGION', 'BACKUP_S3_ACCESS_KEY', 'BACKUP_S3_SECRET_KEY']
    .filter(name => present[name] === undefined)
    .map(name => `${name}: is needed beside a BACKUP_REPOSITORY of s3://`)
}

/** A repository in a store: its bucket, and the path within. Null for a directory. */
export function bucketOf(repository: string): { readonly bucket: string; readonly path: string } | null {
  const [, bucket, prefix = ''] = BUCKET.exec(repository) ?? []
  return bucket === undefined ? null : { bucket, path: `/${prefix.replaceAll(/^\/+|\/+$/g, '')}` }
}
