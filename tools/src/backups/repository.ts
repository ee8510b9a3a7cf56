import * as z from 'zod'
import { BackupError } from './backup-error.js'
import type { Pgbackrest } from './pgbackrest.js'

/** A backup of the whole cluster. */
export interface Backup {
  /** Its name in the repository, such as 20261130-000001F. */
  readonly label: string
  readonly startedAt: Date
  /** From this moment on the cluster can be restored by it. */
  readonly stoppedAt: Date
  /** Of the cluster. */
  readonly bytes: number
  /** In the repository. */
  readonly storedBytes: number
  /** True when a page of the cluster had a wrong checksum. */
  readonly hasBadPages: boolean
}

export interface Repository {
  /** The oldest first. */
  readonly backups: readonly Backup[]
  /** Major version of PostgreSQL; null before the first backup. */
  readonly postgresVersion: string | null
}

const info = z.array(
  z.object({
    status: z.object({ code: z.number(), message: z.string() }),
    db: z.array(z.object({ version: z.string() })).default([]),
    repo: z.array(z.object({ status: z.object({ code: z.number(), message: z.string() }) })).default([]),
    backup: z
      .array(
        z.object({
          label: z.string(),
          error: z.boolean().nullish(),
          timestamp: z.object({ start: z.number(), stop: z.number() }),
          info: z.object({
            size: z.number(),
            repository: z.object({ size: z.number().optional(), delta: z.number() }),
          }),
        }),
      )
      .default([]),
  }),
)

/** Of pgBackRest's status: nothing was ever backed up; everything else that is not 0 is trouble. */
const EMPTY_CODES: ReadonlySet<number> = new Set([1, 2, 3])

/** @throws BackupError when the repository cannot be read: a wrong key, a corrupted file, a store that is away. */
export async function readRepository(pgbackrest: Pgbackrest): Promise<Repository> {
  return parseRepository(await pgbackrest.run('info', ['--output=json']))
}

export function parseRepository(text: string): Repository {
  // A wrong key decrypts to arbitrary bytes, and pgBackRest repeats those unescaped in its message.
  const [stanza] = info.parse(JSON.parse(text.replaceAll(/\p{Cc}/gu, ' ')))
  if (stanza === undefined) return { backups: [], postgresVersion: null }
  const faults = [stanza.status, ...stanza.repo.map(({ status }) => status)].filter(
    ({ code }) => code !== 0 && !EMPTY_CODES.has(code),
  )
  const [fault] = faults
  if (fault !== undefined) throw new BackupError(unreadable(faults.map(({ message }) => message).join('\n')))
  const backups = stanza.backup.map(({ label, error, timestamp, info: { size, repository } }) => ({
    label,
    startedAt: new Date(timestamp.start * 1000),
    stoppedAt: new Date(timestamp.stop * 1000),
    bytes: size,
    storedBytes: repository.size ?? repository.delta,
    hasBadPages: error === true,
  }))
  return { backups, postgresVersion: stanza.db.at(-1)?.version ?? null }
}

function unreadable(message: string): string {
  const sentence = /(?:Crypto|Format|Checksum)Error/.test(message)
    ? 'BACKUP_KEY does not open this repository, or its first files are corrupted'
    : 'the repository cannot be read'
  return `backup: ${sentence}. Nothing was changed.\n  pgbackrest info: ${message}`
}
