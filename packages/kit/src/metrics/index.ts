import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import { VERSION } from '../version/index.js'

export { Counter, Gauge, Registry }
export { createHistogram, type Observer } from './histogram.js'
export { countsOf, joinMetrics, type MetricsSnapshot } from './join-metrics.js'
export { writeMetricsFile } from './metrics-file.js'
export { sharedCounter, sharedGauge, sharedHistogram } from './shared.js'

/** A registry of its own for one process, with Node's default metrics and the build in it when asked. */
export function createMetrics(options: { service: string; processMetrics?: boolean }): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ service: options.service })
  if (options.processMetrics === true) {
    collectDefaultMetrics({ register: registry })
    showBuild(registry)
  }
  return registry
}

/** Always 1: its labels are joined to other metrics, and tell which versions run side by side. */
function showBuild(registry: Registry): void {
  new Gauge({
    name: 'waystone_build_info',
    help: 'The version of Waystone that this process runs, and that of Node',
    labelNames: ['version', 'node'],
    aggregator: 'first',
    registers: [registry],
  }).set({ version: VERSION, node: process.versions.node }, 1)
}
