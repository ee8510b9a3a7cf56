import type { ShownMetrics } from '@waystone/kit/http'
import { countsOf, joinMetrics, type MetricsSnapshot, type Registry } from '@waystone/kit/metrics'

/** A worker that can be asked for its metrics. */
export interface MeasuredWorker {
  /** Rejects when it does not answer. */
  snapshot(): Promise<MetricsSnapshot>
}

export interface GatheredMetrics extends ShownMetrics {
  /** To be called when a worker has ended: what it counted until it was last asked stays in the sums. */
  ended(worker: MeasuredWorker): void
}

/**
 * The metrics of all workers and of the primary as those of one gateway. Counters never fall when a worker ends, since
 * Prometheus would take that for a restart, and count all that the others have counted once more.
 */
export function gatherMetrics(options: {
  /** Of the primary, which is the oldest of the processes. */
  readonly own: Registry
  readonly workers: () => readonly MeasuredWorker[]
}): GatheredMetrics {
  const { own, workers } = options
  const last = new Map<MeasuredWorker, MetricsSnapshot>()
  const hasEnded = new WeakSet<MeasuredWorker>()
  let left: Promise<MetricsSnapshot> = Promise.resolve([])

  const refresh = async (worker: MeasuredWorker): Promise<void> => {
    // A worker that is too busy to answer counts with what it told last.
    const snapshot = await worker.snapshot().catch(() => null)
    if (snapshot !== null && !hasEnded.has(worker)) last.set(worker, snapshot)
  }
  return {
    contentType: own.contentType,
    metrics: async () => {
      const [ofPrimary] = await Promise.all([own.getMetricsAsJSON(), ...workers().map(refresh)])
      // Read in one turn: a worker that ends is in one of the two.
      const [ofEnded, ofWorkers] = [left, [...last.values()]]
      return await joinMetrics([ofPrimary, await ofEnded, ...ofWorkers]).metrics()
    },
    ended: worker => {
      hasEnded.add(worker)
      const snapshot = last.get(worker)
      last.delete(worker)
      if (snapshot === undefined) return
      left = left.then(before => joinMetrics([before, countsOf(snapshot)]).getMetricsAsJSON())
    },
  }
}
