import { BackupError } from './backup-error.js'
import type { Backup } from './repository.js'

/** The moment that a cluster is restored to: `latest` is the end of what was archived. */
export type RestorePoint = { readonly kind: 'latest' } | { readonly kind: 'time'; readonly at: Date }

const LATEST = 'latest'
/** A zone is asked for: a restore to the right hour of the wrong zone is found out too late. */
const TIME = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})$/
const EXPECTED = `expected "${LATEST}", or a time with its zone, such as 2026-11-30T12:34:56Z or 2026-11-30T13:34:56+01:00`

/** @throws BackupError when the text names no moment. */
export function parseRestorePoint(text: string): RestorePoint {
  if (text === LATEST) return { kind: LATEST }
  const [, year, month, day] = TIME.exec(text) ?? []
  const at = new Date(text.replace(' ', 'T'))
  // Date takes the 31st of February for a day of March.
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
  if (year === undefined || Number.isNaN(at.getTime()) || !isDay)
    throw new BackupError(`restore: --to ${JSON.stringify(text)}: ${EXPECTED}`)
  return { kind: 'time', at }
}

/**
 * The backup that a restore begins with: the newest that was complete by then.
 * @throws BackupError for a moment that no backup reaches, or that has not come yet.
 */
export function backupFor(point: RestorePoint, { backups, now }: { backups: readonly Backup[]; now: Date }): Backup {
  const first = backups[0]
  const newest = backups.at(-1)
  if (first === undefined || newest === undefined)
    throw new BackupError('restore: the repository holds no backup yet: "waystone backup run" makes the first one.')
  if (point.kind === 'latest') return newest
  const to = point.at.toISOString()
  if (point.at > now) throw new BackupError(`restore: --to ${to} is in the future: it is ${now.toISOString()} now.`)
  const found = backups.findLast(({ stoppedAt }) => stoppedAt <= point.at)
  if (found === undefined)
    throw new BackupError(
      `restore: --to ${to} is before the first backup: the earliest moment is ${first.stoppedAt.toISOString()} (${first.label}).`,
    )
  return found
}

/** As PostgreSQL reads it, with its zone. */
export const targetOf = (at: Date): string => at.toISOString().replace('T', ' ').replace('Z', '+00')
