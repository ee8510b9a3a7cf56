import type { ClientLedger, Counts } from './ledger-of-clients.js'
import type { Recovery } from './recovery.js'

/** The effects of one fault. */
export interface FaultReport {
  readonly fault: string
  readonly operations: number
  readonly errors: number
  readonly reads: number
  readonly failedReads: number
  readonly recovery: Recovery
}

export const difference = (after: Counts, before: Counts): Counts => ({
  operations: after.operations - before.operations,
  errors: after.errors - before.errors,
  reads: after.reads - before.reads,
  failedReads: after.failedReads - before.failedReads,
})

const columns = ['fault', 'operations', 'errors', 'reads', 'failed reads', 'answers again', 'events again'] as const

/** The table that a run is judged by. */
export function reportTable(reports: readonly FaultReport[]): string {
  const rows = reports.map(({ fault, operations, errors, reads, failedReads, recovery }) => [
    fault,
    ...[operations, errors, reads, failedReads].map(String),
    `${(recovery.answersMs / 1000).toFixed(2)} s`,
    `${(recovery.eventsMs / 1000).toFixed(2)} s`,
  ])
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map(row => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |\n`
  return line(columns) + line(widths.map(width => '-'.repeat(width))) + rows.map(line).join('')
}

export function errorSummary({ messages, failedReadMessages }: ClientLedger): string {
  const lines = [...messages].toSorted((a, b) => b[1] - a[1]).slice(0, 15)
  const reads = [...new Set(failedReadMessages)].slice(0, 5).map(message => `  read: ${message}\n`)
  return lines.map(([message, times]) => `  ${times} × ${message}\n`).join('') + reads.join('')
}
