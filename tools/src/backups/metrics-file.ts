import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { writeMetricsFile } from '@waystone/kit/metrics'

/** The metrics of backups, for the textfile collector of node-exporter. */
const METRICS = {
  waystone_backup_last_success_timestamp_seconds:
    'When a backup last succeeded: full of the whole cluster, wal reached the repository, logical of every database.',
  waystone_restore_test_last_success_timestamp_seconds:
    'When a backup was last restored into a scratch cluster that then passed the audit of the economy.',
  waystone_restore_test_invariant_violations: 'Invariants that did not hold in the cluster that was restored last.',
} as const

export type BackupKind = 'full' | 'wal' | 'logical'

export interface BackupMetrics {
  readonly backups?: Readonly<Partial<Record<BackupKind, Date>>>
  readonly restoreTest?: { readonly at: Date; readonly violations: number }
}

/**
 * Writes what has happened now into the file, and keeps what it says of other kinds. The file is replaced in one step:
 * a collector reads the old one or the new one.
 */
export function writeMetrics(file: string | undefined, happened: BackupMetrics): void {
  if (file === undefined) return
  const series = existsSync(file) ? parseSeries(readFileSync(file, 'utf8')) : new Map<string, string>()
  for (const [kind, at] of Object.entries(happened.backups ?? {}))
    series.set(`waystone_backup_last_success_timestamp_seconds{kind="${kind}"}`, secondsOf(at))
  if (happened.restoreTest !== undefined) {
    const { at, violations } = happened.restoreTest
    series.set('waystone_restore_test_invariant_violations', String(violations))
    if (violations === 0) series.set('waystone_restore_test_last_success_timestamp_seconds', secondsOf(at))
  }
  mkdirSync(path.dirname(file), { recursive: true })
  writeMetricsFile(file, render(series))
}

function parseSeries(text: string): Map<string, string> {
  const lines = text.split('\n').filter(line => line.startsWith('waystone_'))
  return new Map(
    lines.map(line => {
      const space = line.lastIndexOf(' ')
      return [line.slice(0, space), line.slice(space + 1)]
    }),
  )
}

const render = (series: ReadonlyMap<string, string>): string =>
  Object.entries(METRICS)
    .flatMap(([name, help]) => {
      const own = [...series].filter(([each]) => each.replace(/\{.*/, '') === name)
      if (own.length === 0) return []
      return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...own.map(entry => entry.join(' '))]
    })
    .map(line => `${line}\n`)
    .join('')

const secondsOf = (at: Date): string => String(Math.floor(at.getTime() / 1000))
