import type { Exporter, Metric } from './metric.js'

const titles: Readonly<Record<Exporter, string>> = {
  'every process': 'Every process',
  gateway: 'The gateway',
  subgraphs: 'Every subgraph',
  users: 'users',
  characters: 'characters',
  quests: 'quests',
  gacha: 'gacha',
  textfile: 'Commands, by files for node exporter',
}

const needs: Readonly<Record<NonNullable<Metric['needs']>, string>> = {
  REDIS_URL: 'with `REDIS_URL`',
  DATABASE_READ_URL: 'with `DATABASE_READ_URL`',
  ENTITY_CACHE: 'with `ENTITY_CACHE`',
  RATE_LIMIT: 'with `RATE_LIMIT_USER` or `RATE_LIMIT_ADDRESS`',
  documents: 'with trusted documents',
  policies: 'with `POLICY_URL`',
  HTTP: 'where services are processes of their own',
  GATEWAY_WORKERS: 'with `GATEWAY_WORKERS` above 1',
}

/** docs/metrics.md: what each process exports, made from the list. */
export function metricsPage(metrics: readonly Metric[]): string {
  const exporters = [...new Set(metrics.map(({ exporter }) => exporter))]
  const sections = exporters.map(exporter => {
    const rows = metrics.filter(metric => metric.exporter === exporter).map(rowOf)
    return `## ${titles[exporter]}\n\n| metric | type | labels | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return `${head}\n${sections.join('\n')}`
}

const head = `# Metrics

All that Waystone exports at \`/metrics\`, beside Node's own (\`process_…\`, \`nodejs_…\`). Each series of a process has the label \`service\`: \`gateway\`, \`users\`, …, or \`waystone\` for \`npm start\`, which is
all of them. How they are counted is in [operating.md](operating.md#metrics); rules, dashboards and runbooks are in [ops/](../ops/prometheus/README.md). This page is made of \`tools/src/watching/metrics.ts\` by
\`npm run ops:watching\`, and tests compare the list with what processes export.
`

function rowOf({ name, type, labels, meaning, needs: needed }: Metric): string {
  const shown = labels.map(label => `\`${label}\``).join(', ')
  const when = needed === undefined ? '' : ` (${needs[needed]})`
  return `| \`${name}\` | ${type} | ${shown} | ${meaning}${when} |`
}
