import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'

const alert = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.object({ severity: z.enum(['page', 'ticket', 'none']) }).loose(),
  annotations: z.strictObject({ summary: z.string(), runbook_url: z.string() }),
})
const record = z.strictObject({ record: z.string(), expr: z.string() })
const rulesFile = z.object({
  groups: z.array(z.object({ name: z.string(), rules: z.array(z.union([alert, record])) })),
})
const testFile = z.object({
  tests: z.array(
    z.object({
      name: z.string(),
      alert_rule_test: z.array(z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) })),
    }),
  ),
})

export type Alert = z.infer<typeof alert>
export type Recording = z.infer<typeof record>

/** All rules of a directory of Prometheus' files, in which every alert has a severity, a summary and a runbook. */
export function readRules(directory: string): { alerts: readonly Alert[]; recordings: readonly Recording[] } {
  const rules = yamlFiles(directory).flatMap(file => rulesFile.parse(file).groups.flatMap(group => group.rules))
  return {
    alerts: rules.filter(rule => 'alert' in rule),
    recordings: rules.filter(rule => 'record' in rule),
  }
}

/** Of the unit tests for promtool: the alerts that are expected to fire somewhere, and those that are not. */
export function readRuleTests(directory: string): { fires: ReadonlySet<string>; keepsQuiet: ReadonlySet<string> } {
  const tests = yamlFiles(directory).flatMap(file => testFile.parse(file).tests)
  const named = (is: (expected: readonly unknown[]) => boolean) =>
    new Set(
      tests.flatMap(test =>
        test.alert_rule_test.flatMap(({ alertname, exp_alerts: expected }) => (is(expected) ? [alertname] : [])),
      ),
    )
  return { fires: named(({ length }) => length > 0), keepsQuiet: named(({ length }) => length === 0) }
}

const yamlFiles = (directory: string): unknown[] =>
  readdirSync(directory)
    .toSorted()
    .map(name => parse(readFileSync(path.join(directory, name), 'utf8')) as unknown)

/** Names that Waystone does not export: of Prometheus, node exporter and blackbox exporter. */
const foreign = /^(up|node_filesystem_(avail|size)_bytes|probe_(success|ssl_earliest_cert_expiry))$/
const metricName = /\b(?:waystone|process|nodejs|node|probe)_\w+|\bup\b/g

/**
 * The metrics that an expression asks for, histograms by their own name.
 * @param known names of the list
 */
export function metricsOf(expr: string, known: ReadonlySet<string>): readonly string[] {
  const withoutLabels = expr.replaceAll(/\{[^}]*\}/g, '')
  return [...withoutLabels.matchAll(metricName)]
    .map(([name]) => name)
    .filter(name => !foreign.test(name))
    .map(name => (known.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')))
}
