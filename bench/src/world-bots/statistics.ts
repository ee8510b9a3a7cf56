/** Latencies above are counted as this many milliseconds. */
const LATENCY_MAX_MS = 60_000

/** Counts latencies by whole milliseconds: millions of them take no more memory than one. */
export interface Latencies {
  add(ms: number): void
  readonly count: number
  /** The latency that this share of all does not exceed; null without any. */
  percentile(share: number): number | null
}

export function createLatencies(): Latencies {
  const counts = new Uint32Array(LATENCY_MAX_MS + 1)
  let count = 0
  return {
    add: ms => {
      const place = Math.min(LATENCY_MAX_MS, Math.max(0, Math.round(ms)))
      counts[place] = (counts[place] ?? 0) + 1
      count++
    },
    get count() {
      return count
    },
    percentile: share => {
      let left = Math.ceil(count * share)
      if (left === 0) return null
      const place = counts.findIndex(of => (left -= of) <= 0)
      return place
    },
  }
}

/** Counts over all bots since they began. */
export interface Statistics {
  readonly commandLatency: Latencies
  readonly stepLatency: Latencies
  readonly refused: Map<string, number>
  accepted: number
  /** Requests whose answer was lost with the connection. */
  lost: number
  updates: number
  snapshots: number
  corrections: number
  kills: number
  drops: number
  levels: number
  deaths: number
}

export const createStatistics = (): Statistics => ({
  commandLatency: createLatencies(),
  stepLatency: createLatencies(),
  refused: new Map(),
  accepted: 0,
  lost: 0,
  updates: 0,
  snapshots: 0,
  corrections: 0,
  kills: 0,
  drops: 0,
  levels: 0,
  deaths: 0,
})
