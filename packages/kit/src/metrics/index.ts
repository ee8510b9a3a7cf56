import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'

export { Counter, Gauge, Registry }
export { createHistogram, type Observer } from './histogram.js'
export { sharedCounter, sharedGauge, sharedHistogram } from './shared.js'

/** A registry of its own for one process, with Node's default metrics in it when asked. */
export function createMetrics(options: { service: string; processMetrics?: boolean }): Registry {
  const registry = new Registry()
  registry.setDefaultLabels({ service: options.service })
  if (options.processMetrics === true) collectDefaultMetrics({ register: registry })
  return registry
}
