import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { writeMetrics } from './metrics-file.js'

test('each command renews its own metrics and keeps the others', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'waystone-metrics-'))
  const file = path.join(directory, 'backup.prom')
  const samples = () =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(line => line.startsWith('waystone_'))
  try {
    writeMetrics(file, { backups: { full: new Date(1_000_900), wal: new Date(1_000_000) } })
    writeMetrics(file, { backups: { wal: new Date(2_000_000) } })
    writeMetrics(file, { restoreTest: { at: new Date(3_000_000), violations: 0 } })
    // A test that finds something renews the count and not the success.
    writeMetrics(file, { restoreTest: { at: new Date(4_000_000), violations: 2 } })
    expect(samples()).toEqual([
      'waystone_backup_last_success_timestamp_seconds{kind="full"} 1000',
      'waystone_backup_last_success_timestamp_seconds{kind="wal"} 2000',
      'waystone_restore_test_last_success_timestamp_seconds 3000',
      'waystone_restore_test_invariant_violations 2',
    ])
    expect(readFileSync(file, 'utf8').match(/^# TYPE \S+ gauge$/gm)).toHaveLength(3)
  } finally {
    rmSync(directory, { recursive: true })
  }
})
