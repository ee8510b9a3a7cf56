import * as z from 'zod'
import { logLine } from '@waystone/kit/log-line'
import { dashboards } from './dashboards.js'
import { grafanaDashboard } from './grafana-dashboard.js'
import { metrics } from './metrics.js'
import { metricsPage } from './metrics-page.js'

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** The files that are made of the lists, by their paths from the root: `npm run ops:watching` writes them. */
export const madeFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ['docs/metrics.md', metricsPage(metrics)],
    ['ops/logs/log-line.schema.json', json(z.toJSONSchema(logLine))],
    ...dashboards.map(
      dashboard => [`ops/grafana/dashboards/${dashboard.uid}.json`, json(grafanaDashboard(dashboard))] as const,
    ),
  ])
