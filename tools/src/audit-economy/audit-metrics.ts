import type { Finding } from '@waystone/audit'
import { createMetrics, Gauge, writeMetricsFile } from '@waystone/kit/metrics'

/**
 * Writes what an audit found where Prometheus finds it. An audit that fails writes nothing, so its last run
 * grows old, which raises an alert.
 */
export async function writeAuditMetrics(
  file: string,
  { findings, beganAt }: { findings: readonly Finding[]; beganAt: Date },
): Promise<void> {
  const registry = createMetrics({ service: 'audit' })
  const violations = new Gauge({
    name: 'waystone_invariant_violations',
    help: 'Violations of an invariant that the last audit has found',
    labelNames: ['invariant'],
    registers: [registry],
  })
  for (const { title, violations: found } of findings) violations.set({ invariant: title }, found)
  new Gauge({
    name: 'waystone_audit_last_run_timestamp_seconds',
    help: 'When the last audit that came to its end began',
    registers: [registry],
  }).set(Math.floor(beganAt.getTime() / 1_000))
  writeMetricsFile(file, await registry.metrics())
}
