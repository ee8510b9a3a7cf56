import type { Stopwatch } from '@waystone/kit/clock'
import { createHistogram, type Observer, type Registry } from '@waystone/kit/metrics'
import type { DataSource } from '../requests/subgraph-request.js'

/** Of requests, and of the fetches for them. */
export const DURATION_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** Measures each fetch by subgraph and outcome: with GraphQL errors or without. */
export function measureDataSources(options: {
  metrics: Registry
  stopwatch: Stopwatch
}): (name: string, source: DataSource) => DataSource {
  const { metrics, stopwatch } = options
  const duration = createHistogram(metrics, {
    name: 'waystone_gateway_subgraph_duration_seconds',
    help: 'Fetches from subgraphs, by subgraph and outcome.',
    labelNames: ['subgraph', 'outcome'],
    buckets: DURATION_BUCKETS_S,
  })
  return (subgraph, source) => {
    const ok = duration.labels(subgraph, 'ok')
    let errors: Observer | undefined
    return {
      ...source,
      execute: async request => {
        const elapsedMs = stopwatch()
        const response = await source.execute(request)
        const seconds = elapsedMs() / 1000
        if ((response.errors?.length ?? 0) === 0) ok.observe(seconds)
        else (errors ??= duration.labels(subgraph, 'errors')).observe(seconds)
        return response
      },
    }
  }
}
