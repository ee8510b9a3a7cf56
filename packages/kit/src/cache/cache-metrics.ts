import { sharedCounter, type Registry } from '../metrics/index.js'

export function createCacheMetrics(registry: Registry) {
  return {
    reads: sharedCounter(registry, {
      name: 'waystone_cache_reads_total',
      help: 'Entities asked for: found (hit), loaded (miss), or loaded because the cache must not be used now (bypassed)',
      labelNames: ['namespace', 'kind', 'outcome'],
    }),
    generations: sharedCounter(registry, {
      name: 'waystone_cache_generations_total',
      help: 'How often this process declared everything in the cache void, since an invalidation may have been lost',
      labelNames: ['namespace'],
    }),
    unconfirmed: sharedCounter(registry, {
      name: 'waystone_cache_unconfirmed_invalidations_total',
      help: 'Invalidations that Redis did not confirm',
      labelNames: ['namespace'],
    }),
  }
}

export type CacheMetrics = ReturnType<typeof createCacheMetrics>
