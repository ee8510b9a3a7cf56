import type { BusMetrics } from './bus-metrics.js'
import { hasAcknowledged, type StreamPosition } from './stream-positions.js'

/** How far one consumer is behind in one stream. */
export interface ConsumerLag {
  readonly group: string
  /** The stream's number among those of its producer, or `outbox` where events do not leave the process. */
  readonly stream: string
  readonly events: number
  /** When the oldest of them was handed over; null when there is none. */
  readonly oldestAtMs: number | null
}

/**
 * Computes each group's entries of a stream that it has not acknowledged yet, by the ids of the entries in
 * their order.
 */
export function lagsOf(options: {
  groups: readonly string[]
  shard: number
  sent: readonly { readonly streamId: string }[]
  positions: StreamPosition[1]
}): readonly ConsumerLag[] {
  const { groups, shard, sent, positions } = options
  return groups.map(group => {
    const first = sent.findIndex(({ streamId }) => !hasAcknowledged(positions, group, streamId))
    const oldest = sent[first]
    return {
      group,
      stream: String(shard),
      events: oldest === undefined ? 0 : sent.length - first,
      // Redis makes an entry's id of the time at which it was appended.
      oldestAtMs: oldest === undefined ? null : Number(oldest.streamId.split('-')[0]),
    }
  })
}

/** Shows the lags of a producer's consumers; `forgetRelay` takes them back. */
export function showLags(
  metrics: BusMetrics,
  { producer, lags, nowMs }: { producer: string; lags: readonly ConsumerLag[]; nowMs: number },
): void {
  for (const { group, stream, events, oldestAtMs } of lags) {
    metrics.waiting.set({ producer, group, stream }, events)
    const seconds = oldestAtMs === null ? 0 : Math.max(0, nowMs - oldestAtMs) / 1000
    metrics.waitingSeconds.set({ producer, group, stream }, seconds)
  }
}

/** Shows how much waits in a producer's outbox; `forgetRelay` takes it back. */
export function showBacklog(
  metrics: BusMetrics,
  { producer, events, oldestSeconds }: { producer: string; events: number; oldestSeconds: number },
): void {
  metrics.backlog.set({ producer }, events)
  metrics.oldest.set({ producer }, oldestSeconds)
}

/** A process that relays no more has no figures of the relay: its successor shows them. */
export async function forgetRelay(metrics: BusMetrics, producer: string): Promise<void> {
  for (const gauge of [metrics.backlog, metrics.oldest, metrics.waiting, metrics.waitingSeconds]) {
    const { values } = await gauge.get()
    for (const { labels } of values) if (labels['producer'] === producer) gauge.remove(labels)
  }
}
