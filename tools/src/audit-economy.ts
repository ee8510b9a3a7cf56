import { auditedSubgraphs, auditEconomy, openAuditedDatabases, type Finding } from '@waystone/audit'
import { createCommand, print, printJson } from '@waystone/kit/command'
import { databaseUrlSetting, parseConfig, processSettings } from '@waystone/kit/config'
import { runMain } from '@waystone/kit/lifecycle'
import { settingsOfSystem } from '@waystone/kit/running-system'
import { writeAuditMetrics } from './audit-economy/audit-metrics.js'
import { findRefusedCalls } from './audit-economy/refused-calls.js'

const settings = {
  ...processSettings,
  USERS_DATABASE_URL: databaseUrlSetting,
  CHARACTERS_DATABASE_URL: databaseUrlSetting,
  QUESTS_DATABASE_URL: databaseUrlSetting,
  GACHA_DATABASE_URL: databaseUrlSetting,
  SOCIAL_DATABASE_URL: databaseUrlSetting,
  NOTIFICATIONS_DATABASE_URL: databaseUrlSetting,
}

const required = auditedSubgraphs.map(name => `${name.toUpperCase()}_DATABASE_URL`)

runMain(async () => {
  const program = createCommand('waystone audit')
    .description(
      'Checks every invariant of the economy over the databases of the subgraphs and that nothing personal is left of deleted accounts, and lists calls between services that were refused. Reads only; may run on a live system.',
    )
    .option('--settled', 'also what only holds when nothing is under way: no pull unfinished, no event waiting', false)
    .option('--json', 'print one JSON value', false)
    .option('--metrics-file <file>', 'also write the findings for the textfile collector of node exporter: ….prom')
    .option('--data <dir>', 'data directory of the running system', '.data')
    .addHelpText(
      'after',
      `
The databases are those of the system that runs on the data directory, or those of the environment:
${required.join(', ')}.
Exit code: 0 when all hold, 1 when one does not, 2 for wrong usage. Refused calls do not change it.`,
    )
    .parse()
  const { settled, json, data, metricsFile } = program.opts<{
    settled: boolean
    json: boolean
    data: string
    metricsFile?: string
  }>()
  const beganAt = new Date()
  const findings: Finding[] = []
  const env = await settingsOfSystem({ env: process.env, required, directory: data, below: ['distributed'] })
  const config = parseConfig(settings, env)
  const { databases, sources, close } = openAuditedDatabases({
    urlOf: name => config[`${name.toUpperCase() as Uppercase<typeof name>}_DATABASE_URL`],
    applicationName: 'audit',
  })
  try {
    const violated = await auditEconomy({
      sources,
      settled,
      report: finding => {
        findings.push(finding)
        if (!json) report(finding)
      },
      onRows: showRows,
    })
    if (metricsFile !== undefined) await writeAuditMetrics(metricsFile, { findings, beganAt })
    const refusedCalls = []
    for (const name of auditedSubgraphs) {
      const { count, lines } = await findRefusedCalls(databases[name].primary)
      refusedCalls.push({ subgraph: name, count, lines })
    }
    process.exitCode = violated === 0 ? 0 : 1
    if (json) return printJson({ ok: violated === 0, violated, findings, refusedCalls })
    for (const { subgraph, count, lines } of refusedCalls) {
      if (count > 0) print(`! ${subgraph} has refused ${count} call(s) between services within 24 hours`)
      for (const line of lines) print(`    ${line}`)
    }
    print(violated === 0 ? 'All invariants hold.' : `${violated} invariant(s) do not hold.`)
  } finally {
    await close()
  }
})

function report({ title, violations, examples }: Finding): void {
  print(violations === 0 ? `✓ ${title}` : `✗ ${title}: ${violations} violation(s)`)
  for (const example of examples) print(`    ${example}`)
}

function showRows(title: string, rows: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r  ${title}: ${rows.toLocaleString('en')} rows\u001b[K\r`)
}
