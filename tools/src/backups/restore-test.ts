import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { auditEconomy, openAuditedDatabases, type Finding } from '@waystone/audit'
import * as z from 'zod'
import type { ClusterServer } from './cluster-server.js'
import { withScratchCluster, type RestoreOptions } from './restore-cluster.js'

export interface RestoreTest {
  /** Of the backup that was restored. */
  readonly backup: string
  readonly at: Date
  /** Of the newest transaction that the archive gave back; null where none came after the backup. */
  readonly reachedAt: Date | null
  /** Invariants that do not hold. */
  readonly violations: number
  readonly findings: readonly Finding[]
}

const RESULTS_FILE = 'restore-tests.json'
const RESULTS_MAX = 100

/** Restores the newest backup and all WAL after it into a scratch cluster, and checks the economy there. */
export async function testRestore(options: RestoreOptions & { readonly now: () => Date }): Promise<RestoreTest> {
  const { backup, now, steps } = options
  return await withScratchCluster(options, async server => {
    const findings = await steps.run('auditing the economy', () => auditCluster(server))
    const violations = findings.filter(finding => finding.violations > 0).length
    return { backup: backup.label, at: now(), reachedAt: server.reachedAt, violations, findings }
  })
}

/** Every invariant of the audit, on the databases of a restored cluster. */
export async function auditCluster(server: ClusterServer): Promise<readonly Finding[]> {
  const audited = openAuditedDatabases({
    urlOf: name => server.url(`waystone_${name}`),
    applicationName: 'restore-test',
  })
  const findings: Finding[] = []
  try {
    await auditEconomy({ sources: audited.sources, settled: false, report: finding => findings.push(finding) })
    return findings
  } finally {
    await audited.close()
  }
}

const results = z.array(z.object({ backup: z.string(), at: z.iso.datetime(), violations: z.number() }))
type Result = z.output<typeof results>[number]

/** Reads the results of past tests, the oldest first. */
export function readTests(work: string): readonly Result[] {
  const file = path.join(work, RESULTS_FILE)
  return existsSync(file) ? results.parse(JSON.parse(readFileSync(file, 'utf8'))) : []
}

export function keepTest(work: string, { backup, at, violations }: RestoreTest): void {
  const kept = [...readTests(work), { backup, at: at.toISOString(), violations }].slice(-RESULTS_MAX)
  writeFileSync(path.join(work, RESULTS_FILE), JSON.stringify(kept))
}
