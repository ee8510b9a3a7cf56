import { AggregatorRegistry, type Registry } from 'prom-client'

/** The metrics of one process at one time, in a form that can be sent to another one. */
export type MetricsSnapshot = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

/** Metrics that only grow: they stay true after their process has ended. */
const COUNTING: ReadonlySet<string> = new Set(['counter', 'histogram', 'summary'])

/**
 * Joins the metrics of the processes of one service into those of the service. Counters and histograms are summed, and
 * gauges as their `aggregator` says: by default summed, too. Gauges whose value is unknown (NaN) are left out.
 * @param snapshots the oldest process first.
 */
export function joinMetrics(snapshots: readonly MetricsSnapshot[]): Registry {
  return AggregatorRegistry.aggregate(snapshots.map(snapshot => snapshot.map(joinable)))
}

/** The counters and histograms of a snapshot: what an ended process leaves to the sum. */
export const countsOf = (snapshot: MetricsSnapshot): MetricsSnapshot =>
  snapshot.filter(({ type }) => COUNTING.has(String(type)))

/**
 * prom-client averages how late the event loops are, which hides the one that is late, and leaves out the start of the
 * process, which says since when counters count. Here the latest loop counts, and the first start.
 */
function joinable(metric: MetricsSnapshot[number]): MetricsSnapshot[number] {
  const { aggregator, values } = metric
  const known = { ...metric, values: values.filter(({ value }) => !Number.isNaN(value)) }
  if (aggregator === 'average') return { ...known, aggregator: 'max' }
  return aggregator === 'omit' ? { ...known, aggregator: 'min' } : known
}
