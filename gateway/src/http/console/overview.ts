import type { ProcessReport, Reported } from './process-report.js'
import type { Sample, Samples } from './prometheus-text.js'

/** The state of all processes at one moment, and the sums of their counts. */
export interface Overview {
  /** ISO 8601: when the processes were asked. */
  readonly at: string
  readonly processes: readonly ProcessReport[]
  /** As it is now. */
  readonly now: {
    readonly playersInWorld: number
    readonly liveConnections: number
    readonly liveSubscriptions: number
    readonly requestsInFlight: number
    readonly eventsWaiting: number
    readonly oldestEventSeconds: number
    readonly deadLetters: number
    readonly refusedEvents: number
  }
  /**
   * Since the start of each process, over all of them: a difference over time is a rate, and a number that is
   * smaller than before means that a process began anew or is away.
   */
  readonly totals: {
    readonly signUps: number
    readonly signIns: number
    readonly purchases: Counts
    readonly pulls: Counts
    readonly questCompletions: number
    readonly charactersCreated: number
    /** By the type of the schema. */
    readonly refusals: Counts
    /** Requests to the gateway by outcome: `ok`, `partial` (data beside errors) and `refused`. */
    readonly requests: Counts
    /** The share of requests whose outcome is not `ok`; null before the first request. */
    readonly errorRate: number | null
    readonly eventLag: Histogram
  }
}

type Counts = Readonly<Record<string, number>>

/** Cumulative, as Prometheus has it: each bucket counts everything up to `le` seconds. */
interface Histogram {
  readonly count: number
  readonly sumSeconds: number
  readonly buckets: readonly { readonly le: string; readonly count: number }[]
}

/** Sums what the processes count. */
export function overviewOf(reported: readonly Reported[], at: Date): Overview {
  const all = reported.flatMap(({ samples }) => samples ?? [])
  const requests = countsBy(all, { metric: 'waystone_gateway_request_duration_seconds_count', label: 'outcome' })
  return {
    at: at.toISOString(),
    processes: reported.map(({ report }) => report),
    now: {
      playersInWorld: sum(all, 'waystone_world_players'),
      liveConnections: sum(all, 'waystone_gateway_live_connections'),
      liveSubscriptions: sum(all, 'waystone_gateway_live_subscriptions'),
      requestsInFlight: sum(all, 'waystone_gateway_requests_in_flight'),
      eventsWaiting: sumOfGreatest(all, 'waystone_events_waiting'),
      oldestEventSeconds: Math.max(0, ...valuesOf(all, 'waystone_events_waiting_seconds')),
      deadLetters: sumOfGreatest(all, 'waystone_dead_letters'),
      refusedEvents: sumOfGreatest(all, 'waystone_refused_events'),
    },
    totals: {
      signUps: sum(all, 'waystone_sign_ups_total'),
      signIns: sum(all, 'waystone_sign_ins_total'),
      purchases: countsBy(all, { metric: 'waystone_purchases_total', label: 'status' }),
      pulls: countsBy(all, { metric: 'waystone_pulls_total', label: 'status' }),
      questCompletions: sum(all, 'waystone_quest_completions_total'),
      charactersCreated: sum(all, 'waystone_characters_created_total'),
      refusals: countsBy(all, { metric: 'waystone_refusals_total', label: 'refusal' }),
      requests,
      errorRate: errorRateOf(requests),
      eventLag: histogramOf(all, 'waystone_events_lag_seconds'),
    },
  }
}

const samplesOf = (all: readonly Samples[], metric: string): readonly Sample[] =>
  all.flatMap(samples => samples.get(metric) ?? [])

const valuesOf = (all: readonly Samples[], metric: string): readonly number[] =>
  samplesOf(all, metric).map(({ value }) => value)

const sum = (all: readonly Samples[], metric: string): number =>
  valuesOf(all, metric).reduce((total, value) => total + value, 0)

function countsBy(all: readonly Samples[], { metric, label }: { metric: string; label: string }): Counts {
  const counts: Record<string, number> = {}
  for (const { labels, value } of samplesOf(all, metric)) {
    const name = labels[label] ?? ''
    counts[name] = (counts[name] ?? 0) + value
  }
  return counts
}

/** Of gauges that every instance shows alike: the greatest counts once. */
function sumOfGreatest(all: readonly Samples[], metric: string): number {
  const greatest = new Map<string, number>()
  for (const { labels, value } of samplesOf(all, metric)) {
    const { service: _, ...rest } = labels
    const key = JSON.stringify(rest)
    greatest.set(key, Math.max(greatest.get(key) ?? 0, value))
  }
  return [...greatest.values()].reduce((total, value) => total + value, 0)
}

function histogramOf(all: readonly Samples[], metric: string): Histogram {
  const buckets = countsBy(all, { metric: `${metric}_bucket`, label: 'le' })
  return {
    count: sum(all, `${metric}_count`),
    sumSeconds: sum(all, `${metric}_sum`),
    buckets: Object.entries(buckets)
      .map(([le, count]) => ({ le, count }))
      .toSorted((one, other) => bound(one.le) - bound(other.le)),
  }
}

const bound = (le: string): number => (le === '+Inf' ? Infinity : Number(le))

function errorRateOf(requests: Counts): number | null {
  const total = Object.values(requests).reduce((all, count) => all + count, 0)
  return total === 0 ? null : 1 - (requests['ok'] ?? 0) / total
}
