export { dashboards } from './watching/dashboards.js'
export { metrics } from './watching/metrics.js'
export { metricsOf, readRules } from './watching/rules.js'
