import { setTimeout as delay } from 'node:timers/promises'
import type { Discovery } from '@waystone/kit/discovery'
import type { Readiness } from '@waystone/kit/http'
import type { Registry } from '@waystone/kit/metrics'
import type { Epochs } from '../../supergraph/epochs.js'
import { askPart, askProcess, identityIn, type ProcessReport, type Reported } from './process-report.js'
import { readSamples } from './prometheus-text.js'

/** Together with the deadline of a report less than a second. */
const LOOKUP_DEADLINE_MS = 150

/** All processes of the system, as they are found at the moment. */
export interface Processes {
  ask(): Promise<readonly Reported[]>
  close(): void
}

export function createProcesses(options: {
  epochs: Pick<Epochs, 'current'>
  /** The checks of subgraphs within this process. */
  local: Readonly<Record<string, Pick<Readiness, 'checks'>>>
  /** URLs of subgraphs, instead of those of the supergraph. */
  instances: Readonly<Record<string, readonly string[]>>
  /** Those of all gateways, this one among them; empty: this one alone is known. */
  gateways: readonly string[]
  discovery: Discovery
  /** Of this gateway. */
  metrics: Pick<Registry, 'metrics'>
  /** The checks of this gateway. */
  readiness: Pick<Readiness, 'checks'>
  /** METRICS_PORT, which is the same for all processes where it is set. */
  metricsPort: number | undefined
}): Processes {
  const { epochs, local, instances, gateways, discovery, metrics, readiness, metricsPort } = options
  const followed = new Map<string, Followed>()

  const urlsOf = async (service: string, configured: readonly string[]): Promise<readonly string[]> => {
    const existing = followed.get(service)
    if (existing !== undefined) return existing.urls
    const entry: { urls: readonly string[] } = { urls: [] }
    const following = discovery.follow(service, configured, urls => {
      entry.urls = urls
    })
    followed.set(service, Object.assign(entry, { stop: () => following.stop() }))
    // Only the first time, and only where a name has to be looked up.
    await Promise.race([following.known, delay(LOOKUP_DEADLINE_MS, undefined, { ref: false })])
    return entry.urls
  }

  const elsewhere = async (service: string, configured: readonly string[]): Promise<readonly Reported[]> => {
    const urls = await urlsOf(service, configured)
    return await Promise.all(urls.map(url => askProcess(service, url, { metricsPort })))
  }

  /** This gateway, and the subgraphs within its process, which share its registry. */
  const here = async (): Promise<readonly Reported[]> => {
    const [text, gateway, ...parts] = await Promise.all([
      metrics.metrics(),
      askPart('gateway', readiness),
      ...Object.entries(local).map(([name, checked]) => askPart(name, checked)),
    ])
    const samples = readSamples(text)
    const identified = (report: ProcessReport) => ({ ...report, ...identityIn(samples) })
    return [
      { report: identified(gateway), samples },
      ...parts.map(report => ({ report: identified(report), samples: null })),
    ]
  }

  return {
    ask: async () => {
      const remote = (epochs.current()?.subgraphs ?? []).filter(({ name }) => local[name] === undefined)
      const reported = await Promise.all([
        gateways.length === 0 ? here() : elsewhere('gateway', gateways),
        ...remote.map(({ name, url }) => elsewhere(name, instances[name] ?? [url])),
      ])
      return reported.flat()
    },
    close: () => {
      for (const { stop } of followed.values()) stop()
    },
  }
}

interface Followed {
  readonly urls: readonly string[]
  readonly stop: () => void
}
