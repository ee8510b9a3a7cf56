import { metricsUrlsOf } from '@waystone/kit/config'
import type { Readiness } from '@waystone/kit/http'
import { readSamples, type Samples } from './prometheus-text.js'

/** The state of one process, and what it counts; a process that is down has neither latency nor counts. */
export interface ProcessReport {
  readonly service: string
  /** Null for a part of the process that answers. */
  readonly url: string | null
  /** `not ready`: it answers, and says that it cannot serve. */
  readonly state: 'up' | 'not ready' | 'down'
  readonly latencyMs: number | null
  readonly version: string | null
  /** ISO 8601; counters began at 0 then. */
  readonly startedAt: string | null
}

export interface Reported {
  readonly report: ProcessReport
  /** Null where the metrics could not be read, or belong to a process that is reported by itself. */
  readonly samples: Samples | null
}

/** From asking all processes to the answer, together: one that is down delays nothing for longer. */
export const REPORT_DEADLINE_MS = 800

/** Asks /readyz and /metrics of a process elsewhere. */
export async function askProcess(
  service: string,
  url: string,
  options: { metricsPort: number | undefined },
): Promise<Reported> {
  const signal = AbortSignal.timeout(REPORT_DEADLINE_MS)
  const [ready, samples] = await Promise.all([
    askReadiness(url, signal),
    askMetrics({ service, url }, { ...options, signal }),
  ])
  return { report: { service, url: new URL(url).origin, ...ready, ...identityIn(samples) }, samples }
}

async function askReadiness(url: string, signal: AbortSignal): Promise<Pick<ProcessReport, 'state' | 'latencyMs'>> {
  const startedMs = performance.now()
  try {
    const response = await fetch(new URL('/readyz', url), { signal })
    await response.arrayBuffer()
    return { state: response.ok ? 'up' : 'not ready', latencyMs: since(startedMs) }
  } catch {
    // Not listening, or too slow.
    return { state: 'down', latencyMs: null }
  }
}

async function askMetrics(
  { service, url }: { service: string; url: string },
  { metricsPort, signal }: { metricsPort: number | undefined; signal: AbortSignal },
): Promise<Samples | null> {
  const read = async (place: URL): Promise<Samples | null> => {
    try {
      const response = await fetch(place, { signal })
      return response.ok ? readSamples(await response.text()) : null
    } catch {
      // In each set-up only one of the places has metrics.
      return null
    }
  }
  const found = await Promise.all(metricsUrlsOf(url, metricsPort).map(read))
  return found.find(samples => serviceIn(samples) === service) ?? null
}

/** At the port of METRICS_PORT there may be another process. */
const serviceIn = (samples: Samples | null): string | undefined =>
  samples?.get('waystone_build_info')?.[0]?.labels['service']

/** Runs the checks of a part of this process. */
export async function askPart(service: string, { checks }: Pick<Readiness, 'checks'>): Promise<ProcessReport> {
  const startedMs = performance.now()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'down'>(resolve => (timer = setTimeout(() => resolve('down'), REPORT_DEADLINE_MS)))
  const checked = Promise.all(Object.values(checks).map(check => check())).then(
    () => 'up' as const,
    () => 'not ready' as const,
  )
  const state = await Promise.race([checked, late]).finally(() => clearTimeout(timer))
  const latencyMs = state === 'down' ? null : since(startedMs)
  return { service, url: null, state, latencyMs, version: null, startedAt: null }
}

export function identityIn(samples: Samples | null): Pick<ProcessReport, 'version' | 'startedAt'> {
  const [build] = samples?.get('waystone_build_info') ?? []
  const [start] = samples?.get('process_start_time_seconds') ?? []
  return {
    version: build?.labels['version'] ?? null,
    startedAt: start === undefined ? null : new Date(start.value * 1000).toISOString(),
  }
}

const since = (startedMs: number): number => Math.round((performance.now() - startedMs) * 10) / 10
