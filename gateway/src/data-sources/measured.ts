import { createHistogram, type Observer, type Registry } from '@waystone/kit/metrics'
import type { Stopwatch } from '../plugins/stopwatch.js'
import { DURATION_BUCKETS_S } from '../plugins/use-metrics.js'
import type { DataSource } from './data-source.js'

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
